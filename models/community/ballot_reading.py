"""What ballots say: the share of « oui » to a line over the weeks, what changed in it, what stands beside it. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate, pairwise
from math import exp, log, pi, sin
from operator import mul
from statistics import NormalDist
from typing import NamedTuple

from content.module import Module
from content.skills import Names
from content.topics import Topic
from models.estimates import Pair
from models.intervals import of_difference, wilson
from models.learner import INTERVAL

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
    """The ballots counted for one week, by its Monday, at least one, and how many said « oui » to a line."""

    week: date
    ballots: int
    yes: int


class CountedSpan(NamedTuple):
    """Weeks taken together: the first and the last Monday, what was counted, and the share's interval of INTERVAL."""

    first: date
    last: date
    ballots: int
    yes: int
    around: Pair

    @property
    def share(self) -> float:
        """How many of all said « oui », from 0 to 1."""
        return self.yes / self.ballots


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
    around = of_difference((earlier.yes, earlier.ballots), (later.yes, later.ballots), reach)
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
    ballots, yes = sum(batch.ballots for batch in batches), sum(batch.yes for batch in batches)
    return CountedSpan(batches[0].week, batches[-1].week, ballots, yes, wilson(yes, ballots))


# --------------------------------------------------------------------------- what stands beside each line of the ballot
#
# The table is fixed: no count moves it, so that what the mirror shows is never a diagnosis, and tutor, home and mail
# need to know nothing of it. It names ids of the pack conseil-emploi; where a house has others, nothing is shown.


class BallotLine(StrEnum):
    """The three lines of the ballot, in their order: what I do next, whom to ring, I could say what matters."""

    NEXT = "next"
    WHOM = "whom"
    SAID = "said"


class Pointer(NamedTuple):
    """Ids: of a module, of a topic, and of the aspect of that topic whose criterion says what can be seen."""

    module_id: str
    topic_id: str
    aspect_id: str


POINTERS: Mapping[BallotLine, Pointer] = {
    BallotLine.NEXT: Pointer("objectifs-et-suivi", "projet", "projet-accord"),
    BallotLine.WHOM: Pointer("orienter-avec-relais", "droits", "droits-qui"),
    BallotLine.SAID: Pointer("ecouter-sans-diriger", "projet", "projet-compte"),
}


class Pointed(NamedTuple):
    """What a house has of a pointer; None for what it lacks."""

    module: Module | None
    topic: Topic | None
    criterion: Names | None


def pointed(line: BallotLine, modules: Iterable[Module], topics: Iterable[Topic]) -> Pointed:
    """Return what stands beside a line, of the modules that are published and the topics in force."""
    to = POINTERS[line]
    module = next((one for one in modules if one.id == to.module_id), None)
    topic = next((one for one in topics if one.id == to.topic_id), None)
    aspects = topic.aspects if topic else ()
    return Pointed(module, topic, next((one.criterion for one in aspects if one.id == to.aspect_id), None))


# ---------------------------------------------------------- the share of « oui » to a line of the ballot over the weeks
#
# The share is a state that drifts from week to week and is seen through counts: a local level, as in West & Harrison,
# "Bayesian Forecasting and Dynamic Models" (2nd ed., Springer, 1997), filtered and smoothed exactly on a grid, as in
# Kitagawa, "Non-Gaussian state-space modeling of nonstationary time series", JASA 82 (1987),
# https://doi.org/10.1080/01621459.1987.10478534. The grid is the quarter circle whose squared sine is the share. An
# even prior there is that of Jeffreys, whose interval Brown, Cai & DasGupta advise for small numbers ("Interval
# estimation for a binomial proportion", Statistical Science 16 (2001), https://doi.org/10.1214/ss/1009213286), and a
# step tells as much wherever it is taken. How fast a counsellor drifts is not set: each pace counts by its evidence.


CELLS = 90
"""Of the quarter circle: one degree each."""
Pace = tuple[int, ...]
"""Half of each cell goes to the two that lie so far off, one distance after the other, every week."""
PACES: Mapping[Pace, float] = {(): 0.7, (1, 2, 2): 0.3}
"""How likely each pace is before anything is counted: she keeps still, or drifts by some four points a week."""
JUMP = 0.03
"""How likely a batch begins anew, anywhere: what happens at once is not smoothed into a slope."""
LEVELS = ((1 - INTERVAL) / 2, 0.5, (1 + INTERVAL) / 2)

_LOG_YES = [2 * log(sin(pi / 2 * (cell + 0.5) / CELLS)) for cell in range(CELLS)]
_LOG_NO = _LOG_YES[::-1]

