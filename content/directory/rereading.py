"""Facts that are read again: the entry with the day of it, and what a version says was read again. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFact

FactPlaces = dict[tuple[bool, str], list[tuple[int, EntryFact]]]
"""Whether it is the entry's own, and its kind → such facts that say something, with their places, in their order."""


class RereadFact(NamedTuple):
    """A fact that was read again: its place among all of the entry, after how many days, whether it had changed."""

    place: int
    kind: str
    days: int
    changed: bool


def read_again(entry: DirectoryEntry, places: Collection[int], day: date, service: str) -> DirectoryEntry:
    """Return an entry of which some facts were read again on a day by a service, and say what they said.

    `places`: among all of the entry, as `all_facts` yields them; what the house writes by hand was read nowhere. A day
    before which people wanted the entry read is past once all of it was read after that day.
    """
    facts = [_read(fact, day, service) if place in places else fact for place, fact in enumerate(entry.all_facts)]
    own = len(entry.facts)
    organisation = replace(entry.organisation, facts=tuple(facts[own:]))
    review_by = entry.review_by
    if review_by and all(fact.source.read_on >= review_by for fact in facts if fact.source):
        review_by = None
    return replace(entry, facts=tuple(facts[:own]), organisation=organisation, review_by=review_by)


def _read(fact: EntryFact, day: date, service: str) -> EntryFact:
    return replace(fact, source=replace(fact.source, read_on=day, service=service)) if fact.source else fact


def reread(before: DirectoryEntry, after: DirectoryEntry) -> Iterator[RereadFact]:
    """Yield each fact that both versions say and the later read on a later day.

    Of several of one kind, those that say the same are the same; the others are matched in their order.
    """
    then = _by_kind(before)
    for key, facts in _by_kind(after).items():
        earlier = [fact for _, fact in then.get(key, ())]
        for place, fact in sorted(facts, key=lambda one: not _among(one[1], earlier)):
            if found := next((one for one in earlier if _says(one) == _says(fact)), next(iter(earlier), None)):
                earlier.remove(found)
                if days := _days(found, fact):
                    yield RereadFact(place, fact.kind, days, changed=_says(found) != _says(fact))


def _by_kind(entry: DirectoryEntry) -> FactPlaces:
    own = len(entry.facts)
    read = [(place, fact) for place, fact in enumerate(entry.all_facts) if fact.source and not fact.blank]

    def key(one: tuple[int, EntryFact]) -> tuple[bool, str]:
        return one[0] < own, one[1].kind

    return {each: list(facts) for each, facts in groupby(sorted(read, key=lambda one: (*key(one), one[0])), key)}


def _says(fact: EntryFact) -> tuple[object, object]:
    return dict(fact.words), dict(fact.values)


def _among(fact: EntryFact, others: list[EntryFact]) -> bool:
    return any(_says(one) == _says(fact) for one in others)


def _days(earlier: EntryFact, later: EntryFact) -> int:
    if earlier.source is None or later.source is None:
        return 0
    return max(0, (later.source.read_on - earlier.source.read_on).days)
