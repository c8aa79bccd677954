"""Facts that are read again: the entry with the day of it, and what a version says was read again. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from content.directory.entry import DirectoryEntry, EntryFact, FactSource
from content.readings import Reading

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


def reread(before: DirectoryEntry, after: DirectoryEntry) -> Iterator[RereadFact]:
    """Yield each fact that both versions say and the later read on a later day.

    Of several of one kind, those that say the same are the same; the others are matched in their order.
    """
    then = _by_kind(before)
    for key, facts in _by_kind(after).items():
        earlier = [fact for _, fact in then.get(key, ())]
        said = [_says(fact) for fact in earlier]
        for place, fact in sorted(facts, key=lambda one: _says(one[1]) not in said):
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


def _days(earlier: EntryFact, later: EntryFact) -> int:
    """Return how many days lie between two readings; none where nobody knows of which day one of them is."""
    then, now = (fact.source.reading.day if fact.source else None for fact in (earlier, later))
    return max(0, (now - then).days) if then and now else 0
