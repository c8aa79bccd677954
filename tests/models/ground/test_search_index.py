"""Found by meaning: what is due, what a killed worker leaves, and what a search gives once nearness is written."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import content.lexicons
from content.module import Card
from models.catalogue import coming_into_force
from models.ground import concepts, search, search_index
from models.ground.jobs import LEASE
from models.ground.search import SearchResults, find
from models.ground.store import Store
from models.tables.search import Nearness, SearchEntry, SearchKind
from tests.builders import MONDAY, small_pack
from tests.laws.test_weight import HEAVY
from tests.models.ground.test_search import about_role

SMALL = """
colère, crie | boos | anger
dettes, surendettement | schulden | debt
"""
ANGER, DEBT = range(2)
CARDS = [Card("Hausser le ton", "Baisser la voix."), Card("Le loyer", "Un rappel, puis un accord.")]
NEAR = {"tons/hausser-le-ton": {ANGER: 4.0, DEBT: 0.5}, "tons/le-loyer": {DEBT: 3.0}}


@pytest.fixture
def small_thesaurus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A thesaurus of two concepts in place of ours; gives what nearness is made with."""
    file = tmp_path / "thesaurus.txt"
    file.write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(content.lexicons, "THESAURUS", file)
    concepts.thesaurus.cache_clear()
    yield search_index.nearness_made_with(concepts.thesaurus().version, "e5")
    concepts.thesaurus.cache_clear()


@pytest.fixture
def library(store: Store, small_thesaurus: str) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(about_role("tons", CARDS)), MONDAY)
    return store


def take(store: Store, made: str, at: datetime = MONDAY) -> list[SearchEntry]:
    with store.writing() as db:
        return [entry for entry, _ in search_index.take_without_nearness(db, made, at)]


def keep(store: Store, made: str, taken: list[SearchEntry], at: datetime = MONDAY) -> int:
    with store.writing() as db:
        return search_index.keep_nearness(db, made, at, {entry.id: NEAR.get(entry.key, {}) for entry in taken})


def write(store: Store, made: str) -> None:
    keep(store, made, take(store, made))


def look_for(store: Store, query: str) -> SearchResults:
    with store.reading() as db:
        return find(db, query, "fr")


def keys(found: SearchResults) -> list[str]:
    return [hit.entry.key for hit in found.hits]


def is_any_due(store: Store, made: str, at: datetime = MONDAY) -> bool:
    with store.reading() as db:
        return search_index.is_nearness_due(db, made, at)


def test_words_found_nowhere_lead_to_the_right_card_once_nearness_is_written(
    library: Store, small_thesaurus: str
) -> None:
    queries = ["colère", "il crie", "boos", "anger", "schulden colère"]
    assert [keys(look_for(library, query)) for query in queries] == [[]] * len(queries)
    write(library, small_thesaurus)
    for query in queries:
        found = look_for(library, query)
        assert keys(found)[0] == "tons/hausser-le-ton"
        assert (found.by_meaning, found.every, found.meant) == (True, False, query)


def test_what_holds_the_words_and_what_is_near_are_each_called_so(library: Store, small_thesaurus: str) -> None:
    write(library, small_thesaurus)
    found = look_for(library, "Colrèe")
    assert (found.meant, keys(found)[0]) == ("colère", "tons/hausser-le-ton")
    write(library, small_thesaurus)
    assert keys(look_for(library, "le loyer"))[0] == "tons/le-loyer"
    assert not look_for(library, "le loyer").by_meaning
    write(library, small_thesaurus)
    found = look_for(library, "colère loyer")
    assert {hit.entry.key: hit.by_meaning for hit in found.hits} == {
        "tons/hausser-le-ton": True,
        "tons/le-loyer": False,
    }
    assert not found.by_meaning


def test_what_another_thesaurus_numbered_is_not_taken_for_ours(library: Store, small_thesaurus: str) -> None:
    write(library, search_index.nearness_made_with("another", "e5"))
    assert keys(look_for(library, "colère")) == []


def test_every_card_is_due_once_and_anew_for_another_encoder_or_thesaurus(library: Store, small_thesaurus: str) -> None:
    taken = take(library, small_thesaurus)
    assert {entry.kind for entry in taken} == {SearchKind.CARD}
    assert {"tons/hausser-le-ton", "tons/le-loyer"} <= {entry.key for entry in taken}
    assert take(library, small_thesaurus) == []
    keep(library, small_thesaurus, taken)
    assert not is_any_due(library, small_thesaurus, MONDAY + 2 * LEASE)
    write(library, small_thesaurus)
    assert is_any_due(library, f"{small_thesaurus}2")


def test_each_comes_with_its_module(library: Store, small_thesaurus: str) -> None:
    with library.writing() as db:
        modules = {card.key: module for card, module in search_index.take_without_nearness(db, small_thesaurus, MONDAY)}
    of_tons = modules["tons/le-loyer"]
    assert of_tons is not None
    assert (of_tons.kind, of_tons.key) == (SearchKind.MODULE, "tons")


def test_what_a_killed_worker_held_is_due_again_after_its_lease(library: Store, small_thesaurus: str) -> None:
    lost = take(library, small_thesaurus)
    assert not is_any_due(library, small_thesaurus)
    later = MONDAY + LEASE + timedelta(seconds=1)
    assert [entry.id for entry in take(library, small_thesaurus, later)] == [entry.id for entry in lost]
    assert keep(library, small_thesaurus, lost) == 0
    assert keep(library, small_thesaurus, lost, later) == len(lost)


def test_nearness_goes_with_its_entry(library: Store, small_thesaurus: str) -> None:
    write(library, small_thesaurus)
    with library.writing() as db:
        assert db.scalar(select(func.count()).select_from(Nearness)) == 3
        search.forget_work(db, "tons")
        assert db.scalar(select(func.count()).select_from(Nearness)) == 0


def test_what_came_in_its_place_meanwhile_is_left_due(library: Store, small_thesaurus: str) -> None:
    taken = take(library, small_thesaurus)
    with library.writing() as db:
        coming_into_force.reindex(db)
    assert keep(library, small_thesaurus, taken) == 0
    assert is_any_due(library, small_thesaurus)


@pytest.mark.nightly
def test_a_search_by_meaning_loads_no_encoder(library: Store, small_thesaurus: str) -> None:
    program = f"""
import sys
from models.ground.search import find
from models.ground.store import Store
with Store({library.url!r}).reading() as db:
    find(db, "colère", "fr")
print(*sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert HEAVY.intersection(done.stdout.split()) == set()
