"""An entry of the directory, the facts that it is made of, and the facts of it that are read again."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from content.readings import Reading, ReadingManner
from content.skills import Names

OF_ENTRY = "entry:"
"""What stands before the id of an entry of the directory, in the name of its document."""
WRITTEN_IN = ("fr", "nl")
"""Languages in which an entry is written; of each text one may be missing."""
PACK_SERVICE = "Boussole, contenu"
"""Who has read what the shipped pack says: no live page can be read where it is written."""
MOST_SOUGHT = 60
"""Expressions in one language by which an entry is found."""
MOST_FACTS = 60
"""Of one entry, and of its organisation: beyond, nobody reads it again."""


class EntryKind(StrEnum):
    """What an entry is about."""

    SERVICE = "service"
    MEASURE = "measure"
    TOOL = "tool"


class EntryFactKind(StrEnum):
    """What a fact says. How fast each kind fades is in models/freshness.py, by the same names."""

    NAME = "name"
    DESCRIPTION = "description"
    AUDIENCE = "audience"
    CONDITIONS = "conditions"
    COST = "cost"
    AMOUNT = "amount"
    DOCUMENTS = "documents"
    REACH = "reach"
    MOBILISE = "mobilise"
    HOURS = "hours"
    DELAY = "delay"
    DURATION = "duration"
    LINK = "link"
    ONLINE = "online"
    LAW = "law"


class EntryBlank(StrEnum):
    """Why a fact says nothing: the house writes it by hand on the paper, or it was looked for and not found."""

    HOUSE = "house"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where a fact was read, on which day, by which service, how; and the sentence it rests on, as the page has it."""

    address: str
    read_on: date
    service: str
    quote: str = ""
    manner: ReadingManner | None = None
    copied: date | None = None
    page: str = ""

    @property
    def reading(self) -> Reading:
        """How it was read: what the pack published before it said so, on a copy without a day (decisions/0037)."""
        shipped = self.manner is None and self.service == PACK_SERVICE
        return Reading(self.read_on, ReadingManner.COPY if shipped else self.manner, self.copied, self.page)


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One thing that an entry says: in words, in values by the names of data.inclusion, or in both."""

    kind: EntryFactKind
    words: Names = field(default_factory=dict)
    """By language of WRITTEN_IN, those that are there. Of a blank: what stands before the line."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    source: FactSource | None = None
    """None for what the house writes by hand, and for nothing else."""
    blank: EntryBlank | None = None
    note: str = ""
    """To those who write the entry."""

    def value(self, name: str) -> str:
        """Return the first value of that name, empty when there is none."""
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class EntryOrigin:
    """Where a record comes from that was not written here: who publishes it, and what it is called there."""

    publisher: str
    id: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who offers it, or decides on it, or makes it."""

    id: str
    facts: tuple[EntryFact, ...]
    siret: str = ""
    networks: tuple[str, ...] = ()
    origin: EntryOrigin | None = None


@dataclass(frozen=True, slots=True)
class Discretion:
    """What stands in the place of an address that is confidential: a title that gives nothing away, a public line."""

    title: Names
    line: Names


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A service, a measure or a tool."""

    id: str
    kind: EntryKind
    organisation: Organisation
    facts: tuple[EntryFact, ...]
    type: str = ""
    """Of a service, by data.inclusion's codes."""
    thematiques: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """A measure is what these rules say; their dates are its dates."""
    sought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language, what people say who look for it, in their own words: it is found by them, and no page shows them."""
    plain: Names = field(default_factory=dict)
    """For the person, by language of WRITTEN_IN; empty where nobody has written it."""
    emergency: bool = False
    """Whether somebody in danger is sent there: then no fact is believed for long."""
    discretion: Discretion | None = None
    review_by: date | None = None
    """Before which people want it read again; freshness may bring it forward."""
    origin: EntryOrigin | None = None
    note: str = ""
    """To those who write it."""

    @property
    def confidential(self) -> bool:
        """Whether its address is: then none is held, and no code is printed that others could scan."""
        return self.discretion is not None

    @property
    def all_facts(self) -> Iterator[EntryFact]:
        """Yield its own facts, then those of its organisation."""
        yield from self.facts
        yield from self.organisation.facts

    def of_kind(self, kind: EntryFactKind) -> Iterator[EntryFact]:
        """Yield its own facts of a kind."""
        return (fact for fact in self.facts if fact.kind is kind)

    @property
    def name(self) -> Names:
        """Its name, by language; of a confidential one the discreet title, which is all that lists and papers show."""
        return self.discretion.title if self.discretion else name_of(self.facts)


def name_of(facts: tuple[EntryFact, ...]) -> Names:
    """Return the name that facts say, by language; none where they say none."""
    return next((fact.words for fact in facts if fact.kind is EntryFactKind.NAME), {})


# -------------------------------------------------------------------------------------------- facts that are read again


FactPlaces = dict[tuple[bool, str], list[tuple[int, EntryFact]]]
"""Whether it is the entry's own, and its kind → such facts that say something, with their places, in their order."""


