"""What finding and reading an entry ask of the database: so many statements, by an index, however many there are."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from content.directory.entry import DirectoryEntry
from models.catalogue.attestations import vouched
from models.directory import entries, entry_search, fact_belief
from models.directory.entries import entries_in_plain
from models.directory.entry_search import EntryFilters
from models.ground.store import Store
from tests.directory.published_entries import READ_ON, entry
from tests.directory.test_entry_search import filled, understood
from tests.site.pages.test_plans import read_whole, sent_to
from tests.site.pages.test_queries import counted

GROWING = {
    *("document", "version", "listed_entry", "listed_fact", "entry_tie", "entry_plain"),
    *("fact_rereading", "search_entry", "nearness", "fact_answer", "attestation"),
}
"""The tables that each entry adds to; words are few, and read for one that is mistyped."""
FIRST_ROW = "FROM nearness\n LIMIT"
"""Whether there is any."""
SEARCH, MEANT, GUESS, LIST, READ, PLAIN = 4, 6, 5, 3, 6, 2
"""Words that are found; that are only meant; that are found nowhere; a list without words; one entry; plain words."""


def verbs() -> dict[str, Callable[[Session], object]]:
    chosen = EntryFilters(by_telephone=True, language="nl", topic="garde")
    return {
        "words": lambda db: entry_search.find(db, "perte d'emploi", "fr", EntryFilters(), READ_ON),
        "words and filters": lambda db: entry_search.find(db, "perte d'emploi", "fr", chosen, READ_ON),
        "meaning": lambda db: entry_search.find(db, "furie", "fr", EntryFilters(), READ_ON),
        "nowhere": lambda db: entry_search.find(db, "zzzzzz", "fr", EntryFilters(), READ_ON),
        "list": lambda db: entry_search.find(db, "", "fr", EntryFilters(), READ_ON),
        "filtered list": lambda db: entry_search.find(db, "", "fr", chosen, READ_ON, "a"),
        "entry": lambda db: entries.reading(db, "ecoute", READ_ON),
        "plain": lambda db: vouched(db, entries_in_plain(db, "fr", READ_ON)),
    }


def directory(number: int) -> list[DirectoryEntry]:
    fields: dict[str, Any] = {"topics": ("garde",), "plain": {"fr": "Appelez."}}
    return [entry(**fields), *(entry(f"autre-{one:02}", **fields) for one in range(number))]


@pytest.mark.nightly
@pytest.mark.dialects
@pytest.mark.parametrize("number", [1, 40])
def test_each_asks_the_database_so_many_times_however_many_entries_there_are(store: Store, number: int) -> None:
    filled(store, *directory(number))
    understood(store, {"ecoute": "colère"})
    asked = {}
    for name, verb in verbs().items():
        for _ in range(2):  # the first of a process learns what is kept
            with store.reading() as db, counted(store) as sent:
                verb(db)
        asked[name] = len(sent)
    assert asked == {
        "words": SEARCH,
        "words and filters": SEARCH,
        "meaning": MEANT,
        "nowhere": GUESS,
        "list": LIST,
        "filtered list": LIST,
        "entry": READ,
        "plain": PLAIN,
    }


@pytest.mark.nightly
@pytest.mark.dialects
def test_none_reads_a_table_of_entries_from_end_to_end(store: Store) -> None:
    filled(store, *directory(3))
    understood(store, {"ecoute": "colère"})
    with store.reading() as db:
        fact_belief.rates(db)  # learned from all, then kept
    with sent_to(store) as sent:
        for verb in verbs().values():
            with store.reading() as db:
                verb(db)
    asked = [one for one in sent if FIRST_ROW not in one[0]]
    assert {one[0]: tables for one in asked if (tables := read_whole(store, one, GROWING))} == {}
