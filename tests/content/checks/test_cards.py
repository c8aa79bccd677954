"""What a module's cards may get wrong: facts, length, how they read."""

from dataclasses import replace
from datetime import date

from content.checks.cards_and_facts import check_cards, readability_of
from content.module import Card, Module
from tests.builders import module
from tests.content.checks.made_up_texts import said

A_YEAR = date(2027, 11, 25)
PLAIN = "On dit ce que l'on a compris. " * 40
"""Forty short sentences, six words each as one reads them."""


def with_card(body: str, **fields: object) -> Module:
    """A module of five minutes whose second card is this one."""
    changed = {"cards": (Card("Écouter", PLAIN), Card("Le fait", body)), "review_by": A_YEAR, **fields}
    return replace(module(), **changed)  # type: ignore[arg-type]


FACTS = [
    *("Le taux est de 12,5 % à Bruxelles.", "Elle reçoit 1 340 € par mois.", "La loi est du 8 juillet 1976."),
    *("Depuis 2017, la règle a changé.", "On compte 90 000 personnes."),
]


def test_a_fact_without_source_or_without_a_day_to_be_read_again_is_told_with_its_line() -> None:
    for fact in FACTS:
        (line,) = said(check_cards, with_card(f"Un cas.\n\n{fact}", sources=()))
        assert line.startswith("18: ") and "est un fait, et le module n'a pas de source" in line
    for fact in FACTS:
        (line,) = said(check_cards, with_card(fact, review_by=None))
        assert "n'a pas de date de relecture : ajoutez « review_by »" in line
    assert (
        said(check_cards, with_card("Posez 3 questions, puis 2 autres. Relancez au bout de 15 jours.", sources=()))
        == []
    )


def test_a_module_too_long_too_short_or_of_other_minutes_is_told() -> None:
    (line,) = said(check_cards, with_card(PLAIN * 3))
    assert line.startswith("16: Jouer ce module prend environ 8,")
    assert "raccourcissez cette carte, la plus longue" in line
    (line,) = said(check_cards, module())
    assert line == (
        "5: Jouer ce module prend environ 3,4 minutes, dont 8 mots à lire ; le but est de 4 à 6 : étoffez les cartes "
        "ou ajoutez des questions."
    )
    (line,) = said(check_cards, with_card("Un cas.", minutes=8))
    assert line == "5: Jouer ce module prend environ 4,8 minutes, pas 8 : corrigez « minutes »."


HEAVY = (
    "L'accompagnement individualisé des demandeurs indemnisés nécessite la formalisation contradictoire "
    "d'objectifs opérationnels préalablement hiérarchisés, conformément aux recommandations institutionnelles "
    "relatives à la contractualisation."
)


def test_lix_is_words_a_sentence_plus_per_cent_of_long_words() -> None:
    assert readability_of("Le chat dort. La voisine regarde le jardin.").lix == 8 / 2 + 100 * 2 / 8
    assert readability_of("Deux choses :\n\n- un nom\n- une date\n\nPuis on relit").sentences == 4


def test_a_card_harder_than_a_newspaper_is_told_with_words_to_replace() -> None:
    (line,) = said(check_cards, with_card(HEAVY))
    assert line.startswith("16: Cette carte est difficile à lire (indice LIX ")
    assert "remplacez par exemple contractualisation, institutionnelles, recommandations" in line
    assert said(check_cards, with_card(HEAVY, language="nl")) == []
