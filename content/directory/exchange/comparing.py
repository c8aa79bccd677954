"""What a file would change, entry by entry, as texts beside those that are known: the same again proposes nothing."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFact
from content.directory.exchange.proposals import id_of
from content.directory.reading import read_entry
from content.directory.text import write_entry


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
        theirs = _noted(entry.organisation.facts, before.organisation.facts)
        after = replace(
            entry,
            id=before.id,
            organisation=replace(entry.organisation, id=before.organisation.id, facts=theirs),
            facts=_noted(entry.facts, before.facts),
            note=before.note,
            topics=entry.topics or before.topics,
            sought=entry.sought or before.sought,
            plain=entry.plain or before.plain,
            skills=entry.skills or before.skills,
            rules=entry.rules or before.rules,
            review_by=entry.review_by or before.review_by,
        )
        change = EntryChange.READ_AGAIN if _said(before) == _said(after) else EntryChange.CHANGED
        yield ComparedEntry(EntryChange.SAME if before == after else change, after)
    gone = (entry for origin, entry in by_origin.items() if origin.publisher in publishers)
    yield from (ComparedEntry(EntryChange.ABSENT, entry) for entry in gone)


def _said(entry: DirectoryEntry) -> DirectoryEntry:
    organisation = replace(entry.organisation, facts=_undated(entry.organisation.facts))
    return replace(entry, facts=_undated(entry.facts), organisation=organisation)


def _noted(facts: tuple[EntryFact, ...], before: tuple[EntryFact, ...]) -> tuple[EntryFact, ...]:
    """Return facts with the notes of those that say the same."""
    noted = [fact for fact in before if fact.note]
    same = [[one.note for one in noted if replace(one, source=fact.source, note="") == fact] for fact in facts]
    return tuple(replace(fact, note=notes[0]) if notes else fact for fact, notes in zip(facts, same, strict=True))


def _undated(facts: tuple[EntryFact, ...]) -> tuple[EntryFact, ...]:
    return tuple(replace(fact, source=None) for fact in facts)


# ------------------------------------------------------------------------------------------------- as texts, proposed


class KnownHere(NamedTuple):
    """What a house has of the publishers of a file: texts in force, texts of what was retired, ids that are taken."""

    in_force: frozenset[str]
    retired: Sequence[str]
    taken: Collection[str]


class TextProposed(NamedTuple):
    """A text that a file proposes, or, of one that is absent from it, the text in force."""

    change: EntryChange
    id: str
    name: str
    text: str


class FileProposals(NamedTuple):
    """All that a file proposes; how many of its entries are the same here, and how many somebody has retired here."""

    proposed: tuple[TextProposed, ...]
    same: int
    retired: int


def proposals_of(come: Sequence[DirectoryEntry], known: KnownHere) -> FileProposals:
    """Return what entries would change; what was retired here is not proposed again, and nothing is lost twice."""
    retired = {read_entry(text).origin for text in known.retired}
    texts = {write_entry(entry): entry for entry in come if entry.origin not in retired}
    # A text that is here already needs no reading, which is what takes long.
    same = texts.keys() & known.in_force
    left = [entry for text, entry in texts.items() if text not in same]
    others = [read_entry(text) for text in sorted(known.in_force - same)]
    changes = [one for one in compared(others, left) if one.change is not EntryChange.ABSENT]
    here = sum(one.change is EntryChange.SAME for one in changes)
    taken = {*known.taken}
    proposed = []
    for change, entry in changes:
        # What is new gets an id that nothing has here.
        if change is EntryChange.NEW and entry.id in taken:
            entry = replace(entry, id=id_of(entry.id, taken))
        elif change is EntryChange.NEW:
            taken.add(entry.id)
        if change is not EntryChange.SAME:
            proposed.append(_text(change, entry))
    there = {entry.origin for entry in left}
    absent = [_text(EntryChange.ABSENT, entry) for entry in others if entry.origin not in there]
    return FileProposals((*proposed, *absent), len(same) + here, len(come) - len(texts))


def _text(change: EntryChange, entry: DirectoryEntry) -> TextProposed:
    return TextProposed(change, entry.id, next(iter(entry.name.values()), entry.id), write_entry(entry))
