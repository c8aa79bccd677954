"""How likely what was read somewhere is still true: P(still true) = exp(-rate × age). Pure.

Each kind of fact has a rate, learned from re-readings on a prior. A re-reading says only whether the fact had changed
since the one before, not when: interval censoring, as in Turnbull, "The empirical distribution function with
arbitrarily grouped, censored and truncated data", JRSS B 38 (1976), here with one rate. What was measured, and why
neither the institution nor the entry's own history bends a rate, stands in docs/decisions/0037.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from math import exp, expm1, log, sqrt
from typing import NamedTuple

from content.readings import Reading

YEAR = 365.25
"""Days."""
CHECK_AT, OLD_AT = 0.9, 0.7
"""P(still true) below which a fact is to be checked first, and is old. They are chosen, not measured."""
STRICT = frozenset({"law", "amount", "cost", "emergency"})
"""Kinds that are never shown as true for longer than the terms of rules and sources, however rarely they change."""
STRICT_CHECK, STRICT_OLD = timedelta(days=182), timedelta(days=365)
"""As rules are read again, and sources hold (models/studio/rereading.py; a test keeps them the same)."""
REPORTS_MAKE_OLD = 2
"""People: one may have rung at noon."""
IF_GONE, IF_TRUE = 0.6, 0.15
"""How often somebody says that it no longer holds, where that is so and where it is not: bets, kept within bounds."""
LEAST_AFTER_ONE, MOST_AFTER_ONE, MOST_AFTER_TWO = 0.7, 0.85, 0.5
"""Bounds of belief after one report and after two: one alone always doubts, and never makes a fact old."""
PRIOR_CHANGES = 4.0
"""What a prior weighs, in changes seen: as much as forty re-readings of which one in ten found a change."""
LEAST_READINGS = 40
"""Re-readings before which a term that people have set stays as it is."""
SLOWEST, FASTEST, HALVINGS = 1e-6, 1e4, 60
LARGEST = 700.0
"""Of what e is raised to: beyond, a float overflows."""

ANY = "*"
HALF_LIVES: Mapping[str, float] = {
    "documents": 1.6,
    "reach": 2.0,
    "mobilise": 2.0,
    "online": 2.5,
    "conditions": 3.5,
    "audience": 3.5,
    "description": 4.7,
    "link": 8.0,
    "amount": 8.5,
    "name": 10.2,
    ANY: 4.4,
}
"""Years after which half of a kind of fact has changed: the prior, until our own re-readings say more.

From when facts of 552 French aids were edited, December 2021 to June 2024 (dates in the public history of
betagouv/aides-jeunes), as `python -m benchmarks.freshness` prints them; what was not measured there has that of all.
But for links, which are edited (2.4 years) far sooner than they die: a sweep of the 499 of that catalogue in July 2026
found 26 dead, 97 at the most, where 2.4 years foresee 252. Eight years give those 97: less would foresee more than
can have been. So until re-readings of our own say otherwise (docs/decisions/0037).
"""
FARTHEST = timedelta(days=36_525)
"""A century: dates end."""


class Freshness(StrEnum):
    """What is shown of a fact: *relu récemment*, *à vérifier avant*, *ancien : appelez d'abord*."""

    RECENT = "recent"
    CHECK = "check"
    OLD = "old"


class RatePrior(NamedTuple):
    """What is thought of a rate before re-readings: changes a year, and how many changes seen that is worth."""

    rate: float
    changes: float = PRIOR_CHANGES


class Rereading(NamedTuple):
    """A fact read again: how many years after the reading before, and whether it had changed."""

    years: float
    changed: bool


class FactAnswers(NamedTuple):
    """How many people have said, since the last reading, that a fact no longer holds; how many others, since then, that
    it does."""

    gone: int = 0
    works: int = 0

    @property
    def against(self) -> int:
        """How many reports stand: what works for somebody else takes one away."""
        return max(0, self.gone - self.works)


