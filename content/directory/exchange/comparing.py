"""What a file would change, entry by entry: a second import of the same changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFact


class EntryChange(StrEnum):
    """What comes of an entry of a file beside the one that is known."""

    NEW = "new"
    CHANGED = "changed"
    READ_AGAIN = "read again"
    """It says what it said, and was read on another day or elsewhere."""
    SAME = "same"
    ABSENT = "absent"
    """Known from the same publisher, and no longer in the file: somebody looks, nothing is deleted."""


class ComparedEntry(NamedTuple):
    """A change, with the entry as it would be: under the id, and with the links, that it is known by."""

    change: EntryChange
    entry: DirectoryEntry


def compared(known: Iterable[DirectoryEntry], come: Iterable[DirectoryEntry]) -> Iterator[ComparedEntry]:
    """Yield each entry of a file with its change, then those that are absent from it.

    An entry is known by the origin it came from. What somebody has added here (topics, skills, rules, plain words, a
    review date) stays; what the file says replaces the rest.
    """
    by_origin = {entry.origin: entry for entry in known if entry.origin}
    publishers = set()
    for entry in come:
        publishers.add(entry.origin.publisher if entry.origin else "")
        before = by_origin.pop(entry.origin, None) if entry.origin else None
        if before is None:
            yield ComparedEntry(EntryChange.NEW, entry)
            continue
        after = _kept(before, entry)
        change = EntryChange.READ_AGAIN if _said(before) == _said(after) else EntryChange.CHANGED
        yield ComparedEntry(EntryChange.SAME if before == after else change, after)
    gone = (entry for origin, entry in by_origin.items() if origin.publisher in publishers)
    yield from (ComparedEntry(EntryChange.ABSENT, entry) for entry in gone)


def _kept(before: DirectoryEntry, come: DirectoryEntry) -> DirectoryEntry:
    return replace(
        come,
        id=before.id,
        organisation=replace(come.organisation, id=before.organisation.id),
        topics=come.topics or before.topics,
        sought=come.sought or before.sought,
        plain=come.plain or before.plain,
        skills=come.skills or before.skills,
        rules=come.rules or before.rules,
        review_by=come.review_by or before.review_by,
    )


def _said(entry: DirectoryEntry) -> DirectoryEntry:
    organisation = replace(entry.organisation, facts=_undated(entry.organisation.facts))
    return replace(entry, facts=_undated(entry.facts), organisation=organisation)


def _undated(facts: tuple[EntryFact, ...]) -> tuple[EntryFact, ...]:
    return tuple(replace(fact, source=None) for fact in facts)
