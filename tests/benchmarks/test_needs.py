"""The needs before an interview: two sets of the same make, judged by cards that exist."""

import pytest

from benchmarks.needs import __main__ as benchmark
from benchmarks.needs.items import PACK, AnsweredNeed, card_texts, read
from benchmarks.needs.words import shares_a_word
from content.pack import Pack, read_pack
from models.catalogue import coming_into_force
from tests.databases import FreshDatabase, store_on

SETS = ("asked", "kept")
LATER = {"confidentialite", "criteres", "fin-de-droit", "fracture-numerique"}
"""Modules written after the sets, whose figures are told: a set that grows with the pack compares nothing."""
every_set = pytest.mark.parametrize("name", SETS)


@pytest.mark.nightly
@every_set
def test_each_need_is_a_few_words_answered_by_one_to_three_cards_of_the_pack(name: str) -> None:
    for need in read(name):
        assert 1 <= len(need.words.split()) <= 6, need
        assert 1 <= len(need.cards) <= 3, need
        assert need.cards <= card_texts().keys(), need


def test_every_module_that_stood_when_the_sets_were_written_is_needed() -> None:
    needed = {card.split("/")[0] for name in SETS for need in read(name) for card in need.cards}
    assert needed | LATER == {card.split("/")[0] for card in card_texts()}


def test_a_word_is_shared_however_it_ends_and_whatever_its_accents() -> None:
    assert shares_a_word("elle hésite encore", ["Hesiter, c'est ordinaire"])
    assert shares_a_word("art 60", ["L'article 60 § 7"])
    assert not shares_a_word("il est dans la rue", ["Il y en a d'autres dans la ville"])


@pytest.mark.nightly
def test_a_card_found_in_dutch_counts_as_its_original(sqlite: FreshDatabase) -> None:
    ours = read_pack(PACK)
    modules, translated = {"tension": ours.modules["tension"]}, {"tension.nl": ours.translated["tension.nl"]}
    with sqlite() as url:
        store = store_on(url)
        with store.writing() as db:
            coming_into_force.load_pack(db, Pack(ours.skills, ours.rules, modules, translated), benchmark.NOW)
        found = benchmark.ask(store, AnsweredNeed("nl", "Tranen: erbij blijven", frozenset()))
        store.dispose()
    assert "tension/les-larmes-rester-la" in found
