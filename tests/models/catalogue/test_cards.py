"""Cards read by themselves: an address each, neighbours, and the rules that their module rests on."""

from dataclasses import replace

import pytest

from content.module import Card
from models.catalogue import cards, coming_into_force, documents, in_force
from models.catalogue.cards import UnknownCard
from models.ground.store import Store
from tests.builders import MONDAY, module, question, small_pack


@pytest.fixture
def library(store: Store) -> Store:
    """A module of three cards, two of the same title, which cites a rule and has a question that cites it too."""
    asked = (question("cite-1")._replace(cites=("duree",)),)
    texts = (Card("Une carte", "Un."), Card("L'autre", "Deux."), Card("Une carte", "Trois."))
    with store.writing() as db:
        coming_into_force.load_pack(
            db, small_pack(replace(module("cite", questions=asked, cites=("duree",)), cards=texts)), MONDAY
        )
    return store


def test_a_card_is_read_by_its_address_between_its_neighbours(library: Store) -> None:
    with library.reading() as db:
        first, middle, last = (
            cards.card_reading(db, "cite", name, "fr") for name in ("une-carte", "l-autre", "une-carte-2")
        )
    assert [found.card.body for found in (first, middle, last)] == ["Un.", "Deux.", "Trois."]
    assert [found.number for found in (first, middle, last)] == [1, 2, 3]
    assert (first.before, first.after) == (None, ("l-autre", "L'autre"))
    assert (middle.before, middle.after) == (("une-carte", "Une carte"), ("une-carte-2", "Une carte"))
    assert (last.before, last.after) == (("l-autre", "L'autre"), None)


def test_an_address_that_no_card_has_is_named(library: Store) -> None:
    with library.reading() as db, pytest.raises(UnknownCard):
        cards.card_reading(db, "cite", "une-carte-3", "fr")
    with library.reading() as db, pytest.raises(documents.UnknownModule):
        cards.card_reading(db, "nulle-part", "une-carte", "fr")


def test_a_rule_is_told_once_however_often_it_is_cited_and_one_that_is_gone_is_left_out(library: Store) -> None:
    with library.reading() as db:
        assert [rule.id for rule in cards.rules_cited(db, module("x", cites=("duree",)))] == ["duree"]
        assert [rule.id for rule in cards.rules_cited(db, in_force.published_module(db, "cite").module)] == ["duree"]
        assert cards.rules_cited(db, module("x", cites=("disparue",))) == []
