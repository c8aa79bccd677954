"""What a file proposes beside what is here: the same proposes nothing, what was retired stays away, no id is taken."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from content.directory.entry import DirectoryEntry, EntryOrigin
from content.directory.entry_text import write_entry
from content.directory.exchange_results import FileProposals, KnownHere, proposals_of
from tests.directory.published_entries import READ_ON, entry


def theirs(entry_id: str, **changed: Any) -> DirectoryEntry:
    return replace(entry(entry_id), origin=EntryOrigin("Une autre maison", entry_id), **changed)


def here(*entries: DirectoryEntry, retired: tuple[DirectoryEntry, ...] = ()) -> KnownHere:
    texts = [write_entry(one) for one in retired]
    return KnownHere(frozenset(map(write_entry, entries)), texts, {one.id for one in (*entries, *retired)})


def told(found: FileProposals) -> list[tuple[str, str]]:
    return [(str(one.change), one.id) for one in found.proposed]


def test_new_changed_read_again_and_absent_are_told_apart() -> None:
    known = [theirs("a"), theirs("b"), theirs("c"), theirs("d")]
    come = [theirs("a"), theirs("b", facts=entry("b").facts[:2]), entry_read_later("c"), theirs("e")]
    found = proposals_of(come, here(*known))
    assert told(found) == [("changed", "b"), ("read again", "c"), ("new", "e"), ("absent", "d")]
    assert (found.same, found.retired) == (1, 0)


def entry_read_later(entry_id: str) -> DirectoryEntry:
    return replace(entry(entry_id, READ_ON + timedelta(days=3)), origin=EntryOrigin("Une autre maison", entry_id))


def test_a_second_import_changes_nothing_and_tells_what_is_gone() -> None:
    known = [theirs("a"), theirs("b")]
    assert told(proposals_of(known, here(*known))) == []
    assert told(proposals_of(known[:1], here(*known))) == [("absent", "b")]


def test_what_somebody_has_tied_here_is_no_change() -> None:
    found = proposals_of([theirs("a")], here(theirs("a", topics=("sante",))))
    assert (told(found), found.same) == ([], 1)


def test_what_was_retired_here_is_counted_and_not_proposed_again() -> None:
    found = proposals_of([theirs("a")], here(retired=(theirs("a"),)))
    assert (told(found), found.retired) == ([], 1)


def test_what_is_new_takes_no_id_that_something_else_has() -> None:
    (one,) = proposals_of([theirs("ecoute")], here(entry("ecoute"))._replace(in_force=frozenset())).proposed
    assert one.id.startswith("ecoute-")
    assert f"id: {one.id}\n" in one.text
