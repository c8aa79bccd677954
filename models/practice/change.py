"""What changed in a share that is looked at every week: said only where an interval says so. Pure.

The latest eight weeks are laid beside those before them, whatever they hold: looking for the likeliest day of a change
finds fewer drops at the same error. What is held is the strict count: of lines whose truth never moves, looked at every
week of the first half-year, at most one in twenty is ever told a change; an interval of 95 % would tell one in five.

The price: at fifteen slips a week a third of all drops of fifteen points are not found within eight weeks; somebody who
knows the share before and after would miss one in eight (docs/decisions/0043-the-mirror.md).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import NamedTuple

from models.estimates import Pair
from models.intervals import of_difference, wilson

WEEK = timedelta(weeks=1)
AFTER, BEFORE, HALF_YEAR = (timedelta(weeks=weeks) for weeks in (8, 8, 26))
"""The latest weeks; how far what lies before them reaches back at least; and how far all does at most."""
LEAST_BATCHES = 4
"""In either span: of weeks of holiday nothing is known."""
LEAST = 0.05
"""Of a difference in shares: less is not worth words, however sure."""
SURE = 0.993
"""Certainty of the interval that decides, so that half a year of looks is wrong once in twenty."""


class Batch(NamedTuple):
    """The slips counted for one week, by its Monday, at least one, and how many said « oui » to a line."""

    week: date
    slips: int
    yes: int


class CountedSpan(NamedTuple):
    """Weeks taken together: the first and the last Monday, what was counted, and the share's interval of INTERVAL."""

    first: date
    last: date
    slips: int
    yes: int
    around: Pair

    @property
    def share(self) -> float:
        """How many of all said « oui », from 0 to 1."""
        return self.yes / self.slips


class Change(NamedTuple):
    """Two spans whose shares differ; `around` is the interval of the second less the first, with SURE of certainty."""

    before: CountedSpan
    after: CountedSpan
    around: Pair

    @property
    def rose(self) -> bool:
        """Whether more say « oui » than before; else fewer do."""
        return self.around[0] > 0


def changed(batches: Sequence[Batch], certainty: float = SURE) -> Change | None:
    """Return what changed by the latest of some batches, which come in order; None where no interval says so."""
    spans = _spans(batches)
    if spans is None:
        return None
    earlier, later = spans
    reach = NormalDist().inv_cdf((1 + certainty) / 2)
    around = of_difference((earlier.yes, earlier.slips), (later.yes, later.slips), reach)
    sure, large = around[0] > 0 or around[1] < 0, abs(later.share - earlier.share) >= LEAST
    return Change(earlier, later, around) if sure and large else None


def _spans(batches: Sequence[Batch]) -> tuple[CountedSpan, CountedSpan] | None:
    """Return what lies before the latest weeks, and these; None where either is too little."""
    if not batches:
        return None
    since = batches[-1].week - AFTER
    after = [batch for batch in batches if batch.week > since]
    before = [batch for batch in batches if since - HALF_YEAR + AFTER < batch.week <= since]
    few = min(len(before), len(after)) < LEAST_BATCHES
    return None if few or before[0].week > since + WEEK - BEFORE else (_span(before), _span(after))


def _span(batches: Sequence[Batch]) -> CountedSpan:
    slips, yes = sum(batch.slips for batch in batches), sum(batch.yes for batch in batches)
    return CountedSpan(batches[0].week, batches[-1].week, slips, yes, wilson(yes, slips))
