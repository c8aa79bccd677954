"""What a file proposes, as texts, beside what is known of its publishers: the same is counted and proposes nothing."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from content.directory.entry import DirectoryEntry
from content.directory.exchange.comparing import EntryChange, compared
from content.directory.exchange.proposals import id_of
from content.directory.reading import read_entry
from content.directory.text import write_entry


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
    proposed = [_text(one.change, _renamed(one.change, one.entry, taken)) for one in changes if one.change != "same"]
    there = {entry.origin for entry in left}
    absent = [_text(EntryChange.ABSENT, entry) for entry in others if entry.origin not in there]
    return FileProposals((*proposed, *absent), len(same) + here, len(come) - len(texts))


def _renamed(change: EntryChange, entry: DirectoryEntry, taken: set[str]) -> DirectoryEntry:
    """Give what is new an id that nothing has here."""
    if change is not EntryChange.NEW:
        return entry
    if entry.id in taken:
        return replace(entry, id=id_of(entry.id, taken))
    taken.add(entry.id)
    return entry


def _text(change: EntryChange, entry: DirectoryEntry) -> TextProposed:
    return TextProposed(change, entry.id, next(iter(entry.name.values()), entry.id), write_entry(entry))
