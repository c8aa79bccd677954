"""Answers counted together: what was observed, what was foreseen, and how much of it may be shown.

By what the model announced, to see whether it comes true, and by how many answers there were before: learning curves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

from models.estimates import Pair
from models.fitting.answers import Answers
from models.fitting.fit import Foreseen
from models.fitting.measures import BINS, Measures, measures
from models.intervals import wilson

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

LEAST_LEARNERS, FEW = 5, "moins de cinq personnes"
"""A figure over fewer is hidden; and that in French."""
LONGEST = 20
"""Answers on one skill; what comes after tells of few people."""


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


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of which the model announced a probability between `low` and `high`."""

    low: float
    high: float
    cell: Cell


@dataclass(frozen=True, slots=True)
class Reliability:
    """What may be shown, how many bins may not, and the measures over all answers."""

    bins: tuple[Bin, ...]
    hidden: int
    measures: Measures

    @property
    def most_often(self) -> Pair:
        """The bin where most predictions lie."""
        fullest = max(self.bins, key=lambda one: one.cell.answers)
        return fullest.low, fullest.high


def reliability(answers: Answers, foreseen: Foreseen) -> Reliability:
    """Return the reliability of predictions made before each answer, in the bins of the calibration error."""
    import numpy

    group = numpy.minimum((foreseen.success * BINS).astype(numpy.int64), BINS - 1)
    found = cells(group, answers, foreseen.success)
    bins = tuple(Bin(code / BINS, (code + 1) / BINS, cell) for code, cell in found.items() if cell.shown)
    return Reliability(bins, len(found) - len(bins), measures(answers.right, foreseen.success))


@dataclass(frozen=True, slots=True)
class Curve:
    """One skill: a cell for each answer, from the first to the last that enough learners gave."""

    skill: str
    cells: tuple[Cell, ...]


def curves(answers: Answers, foreseen: Foreseen, skills: Sequence[str]) -> tuple[Curve, ...]:
    """Return the curves of some skills, in that order."""
    place = places(answers)
    early = place < LONGEST
    group = (answers.skill * LONGEST + place)[early]
    found = cells(group, answers.where(early), foreseen.success[early])
    codes = {skill: code * LONGEST for code, skill in enumerate(answers.skills)}
    return tuple(
        Curve(
            skill, tuple(cell for place in range(first, first + LONGEST) if (cell := found.get(place)) and cell.shown)
        )
        for skill in skills
        for first in [codes[skill]]
    )


def places(answers: Answers) -> "Codes":
    """Return, for each row, how many answers the same learner had given on the same skill."""
    import numpy

    row = numpy.arange(len(answers))
    order = numpy.lexsort((row, answers.skill, answers.learner))
    skill, learner = answers.skill[order], answers.learner[order]
    first = numpy.r_[True, (numpy.diff(skill) != 0) | (numpy.diff(learner) != 0)]
    place = numpy.empty_like(row)
    place[order] = row - numpy.maximum.accumulate(numpy.where(first, row, 0))
    return place
