"""A word that is found nowhere is taken for another only where no language of the house has it."""

import pytest

from content.module import Card
from models.catalogue import coming_into_force
from models.ground import search, spelling
from models.ground.store import Store
from tests.builders import MONDAY, small_pack
from tests.models.ground.test_search import about_role


@pytest.fixture
def library(store: Store) -> Store:
    """Cards with words that others resemble."""
    cards = [Card("Une date", "Plannen maken, de dans un plan : la panique."), Card("La formation", "Un stage.")]
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(about_role("mots", cards)), MONDAY)
    return store


@pytest.mark.parametrize("word", ["dame", "panne", "danse", "station", "schulden", "dementia", "élève", "eleve"])
def test_a_word_of_a_language_is_never_taken_for_another(library: Store, word: str) -> None:
    with library.reading() as db:
        found = search.find(db, word, "fr")
    assert (found.meant, found.hits) == (word, ())


@pytest.mark.parametrize(("typed", "meant"), [("formtion", "formation"), ("plannne", "plannen"), ("dattte", "date")])
def test_what_no_language_has_is_taken_for_the_nearest(library: Store, typed: str, meant: str) -> None:
    with library.reading() as db:
        assert search.find(db, typed, "fr").meant == meant


def test_each_language_has_its_words_with_or_without_their_accents() -> None:
    assert all(map(spelling.is_a_word, ("echeance", "preavis", "garderie", "opvang", "huurachterstand", "hardship")))
    assert not any(map(spelling.is_a_word, ("reformultion", "artcle", "ecuote", "rgdp", "zzzzzz")))
