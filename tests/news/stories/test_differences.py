"""Facts and traits of texts in any language, and where two contradict each other or only tell differently."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.news.stories.differences import Contradiction, changes, differences, statements
from models.news.stories.facts import FactKind, facts, names
from models.news.stories.recognition import COPY, SKETCH, is_marked, resemblance, same_name, sketch, traits
from tests.news.stories.newsroom import TEXT, TITLE

N, D, NO = FactKind.NUMBER, FactKind.DATE, FactKind.NEGATION


def between(one: tuple[str, str], other: tuple[str, str]) -> list[Contradiction]:
    """What differs between two texts, each with its language."""
    return differences(*(statements("", text, language) for language, text in (one, other)))


CONTRADICTIONS = [
    (N, ("fr", "L'usine de Seraing supprime 140 postes."), ("fr", "À Seraing, l'usine supprime 160 postes.")),
    (N, ("fr", "Le taux de chômage s'établit à 14,6 %."), ("fr", "Le taux de chômage est de 15,2 %.")),
    (N, ("fr", "Deux ouvriers ont été blessés à Jambes."), ("nl", "Drie arbeiders raakten gewond in Jambes.")),
    (N, ("nl", "Bij Sidermosan in Seraing verdwijnen 140 banen."), ("en", "Sidermosan will cut 160 jobs in Seraing.")),
    (N, ("fr", "Actiris versera une prime de 2.000 euros."), ("en", "Actiris will pay a bonus of 1,500 euros.")),
    (N, ("fr", "La prime est versée pendant six mois."), ("fr", "La prime est versée pendant huit mois.")),
    (
        D,
        ("fr", "La mesure entre en vigueur le 1er février 2027."),
        ("fr", "La mesure entre en vigueur le 1er mars 2027."),
    ),
    (D, ("fr", "Actiris paiera dès le 1er février 2027."), ("nl", "Actiris betaalt vanaf 1 maart 2027.")),
    (D, ("nl", "De cao geldt vanaf 1 januari 2027."), ("nl", "De cao geldt vanaf 1 januari 2028.")),
    (
        NO,
        ("fr", "Les travailleurs de plus de 55 ans sont concernés par la mesure."),
        ("fr", "Les travailleurs de plus de 55 ans ne sont pas concernés par la mesure."),
    ),
    (
        NO,
        ("nl", "De premie wordt in Brussel betaald aan deeltijdse werknemers."),
        ("nl", "De premie wordt in Brussel niet betaald aan deeltijdse werknemers."),
    ),
    (
        NO,
        ("fr", "Actiris ne fermera pas son antenne de Forest le 7 décembre."),
        ("nl", "Actiris sluit zijn kantoor in Vorst op 7 december."),
    ),
]


def test_a_contradiction_is_seen_from_both_sides() -> None:
    for kind, one, other in CONTRADICTIONS:
        for found in (between(one, other), between(other, one)):
            assert [difference.kind for difference in found] == [kind]


def test_what_is_only_told_otherwise_is_no_contradiction() -> None:
    for one, other in [
        (("fr", "L'usine supprime 140 postes."), ("fr", "L'usine de Seraing supprimera 140 postes.")),
        (("fr", "L'usine supprime 140 de ses 610 postes."), ("fr", "L'usine supprime 140 postes.")),
        (("fr", "Plus de 31.000 personnes cherchent un emploi."), ("fr", "31.200 personnes cherchent un emploi.")),
        (("fr", "Près de 200 emplois sont créés à Wavre."), ("en", "Novagène creates 195 jobs in Wavre.")),
        (("fr", "La prime est de 2.000 euros à Bruxelles."), ("nl", "In Brussel is de premie 2.000 euro.")),
        (("fr", "La mesure vaut dès le 1er février 2027."), ("fr", "La mesure vaut dès le 1er février.")),
        (("fr", "Le Forem engage 40 personnes."), ("fr", "Le taux de chômage monte à 12 %.")),
        (("fr", "Le Forem compte 40 personnes."), ("fr", "La poste cherche des facteurs, soit 200 personnes.")),
        (
            ("fr", "La prime ne sera plus accordée qu'aux chômeurs de longue durée."),
            ("fr", "La prime sera accordée aux seuls chômeurs de longue durée."),
        ),
        (("fr", "La mesure est adoptée."), ("fr", "Le ministre n'est pas venu.")),
        (("fr", "La mesure est adoptée."), ("de", "Die Maßnahme gilt ab 1. Februar.")),
    ]:
        assert between(one, other) == between(other, one) == []


def test_a_sentence_knows_its_place_and_the_title_has_none() -> None:
    text = "Une phrase. L'usine supprime 140 postes."
    title, _, last = statements("L'usine ferme", text, "fr")
    assert title.place is None
    assert last.place and text[slice(*last.place)] == last.text


def test_a_correction_is_a_sentence_with_another_number_date_name_or_negation() -> None:
    before = "La prime est de 2.000 euros par an. Elle vaut dès le 1er mai pour tous. Le Forem de Mons la paie."
    after = "La prime est de 1.500 euros par an. Elle vaut dès le 1er juin pour tous. Le Forem de Namur la paie."
    found = changes(statements("", before, "fr"), statements("", after, "fr"))
    assert [one.split(" ")[0] for one, _ in found] == ["La", "Elle", "Le"]
    denied = before.replace("vaut dès", "ne vaut pas dès")
    assert len(changes(statements("", before, "fr"), statements("", denied, "fr"))) == 1
    for after in [
        "La prime est de 2.000 euros par an. Elle est versée à tous.",
        "La prime annuelle est bien de 2.000 euros. Elle est payée à tous.",
        "La prime est de 2.000 euros par an.",
        "La prime est de 2.000 euros par an. Elle est payée à tous. Quelque 300 personnes la recevront en 2027.",
    ]:
        before = "La prime est de 2.000 euros par an. Elle est payée à tous."
        assert changes(statements("", before, "fr"), statements("", after, "fr")) == []


@given(st.text(), st.text(), st.sampled_from(["fr", "nl", "en", "de", None]))
def test_any_texts_can_be_compared(one: str, other: str, language: str | None) -> None:
    said = statements(one, other, language)
    assert differences(said, said) == []
    assert changes(said, said) == []


def said(text: str) -> list[tuple[str, str]]:
    return [(fact.value, fact.counted) for fact in facts(text)]


def test_numbers_and_dates_are_one_in_all_languages() -> None:
    for texts, fact in [
        (["86.412 personnes", "86\u202f412 personnes", "86.412 personen", "86,412 people"], ("86412", "person")),
        (["14,6 %", "14,6 pour cent", "14,6 procent", "14.6%", "14.6 per cent"], ("14.6", "%")),
        (["2.000 euros", "deux mille euros", "2.000 euro", "tweeduizend euro", "€2,000"], ("2000", "euro")),
        (["7 millions d'euros", "7 miljoen euro", "7 million euros"], ("7000000", "euro")),
        (["six cents lits", "zeshonderd bedden", "six hundred beds"], ("600", "place")),
        (["trois blessés", "drie gewonden", "three injured"], ("3", "person")),
    ]:
        assert {tuple(said(text)) for text in texts} == {(fact,)}
    for texts, date in [
        (["1er février 2027", "1 februari 2027", "1 February 2027", "01/02/2027"], "2027-02-01"),
        (["le 3 décembre", "op 3 december", "3rd December"], "12-03"),
    ]:
        assert {fact.value for text in texts for fact in facts(text)} == {date}
    for text in ["La réforme de 2027", "le 45 janvier", "article", "Genk en 2026."]:
        assert [fact for fact in facts(text) if fact.kind is FactKind.DATE or fact.value in ("2026", "2027")] == []
    assert said("soit 1.930 de moins") == [("1930", "")]
    text = "Dès le 1er avril 2027, 312 emplois et 14,6 % du budget."
    assert [text[fact.start : fact.end] for fact in facts(text)] == ["1er avril 2027", "312", "14,6"]


def test_names_are_found_under_one_spelling_and_not_at_the_beginning_of_a_sentence() -> None:
    french = names("Le plan. L'ONEM et le CPAS de Liège aident Transvallée à Bruxelles.")
    dutch = names("Het plan. De RVA en het OCMW van Luik helpen Transvallée in Brussel.")
    assert french == dutch == {"onem", "cpas", "liege", "transvallee", "bruxelles"}
    assert names("Demain tout change. Personne ne sait. En janvier, Lundi peut-être.") <= {"lundi"}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(0 <= fact.start < fact.end <= len(text) for fact in facts(text))
    names(text)


def words(number: int, seed: int) -> list[str]:
    draw = Random(seed)
    return [f"mot{draw.randrange(5000)}" for _ in range(number)]


def test_a_text_is_like_itself_and_a_copy_and_unlike_another() -> None:
    assert resemblance(sketch(TEXT), sketch(TEXT)) == 1
    assert resemblance(sketch(" ".join(words(300, 1))), sketch(" ".join(words(300, 2)))) == 0
    text = words(300, 1)
    copy = words(20, 2) + text[:240]
    assert resemblance(sketch(" ".join(text)), sketch(" ".join(copy))) >= COPY
    assert len(sketch(" ".join(words(3000, 1)))) == SKETCH
    assert sketch("Les syndicats confirment la grève.") == []


def test_the_sketches_tell_about_what_all_the_shingles_would() -> None:
    for size in [60, 200, 800]:
        shared, mine, theirs = words(size, 1), words(size // 4, 2), words(size // 4, 3)
        a, b = shared + mine, shared + theirs
        shingles = [{tuple(one[start : start + 4]) for start in range(len(one) - 3)} for one in (a, b)]
        exact = len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1])
        assert resemblance(sketch(" ".join(a)), sketch(" ".join(b))) == pytest.approx(exact, abs=0.13)


def test_a_title_says_that_it_corrects_at_its_beginning_and_bears_the_name_of_what_it_corrects() -> None:
    for title, marked in [
        ("Rectificatif : la prime", True),
        ("[CORRECTION] La prime", True),
        ("Erratum - La prime", True),
        ("Rechtzetting: de premie", True),
        ("Corrected: the bonus", True),
        ("La correction des copies est payée", False),
        ("Une rectification budgétaire", False),
        ("Maison de correction", False),
    ]:
        assert is_marked(title) == marked
    corrected = traits(f"Rectificatif : {TITLE}", "", "fr", None)
    assert corrected.of("t") == traits(TITLE, "", "fr", None).of("t")
    assert same_name("Agenda") is None
    assert same_name("LA PRIME À L’EMPLOI") == same_name("« La prime a l'emploi »")


@given(st.text(), st.text())
def test_any_article_has_traits(title: str, text: str) -> None:
    assert traits(title, text, "fr", None) == traits(title, text, "fr", None)
    assert same_name(title) == same_name(f"{title} ")