class RereadFact(NamedTuple):
    """A fact that was read again: its place among all of the entry, after how many days, whether it had changed."""

    place: int
    kind: str
    days: int
    changed: bool


def read_again(entry: DirectoryEntry, places: Collection[int], again: Reading, service: str) -> DirectoryEntry:
    """Return an entry of which some facts were read again by a service, and say what they said.

    `places`: among all of the entry, as `all_facts` yields them; what the house writes by hand was read nowhere. A day
    before which people wanted the entry read is past once all of it was read after that day.
    """
    facts = [_read(fact, again, service) if place in places else fact for place, fact in enumerate(entry.all_facts)]
    own = len(entry.facts)
    organisation = replace(entry.organisation, facts=tuple(facts[own:]))
    review_by = entry.review_by
    if review_by and all((fact.source.reading.day or date.min) >= review_by for fact in facts if fact.source):
        review_by = None
    return replace(entry, facts=tuple(facts[:own]), organisation=organisation, review_by=review_by)


def _read(fact: EntryFact, again: Reading, service: str) -> EntryFact:
    if fact.source is None:
        return fact
    return replace(fact, source=FactSource(fact.source.address, again.on, service, fact.source.quote, *again[1:]))


def reread_facts(before: DirectoryEntry, after: DirectoryEntry) -> Iterator[RereadFact]:
    """Yield each fact that both versions say and the later read on a later day.

    Of several of one kind, those that say the same are the same; the others are matched in their order.
    """
    then = _by_kind(before)
    for key, facts in _by_kind(after).items():
        earlier = [fact for _, fact in then.get(key, ())]
        said = [_says_again(fact) for fact in earlier]
        for place, fact in sorted(facts, key=lambda one: _says_again(one[1]) not in said):
            if found := next(
                (one for one in earlier if _says_again(one) == _says_again(fact)), next(iter(earlier), None)
            ):
                earlier.remove(found)
                if days := _days(found, fact):
                    yield RereadFact(place, fact.kind, days, changed=_says_again(found) != _says_again(fact))


def _by_kind(entry: DirectoryEntry) -> FactPlaces:
    own = len(entry.facts)
    read = [(place, fact) for place, fact in enumerate(entry.all_facts) if fact.source and not fact.blank]

    def key(one: tuple[int, EntryFact]) -> tuple[bool, str]:
        return one[0] < own, one[1].kind

    return {each: list(facts) for each, facts in groupby(sorted(read, key=lambda one: (*key(one), one[0])), key)}


def _says_again(fact: EntryFact) -> tuple[object, object]:
    return dict(fact.words), dict(fact.values)


def _days(earlier: EntryFact, later: EntryFact) -> int:
    """Return how many days lie between two readings; none where nobody knows of which day one of them is."""
    then, now = (fact.source.reading.day if fact.source else None for fact in (earlier, later))
    return max(0, (now - then).days) if then and now else 0
