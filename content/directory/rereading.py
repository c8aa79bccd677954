"""What a new version of an entry says was read again: the pairs of readings from which rates are learned. Pure."""

from collections.abc import Iterator
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