Belief = list[float]
"""How likely the share lies in each cell, in proportion."""


class WeekReading(NamedTuple):
    """The true share of a week: its median, and the interval that holds it with INTERVAL of certainty."""

    batch: Batch
    share: float
    around: Pair


class LineReading(NamedTuple):
    """A line of the ballot over the weeks, the earliest first, and what changed, if anything did."""

    weeks: tuple[WeekReading, ...]
    change: Change | None

    @property
    def now(self) -> WeekReading | None:
        """The latest week; None where nothing has been counted."""
        return self.weeks[-1] if self.weeks else None


class _Walk(NamedTuple):
    """One pace: the belief after each week, and the logarithm of how likely the pace and all counts are."""

    pace: Pace
    beliefs: list[Belief]
    evidence: float


def read_line(batches: Iterable[Batch]) -> LineReading:
    """Return what the batches of one line say, each week in the light of all."""
    counted = sorted(batches)
    likely = [_likelihood(batch) for batch in counted]
    walks = [_walk(pace, _steps(counted, pace), likely) for pace in PACES]
    # What the paces believe, week by week, each by its evidence.
    most = max(walk.evidence for walk in walks)
    weights = _even([exp(walk.evidence - most) for walk in walks])
    hindsight = zip(*(_in_hindsight(walk, counted, likely) for walk in walks), strict=True)
    mixed = ([sum(map(mul, weights, cell)) for cell in zip(*of_week, strict=True)] for of_week in hindsight)
    return LineReading(tuple(map(_week, counted, mixed)), changed(counted))


def _steps(counted: Sequence[Batch], pace: Pace) -> list[Pace]:
    """Return how belief spreads before each batch: by its pace every week, those without ballots too."""
    return [pace * ((later.week - earlier.week).days // 7) for earlier, later in pairwise([*counted[:1], *counted])]


def _walk(pace: Pace, steps: Sequence[Pace], likely: Sequence[Belief]) -> _Walk:
    belief, told, beliefs = [1 / CELLS] * CELLS, log(PACES[pace]), list[Belief]()
    for step, seen in zip(steps, likely, strict=True):
        weighed = list(map(mul, _moved(belief, step), seen))
        whole = sum(weighed)
        belief, told = [one / whole for one in weighed], told + log(whole)
        beliefs.append(belief)
    return _Walk(pace, beliefs, told)


def _in_hindsight(walk: _Walk, counted: Sequence[Batch], likely: Sequence[Belief]) -> list[Belief]:
    """Return the belief of each week under one pace after all that was counted later, too."""
    to_come, found = [1.0] * CELLS, walk.beliefs[-1:]
    steps = _steps(counted, walk.pace)
    for belief, seen, step in reversed(list(zip(walk.beliefs[:-1], likely[1:], steps[1:], strict=True))):
        to_come = _even(_moved(list(map(mul, to_come, seen)), step))
        found.append(_even(list(map(mul, belief, to_come))))
    return found[::-1]


def _moved(belief: Belief, step: Pace) -> Belief:
    """Spread a belief, then give JUMP of all to every cell.

    What would leave the quarter circle is thrown back. It is its own transpose: forward and back alike.
    """
    for far in step:
        lower, upper = belief[:far][::-1] + belief[:-far], belief[far:] + belief[-far:][::-1]
        belief = [0.25 * (low + high) + 0.5 * here for low, here, high in zip(lower, belief, upper, strict=True)]
    anywhere = JUMP * sum(belief) / CELLS
    return [(1 - JUMP) * here + anywhere for here in belief]


def _likelihood(batch: Batch) -> Belief:
    """Return how likely a count is in each cell, the likeliest being 1."""
    no = batch.ballots - batch.yes
    logarithms = [batch.yes * yes + no * other for yes, other in zip(_LOG_YES, _LOG_NO, strict=True)]
    most = max(logarithms)
    return [exp(one - most) for one in logarithms]


def _even(belief: Belief) -> Belief:
    whole = sum(belief)
    return [one / whole for one in belief]


def _week(batch: Batch, belief: Belief) -> WeekReading:
    sums = list(accumulate(belief))
    low, middle, high = (_where(sums, level) for level in LEVELS)
    return WeekReading(batch, middle, (low, high))


def _where(sums: Sequence[float], level: float) -> float:
    """Return the share below which lies so much of a belief, which its cells add up to; within one it lies evenly."""
    sought = level * sums[-1]
    cell = bisect_left(sums, sought)
    below = sums[cell - 1] if cell else 0.0
    within = (sought - below) / (sums[cell] - below)
    return sin(pi / 2 * (cell + within) / CELLS) ** 2
