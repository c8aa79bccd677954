"""The results of an exchange of entries: entries read, entries written, losses, and changes that a file proposes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFact, EntryKind, EntryOrigin, FactSource
from content.directory.entry_text import read_entry, write_entry
from content.directory.fact_values import PLACES, cut
from content.directory.proposed_entry import ProposedEntry, ProposedPart, Said, entry_of, id_of
from content.errors import N_, Problem, Severity
from content.exchange.losses import Loss

UNSAID = N_("%(format)s n'a pas de place pour : %(fields)s.")
NOT_WRITTEN = N_("%(format)s demande « %(field)s », que cette entrée ne dit pas : elle n'est pas écrite.")
NOT_TAKEN = N_("« %(column)s » n'a pas de place ici ; valeurs laissées : %(number)s.")
NO_PERSON_TAKEN = N_("« %(column)s » parle de personnes ; valeurs laissées : %(number)s.")
NO_PLACE_TAKEN = N_("« %(column)s » situe un lieu sur une carte ; valeurs laissées : %(number)s.")
CLEANED = N_("Des caractères invisibles ont été retirés : relisez ce texte.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """The origin of a file: address, service, day, and the language (one of WRITTEN_IN) of its words.

    `address` is one of the web that stands for what has none of its own; `service` is never a person's name;
    `publisher` says whose directory it is, where it is not the service's own.
    """

    address: str
    service: str
    day: date
    language: str = "fr"
    file: str = "fichier"
    publisher: str = ""

    @property
    def origin(self) -> str:
        """Return the name that entries know their directory by."""
        return self.publisher or self.service


@dataclass(frozen=True, slots=True)
class EntriesRead:
    """Entries as proposals, none of them published; what is to be mended, by row; what was left behind."""

    entries: tuple[DirectoryEntry, ...]
    faults: tuple[Problem, ...] = ()
    losses: tuple[Loss, ...] = ()


class EntriesReading:
    """Turns the records of a file into entries, one after the other, and collects faults and losses."""

    def __init__(self, arrival: Arrival) -> None:
        self.arrival = arrival
        self.entries: list[DirectoryEntry] = []
        self.faults: list[Problem] = []
        self.losses: list[Loss] = []
        self.left: Counter[str] = Counter()
        """Values that have no place here, by column."""
        self._lines: dict[str, int] = {}
        self._ids: set[str] = set()
        self._organisations: dict[str, str] = {}
        self._organisation_ids: set[str] = set()

    def fault(
        self, line: int, field: str, sentence: str, severity: Severity = Severity.ERROR, **values: object
    ) -> None:
        """Note what is wrong about a field of a record."""
        self.faults.append(Problem(self.arrival.file, line, sentence, {"field": field, **values}, severity))

    def is_double(self, line: int, name: str, sentence: str) -> bool:
        """Return whether a record before has the same id; that is noted."""
        if not name or self._lines.setdefault(name, line) == line:
            return False
        self.fault(line, "id", sentence, value=cut(name), other=self._lines[name])
        return True

    def propose(
        self, line: int, day: date, own: tuple[str, Said], organisation: tuple[str, Said], kind: EntryKind
    ) -> None:
        """Make an entry of what a record says; both it and its organisation come with what they are called there."""
        source = FactSource(self.arrival.address, day, self.arrival.service)
        (name, said), (of_whom, theirs) = own, organisation
        if of_whom not in self._organisations:
            self._organisations[of_whom] = id_of(of_whom, self._organisation_ids)
        part = ProposedPart(id_of(name, self._ids), said, source, self._origin(name))
        whose = ProposedPart(self._organisations[of_whom], theirs, source, self._origin(of_whom))
        self.add(ProposedEntry(self.arrival.file, line, part, whose, self.arrival.language, kind))

    def add(self, proposal: ProposedEntry) -> None:
        """Take an entry, or note what is to be mended in it."""
        entry, faults = entry_of(proposal)
        self.faults += faults
        self.entries += [entry] if entry else []

    def columns_left(self, of_persons: Collection[str]) -> Iterator[Loss]:
        """Yield which columns have no place here, in whichever table, and how many values each had."""
        for column, number in self.left.items():
            name = column.rpartition(".")[2]
            sentence = NO_PERSON_TAKEN if name in of_persons else NO_PLACE_TAKEN if name in PLACES else NOT_TAKEN
            yield Loss("", sentence, {"column": column, "number": number})

    def _origin(self, name: str) -> EntryOrigin | None:
        return EntryOrigin(self.arrival.origin, name) if name else None


# ----------------------------------------------------------------------------------------- changes that a file proposes


class EntryChange(StrEnum):
    """How an entry of a file compares with the one that is known."""

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


# --------------------------------------------------------------------------------------------------- as texts, proposed


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
    """Return the changes that entries bring; retired entries are not proposed again, and losses are listed once."""
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
