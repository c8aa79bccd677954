"""The worker writes what cards are near to, with the real encoder and a small thesaurus."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from content.module import Card
from models.catalogue import coming_into_force
from models.ground import search_index
from models.ground.jobs import LEASE
from models.ground.search import find
from models.ground.store import Store
from models.language.encoder import Encoder, EncoderMissing
from models.tables.search import Nearness, SearchEntry
from tests.builders import MONDAY, small_pack
from tests.models.ground.test_search import about_role
from tests.models.ground.test_search_index import small_thesaurus as small_thesaurus
from tests.watchers.conftest import Time
from watchers.child import Child
from watchers.nightly import is_any_due, write
from watchers.tellings import Teller

CARDS = [
    Card("Baisser la voix", "Il hurle au guichet et frappe du poing sur la table : gardez de la distance."),
    Card("Les factures", "Le loyer n'est plus payé, l'huissier est venu, le crédit court toujours."),
]


@pytest.fixture
def library(empty_store: Store, small_thesaurus: str) -> Store:
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, small_pack(about_role("tons", CARDS)), MONDAY)
    return empty_store


@pytest.fixture
def teller(encoder_folder: Path, readers: Child) -> Teller:
    return Teller(Encoder(encoder_folder), readers)


def rows(store: Store) -> list[tuple[str, int, float]]:
    with store.reading() as db:
        found = select(SearchEntry.key, Nearness.concept, Nearness.weight).join(Nearness)
        return sorted((key, concept, weight) for key, concept, weight in db.execute(found))


@pytest.mark.nightly
def test_the_right_card_is_found_by_a_word_that_none_holds_and_a_rebuild_writes_the_same(
    library: Store, teller: Teller, time: Time
) -> None:
    assert is_any_due(library, teller.encoder, time())
    assert write(library, teller, time) == len(CARDS) + small_pack_cards(library)
    assert (is_any_due(library, teller.encoder, time()), write(library, teller, time)) == (False, 0)
    written = rows(library)
    with library.reading() as db:
        for query, first in (("colère", "tons/baisser-la-voix"), ("schulden", "tons/les-factures")):
            found = find(db, query, "fr")
            assert found.hits[0].entry.key == first
    with library.writing() as db:
        coming_into_force.reindex(db)
    assert rows(library) == []
    write(library, teller, time)
    assert rows(library) == written


@pytest.mark.nightly
def test_a_situation_that_a_question_tells_brings_the_cards_of_its_module_forward_and_is_not_shown(
    empty_store: Store, small_thesaurus: str, teller: Teller, time: Time
) -> None:
    told = about_role("told", CARDS[:1])
    told = replace(told, questions=(told.questions[0]._replace(stem="Samir crie : que faites-vous ?"),))
    with empty_store.writing() as db:
        coming_into_force.load_pack(db, small_pack(about_role("bare", CARDS[:1]), told), MONDAY)
    write(empty_store, teller, time)
    with empty_store.reading() as db:
        found = find(db, "boos", "fr")
    assert [hit.entry.key for hit in found.hits[:2]] == ["told/baisser-la-voix", "bare/baisser-la-voix"]
    assert "Samir" not in "".join(piece.text for hit in found.hits for piece in hit.passage)


@pytest.mark.nightly
def test_what_a_killed_worker_held_is_left_to_the_next_after_its_lease(
    library: Store, teller: Teller, time: Time, small_thesaurus: str
) -> None:
    made = search_index.nearness_made_with(small_thesaurus.split("-")[0], teller.encoder.version)
    with library.writing() as db:
        held = len(search_index.take_without_nearness(db, made, time()))
    assert write(library, teller, time) == 0
    time.now += 2 * LEASE
    assert write(library, teller, time) == held


def test_without_an_encoder_nothing_is_due(library: Store, tmp_path: Path, readers: Child, time: Time) -> None:
    assert not is_any_due(library, Encoder(tmp_path), time())
    with pytest.raises(EncoderMissing):
        write(library, Teller(Encoder(tmp_path), readers), time)
    assert rows(library) == []


def small_pack_cards(store: Store) -> int:
    """Cards of the small pack, beside ours."""
    with store.reading() as db:
        cards = db.scalars(select(SearchEntry).where(SearchEntry.kind == "card")).all()
    return sum(entry.work != "tons" for entry in cards)