NO_ANSWERS = FactAnswers()


class FreshnessDates(NamedTuple):
    """The days from which a fact is to be checked, and is old; until then it was read recently."""

    check_on: date
    old_on: date


def prior(kind: str) -> RatePrior:
    """Return what is thought of a kind of fact before any re-reading; of an unknown one, what holds of all."""
    return RatePrior(log(2) / HALF_LIVES.get(kind, HALF_LIVES[ANY]))


def learned(before: RatePrior, readings: Iterable[Rereading]) -> float:
    """Return the rate, in changes a year, that re-readings lead to: the most likely under a gamma prior.

    Its density in the logarithm of the rate is meant. Without readings it is the prior's; the more were read, the
    less the prior counts. A rate so learned can be the prior of a narrower group, such as one institution's facts.
    """
    kept, changed = before.changes / before.rate, []
    for reading in readings:
        years = max(reading.years, 1 / YEAR)
        if reading.changed:
            changed.append(years)
        else:
            kept += years

    def slope(rate: float) -> float:
        found = sum(years / expm1(min(LARGEST, rate * years)) for years in changed)
        return before.changes / rate + found - kept

    # The slope of the logarithm of the density falls from infinity to below 0: halving finds the one rate in between.
    low, high = SLOWEST, FASTEST
    for _ in range(HALVINGS):
        middle = sqrt(low * high)
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return low


def still_true(rate: float, days: float) -> float:
    """Return the probability that what was read so many days ago is still true."""
    return exp(-rate * max(0.0, days) / YEAR)


def believed(still: float, answers: FactAnswers) -> float:
    """Return the probability after what people have answered: one report lowers it within bounds, two make it old.

    Nobody raises it: what works is a reading, for the one who keeps them to take as one.
    """
    if not answers.against:
        return still
    if answers.against >= REPORTS_MAKE_OLD:
        return min(still, MOST_AFTER_TWO)
    lowered = still * IF_TRUE / (still * IF_TRUE + (1 - still) * IF_GONE)
    return min(still, MOST_AFTER_ONE, max(LEAST_AFTER_ONE, lowered))


def dates(read: Reading, rate: float, review_by: date | None = None, strict: bool = False) -> FreshnessDates:
    """Return the days from which what was read so is to be checked, and is old.

    On an undated copy it is to be checked from the first. `review_by` is a day that people have set: it may be brought
    forward, never put back. `strict` holds for kinds in STRICT, and for every fact of an emergency service.
    """
    check, old = (lasts(rate, level) for level in (CHECK_AT, OLD_AT))
    if strict:
        check, old = min(check, STRICT_CHECK), min(old, STRICT_OLD)
    since = read.counts_from
    check_on = date.min if read.is_undated else since + check
    return FreshnessDates(min(check_on, review_by) if review_by else check_on, since + old)


def lasts(rate: float, level: float) -> timedelta:
    """Return for how many whole days P(still true) stays at a level or above."""
    return timedelta(days=int(min(FARTHEST.days, YEAR * log(1 / level) / rate)))


def shown(when: FreshnessDates, day: date, answers: FactAnswers = NO_ANSWERS) -> Freshness:
    """Return the word for a fact on a day, after what people have answered since it was read."""
    if day >= when.old_on or answers.against >= REPORTS_MAKE_OLD:
        return Freshness.OLD
    return Freshness.CHECK if day >= when.check_on or answers.against else Freshness.RECENT


def again_after(constant: timedelta, readings: Iterable[Rereading]) -> timedelta:
    """Return after how long a module or a topic is read again: the constant, until enough re-readings say sooner.

    The constant is the prior too: without evidence P(still true) comes down to CHECK_AT on the day that it names.
    """
    seen = tuple(readings)
    if len(seen) < LEAST_READINGS:
        return constant
    thought = RatePrior(log(1 / CHECK_AT) / (constant.days / YEAR))
    return min(constant, lasts(learned(thought, seen), CHECK_AT))
