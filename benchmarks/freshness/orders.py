"""In which order facts are checked, and how many are foreseen to be edited: by models.freshness, and by its rivals."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from benchmarks.freshness.facts import EditedFact, Known, institution
from models.freshness import YEAR, RatePrior, Rereading, learned, still_true

Scores = NDArray[numpy.float64]
Codes = NDArray[numpy.int64]
Group = Callable[[EditedFact], Hashable]
HISTORY_CHANGES = 10.0
"""What the rate of a kind weighs against the history of one institution, entry or fact, in changes."""
FRESH_MONTHS, STALE_MONTHS = 6, 24
"""data.inclusion's quality score: up to date for six months, then less and less, not at all from two years."""
HISTORIES: Mapping[str, Group] = {
    "and by institution": lambda fact: institution(fact.entry),
    "and by entry": lambda fact: fact.entry,
    "and by the fact itself": lambda fact: (fact.entry, fact.kind),
}
OLDEST, RAMP, PLAIN, OURS = "oldest first", "data.inclusion's ramp", "plain rate per kind", "models.freshness"


@dataclass(frozen=True, slots=True)
class Order:
    """A name, a score of each standing fact, and whether it is meant as the probability of an edit."""

    name: str
    scores: Scores
    is_chance: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Of each fact that stands: the rate that it is thought to have, and for how many days it has stood as it is."""

    rate: Scores
    age: Scores

    def still_true_after(self, days: float) -> Scores:
        """Return the probability of each to be true for so many days after it was read."""
        return numpy.array([still_true(rate, days) for rate in self.rate])

    def chances(self, days: float, looked_at: bool = True) -> Scores:
        """Return the probability of an edit within so many days.

        Whoever edits leaves a trace, whoever looks and finds nothing to edit leaves none: the last look lies anywhere
        between the last edit and today (or is the last edit, unless `looked_at`). What then is in doubt at the end is
        not all found: as much is as would be if everybody had looked today.
        """
        true = self.still_true_after(days) * (self._mean_so_far() if looked_at else self._so_far())
        as_if_read_today = 1 - self.still_true_after(days)
        found: Scores = (1 - true) * min(1.0, as_if_read_today.sum() / (1 - true).sum())
        return found

    def _so_far(self) -> Scores:
        return numpy.array([still_true(rate, age) for rate, age in zip(self.rate, self.age, strict=True)])

    def _mean_so_far(self) -> Scores:
        """The mean of exp(-rate × age) over every age up to this one."""
        fading = self.rate * self.age.clip(1) / YEAR
        mean: Scores = -numpy.expm1(-fading) / fading
        return mean


def orders(known: Known, days: int) -> Iterator[Order]:
    """Yield every order of the facts that stand, from what was known, for so many days to come."""
    facts = known.standing()
    age = numpy.array([known.age(one) for one in facts], dtype=float)
    plain, of_all = plain_rates(known)
    kinds = learned_rates(known, of_all)
    yield Order("constant", numpy.full(len(facts), 1 - still_true(of_all, days)))
    yield Order(OLDEST, age, is_chance=False)
    stale = (age / YEAR * 12 - FRESH_MONTHS) / (STALE_MONTHS - FRESH_MONTHS)
    yield Order(RAMP, stale.clip(0, 1), is_chance=False)
    yield Order(PLAIN, 1 - Standing(rates_of(facts, plain), age).still_true_after(days))
    ours = Standing(rates_of(facts, kinds), age)
    yield Order(OURS, ours.chances(days))
    yield Order("rates alone", 1 - ours.still_true_after(days))
    yield Order("read when last edited", ours.chances(days, looked_at=False))
    for name, group in HISTORIES.items():
        times = histories(known, kinds, group)
        yield Order(name, Standing(ours.rate * [times[group(one)] for one in facts], age).chances(days))


def rates_of(facts: Sequence[EditedFact], kinds: Mapping[str, float]) -> Scores:
    """Return the rate of each fact by its kind."""
    return numpy.array([kinds[one.kind] for one in facts])


def plain_rates(known: Known) -> tuple[Mapping[str, float], float]:
    """Return edits a year of each kind of fact, and of all."""
    edits: dict[str, int] = defaultdict(int)
    years: dict[str, float] = defaultdict(float)
    for one in known.facts:
        edits[one.kind] += known.settled_edits(one)
        years[one.kind] += known.years(one)
    of_all = max(1, sum(edits.values())) / max(1.0, sum(years.values()))
    return {kind: edits[kind] / years[kind] if years[kind] else of_all for kind in years}, of_all


def learned_rates(known: Known, of_all: float) -> Mapping[str, float]:
    """Return the rate of each kind as the portal learns it, on a prior that is the rate of all."""
    readings: dict[str, list[Rereading]] = defaultdict(list)
    for one in known.facts:
        readings[one.kind] += known.rereadings(one)
    return {kind: learned(RatePrior(of_all), found) for kind, found in readings.items()}


def histories(known: Known, kinds: Mapping[str, float], group: Group) -> Mapping[Hashable, float]:
    """Return how many times as fast as their kinds each group of facts changes, shrunk to once."""
    readings: dict[Hashable, list[Rereading]] = defaultdict(list)
    for one in known.facts:
        # In the time of its kind, in which a fact of any kind changes once a year.
        readings[group(one)] += [read._replace(years=read.years * kinds[one.kind]) for read in known.rereadings(one)]
    return {name: learned(RatePrior(1.0, HISTORY_CHANGES), found) for name, found in readings.items()}
