"""Answers counted together: what was observed, what was foreseen, and how much of it may be shown."""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

from models.estimates import Pair
from models.fitting.answers import Answers
from models.intervals import wilson

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

LEAST_LEARNERS, FEW = 5, "moins de cinq personnes"
"""A figure over fewer is hidden; and that in French."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Some answers, of how many learners, how many of them right, and the mean probability foreseen."""

    answers: int
    learners: int
    right: int
    foreseen: float

    @property
    def shown(self) -> bool:
        """Whether there are people enough."""
        return self.learners >= LEAST_LEARNERS

    @property
    def share(self) -> float:
        """Share of right answers; where all agree, as if one did not: else the share would tell of everybody."""
        return self._told / self.answers

    @property
    def interval(self) -> Pair:
        """The interval around the share, with INTERVAL of certainty."""
        return wilson(self._told, self.answers)

    @property
    def gap(self) -> float:
        """Observed less foreseen."""
        return self.share - self.foreseen

    @property
    def _told(self) -> int:
        return max(1, min(self.answers - 1, self.right))


def difference(one: Cell, other: Cell) -> tuple[float, Pair]:
    """Return the difference of two shares, and its interval.

    Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
    (1998), method 10, https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I
    """
    (low, high), (other_low, other_high) = one.interval, other.interval
    found = one.share - other.share
    below = hypot(one.share - low, other_high - other.share)
    above = hypot(high - one.share, other.share - other_low)
    return found, (found - below, found + above)


def cells(group: "Codes", answers: Answers, foreseen: "Numbers") -> dict[int, Cell]:
    """Return the answers counted by group; `group` and `foreseen` by row."""
    import numpy

    count: Callable[..., Any] = numpy.bincount
    total, right, hoped = count(group), count(group, answers.right), count(group, foreseen)
    learners = count(numpy.unique(numpy.stack([group, answers.learner]), axis=1)[0])
    return {
        code: Cell(int(total[code]), int(learners[code]), int(right[code]), float(hoped[code] / total[code]))
        for code in numpy.flatnonzero(total).tolist()
    }
