"""No fresh label stands over what avows an old, undated or unread page, and a pack says how each thing was read."""

from content.checks.cards_and_facts import check_entry_readings, check_rule_readings
from content.directory.entry import PACK_SERVICE
from content.directory.entry_text import read_entry
from content.rules import read_rules
from tests.builders import RULES
from tests.directory.invented_entries import TEXT

QUOTED = "Appelez le 02 000 00 00."


def planted(said: str, manner: str = "live") -> list[str]:
    """What is told of an entry, one of whose facts quotes that."""
    how = f"24, manner: {manner}, by" if manner else "24, by"
    text = TEXT.replace("24, by", how).replace(QUOTED, said)
    return [problem.told for problem in check_entry_readings(read_entry(text), text, "e.yaml")]


def planted_rule(scope: str, manner: str) -> list[str]:
    text = RULES.replace("Belgique", f'"{scope}"') + f"    manner: {manner}\n"
    return [problem.told for problem in check_rule_readings(read_rules(text).values(), text, "rules.yaml")]


AVOWALS = [
    *("Page sans date.", "La page est de 2017 : numéro à vérifier.", "De 14 h à 17 h, lu en 2017.", "Copie conservée."),
    *("Pendant la crise du coronavirus : de 9 h à 17 h.", "Le site n'a pas pu être lu"),
    *(
        *("Lu dans la presse de mai 2018.", "Pagina zonder datum.", "De pagina is van 2017: nummer na te gaan."),
        "coronacrisis",
    ),
    *(
        *("Gelezen in september 2019.", "L'article a plus de deux ans.", "Het artikel is ouder dan twee jaar."),
        *("bewaarde kopie", "oude pagina"),
    ),
]
SOUND = [
    *(QUOTED, "Page de novembre 2026.", "Lu en 2026.", "Le montant est à vérifier auprès du CPAS.", "Dès 2027."),
    *("Une copie de la carte d'identité.", "Pour qui travaille depuis plus de deux ans.", "Ouvert sans rendez-vous."),
]


def test_what_avows_an_old_page_under_a_fresh_label_is_told() -> None:
    for manner in ["live", "telephone", "machine"]:
        for said in AVOWALS:
            (told,) = planted(said, manner)
            assert "avoue une page ancienne" in told
            assert planted_rule(said, manner) != []


def test_on_a_copy_it_is_the_truth() -> None:
    for said in AVOWALS:
        assert planted(said, "copy") == planted_rule(said, "copy") == []


def test_what_avows_nothing_is_left_in_peace() -> None:
    for said in SOUND:
        assert planted(said) == planted_rule(said, "live") == []


def test_what_does_not_say_how_it_was_read_is_told_once_for_a_text() -> None:
    (told,) = planted(QUOTED, "")
    assert told.startswith("7 fois, rien ne dit comment on a lu") and told.endswith("reach.")
    assert len([one for one in planted("Page sans date.", "") if "avoue" in one]) == 1
    (told,) = [one.told for one in check_rule_readings(read_rules(RULES).values(), RULES, "rules.yaml")]
    assert told.endswith("duree.")


def test_the_pack_itself_has_read_copies_alone() -> None:
    for manner in ["live", "telephone", "copy", "machine"]:
        text = TEXT.replace('24, by: "Service emploi"', f'24, manner: {manner}, by: "{PACK_SERVICE}"')
        assert PACK_SERVICE in text
        told = [problem.told for problem in check_entry_readings(read_entry(text), text, "e.yaml")]
        assert any("n'a lu que des copies" in one for one in told) is (manner in {"live", "telephone"})
