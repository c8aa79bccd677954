"""Where two texts contradict each other on the same thing, and where they only tell differently."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.watch.stories.differences import Contradiction, changes, differences, statements
from models.watch.stories.facts import FactKind

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


@pytest.mark.parametrize(("kind", "one", "other"), CONTRADICTIONS)
def test_a_contradiction_is_seen_from_both_sides(kind: FactKind, one: tuple[str, str], other: tuple[str, str]) -> None:
    for found in (between(one, other), between(other, one)):
        assert [difference.kind for difference in found] == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("fr", "L'usine supprime 140 postes."), ("fr", "L'usine de Seraing supprimera 140 postes.")),
        (("fr", "L'usine supprime 140 de ses 610 postes."), ("fr", "L'usine supprime 140 postes.")),
        (("fr", "Plus de 31.000 personnes cherchent un emploi."), ("fr", "31.200 personnes cherchent un emploi.")),
        (("fr", "Près de 200 emplois sont créés à Wavre."), ("en", "Novagène creates 195 jobs in Wavre.")),
        (("fr", "La prime est de 2.000 euros à Bruxelles."), ("nl", "In Brussel is de premie 2.000 euro.")),
        (("fr", "La mesure vaut dès le 1er février 2027."), ("fr", "La mesure vaut dès le 1er février.")),
        (("fr", "Le Forem engage 40 personnes."), ("fr", "Le taux de chômage monte à 12 %.")),
        (("fr", "Le Forem compte 40 personnes."), ("fr", "La poste cherche des facteurs, soit 200 personnes.")),
        (("fr", "La prime ne sera plus accordée qu'aux chômeurs de longue durée."),
         ("fr", "La prime sera accordée aux seuls chômeurs de longue durée.")),
        (("fr", "La mesure est adoptée."), ("fr", "Le ministre n'est pas venu.")),
        (("fr", "La mesure est adoptée."), ("de", "Die Maßnahme gilt ab 1. Februar.")),
    ],
)  # fmt: skip
def test_what_is_only_told_otherwise_is_no_contradiction(one: tuple[str, str], other: tuple[str, str]) -> None:
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


@pytest.mark.parametrize(
    "after",
    [
        "La prime est de 2.000 euros par an. Elle est versée à tous.",
        "La prime annuelle est bien de 2.000 euros. Elle est payée à tous.",
        "La prime est de 2.000 euros par an.",
        "La prime est de 2.000 euros par an. Elle est payée à tous. Quelque 300 personnes la recevront en 2027.",
    ],
)
def test_what_is_added_left_out_or_put_otherwise_is_no_correction(after: str) -> None:
    before = "La prime est de 2.000 euros par an. Elle est payée à tous."
    assert changes(statements("", before, "fr"), statements("", after, "fr")) == []


@given(st.text(), st.text(), st.sampled_from(["fr", "nl", "en", "de", None]))
def test_any_texts_can_be_compared(one: str, other: str, language: str | None) -> None:
    said = statements(one, other, language)
    assert differences(said, said) == []
    assert changes(said, said) == []
