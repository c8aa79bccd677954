"""Measures of predictions: discrimination, log-loss, calibration, also by the gap since the last answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, sqrt
from typing import TYPE_CHECKING, Any, NamedTuple

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

# A single certainty that is wrong would make the mean infinite.
CLIP = 1e-6
BINS = 15


@dataclass(frozen=True, slots=True)
class Measures:
    """Of predictions of right answers: area under the ROC curve, log-loss, root mean square and calibration errors."""

    auc: float
    log_loss: float
    rmse: float
    ece: float


def measures(right: "Codes", predicted: "Numbers") -> Measures:
    """Return all four measures, from answers (0 or 1) and the probability of 1 foreseen for each."""
    rmse = float(((predicted - right) ** 2).mean() ** 0.5)
    return Measures(auc(right, predicted), log_loss(right, predicted), rmse, ece(right, predicted))


def auc(right: "Codes", predicted: "Numbers") -> float:
    """Return the probability that a right answer was foreseen above a wrong one, ties counting half; NaN without both.

    Hanley & McNeil, Radiology 143 (1982), https://doi.org/10.1148/radiology.143.1.7063747
    """
    from scipy.stats import rankdata

    rights = int(right.sum())
    pairs = rights * (len(right) - rights)
    # The Mann–Whitney U statistic by ranks: n log n instead of all pairs; ties get their mean rank.
    above = float(rankdata(predicted)[right == 1].sum()) - rights * (rights + 1) / 2
    return above / pairs if pairs else float("nan")


def log_loss(right: "Codes", predicted: "Numbers") -> float:
    """Return the mean of `surprises`."""
    return float(surprises(right, predicted).mean())


def surprises(right: "Codes", predicted: "Numbers") -> "Numbers":
    """Return minus the log of the probability foreseen for what was answered, kept CLIP away from 0 and 1."""
    import numpy

    clipped = predicted.clip(CLIP, 1 - CLIP)
    told: Numbers = -numpy.log(numpy.where(right == 1, clipped, 1 - clipped))
    return told


def ece(right: "Codes", predicted: "Numbers") -> float:
    """Return the expected calibration error over BINS equal bins, each weighing its answers.

    Naeini, Cooper & Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015.
    """
    import numpy

    # 1.0 belongs to the last bin, not to one of its own.
    bins = (predicted * BINS).astype(int).clip(0, BINS - 1)
    return float(numpy.abs(numpy.bincount(bins, predicted - right)).sum() / len(right))


# --------------------------------------------------------------------------------------------------- calibration by gap


HOUR = 1 / 24
DAYS: Mapping[str, tuple[float, float]] = {
    "< 1 h": (0, HOUR),
    "< 1 d": (HOUR, 1),
    "1-3 d": (1, 3),
    "3-7 d": (3, 7),
    "7-30 d": (7, 30),
    "> 30 d": (30, inf),
}
BETWEEN: Mapping[str, tuple[float, float]] = {
    "0": (0, 1),
    "1-3": (1, 4),
    "4-10": (4, 11),
    "11-30": (11, 31),
    "31-100": (31, 101),
    "> 100": (101, inf),
}
FIRST = "first"
LEAST_ANSWERS = 50
"""Fewer say nothing of a gap."""
CHANCE = 2.0
"""Standard errors within which what was missed is taken for chance."""


class Gaps(NamedTuple):
    """Before each answer: days since the last on the skill, and answers on other skills since; NaN before the first."""

    days: "Numbers"
    between: "Numbers"


class GapBin(NamedTuple):
    """The answers after gaps of one length: how many, the share that was right, and the share foreseen."""

    name: str
    answers: int
    observed: float
    foreseen: float

    @property
    def missed(self) -> float:
        """What was observed less what was foreseen."""
        return self.observed - self.foreseen

    @property
    def beyond_chance(self) -> float:
        """The part of what was missed that the number of answers does not explain."""
        error = CHANCE * sqrt(self.foreseen * (1 - self.foreseen) / self.answers)
        return max(0.0, abs(self.missed) - error)


def gaps(answers: Answers) -> Gaps:
    """Return the gap before each answer; days are all 0 where only the order is known."""
    import numpy

    order = numpy.lexsort((numpy.arange(len(answers)), answers.skill, answers.learner))
    again = (numpy.diff(answers.learner[order]) == 0) & (numpy.diff(answers.skill[order]) == 0)
    days, between = numpy.full(len(answers), numpy.nan), numpy.full(len(answers), numpy.nan)
    later = order[1:][again]
    days[later] = numpy.diff(answers.day[order])[again].clip(min=0)
    between[later] = numpy.diff(order)[again] - 1
    return Gaps(days, between)


def by_gap(gap: "Numbers", right: Any, foreseen: "Numbers", lengths: Mapping[str, tuple[float, float]]) -> list[GapBin]:
    """Return the first answers, then those after gaps of each length, without the lengths that never occur."""
    return [
        GapBin(name, int(there.sum()), float(right[there].mean()), float(foreseen[there].mean()))
        for name, there in by_length(gap, lengths)
    ]


def by_length(gap: "Numbers", lengths: Mapping[str, tuple[float, float]]) -> "Iterator[tuple[str, Flags]]":
    """Yield which answers are the first, then which follow a gap of each length; nothing for what never occurs."""
    bounds = {name: (gap >= least) & (gap < below) for name, (least, below) in lengths.items()}
    # NaN, before a first answer, is the one number that is not itself.
    for name, there in {FIRST: gap != gap, **bounds}.items():
        if there.any():
            yield name, there


def gap_error(days: "Numbers", right: Any, foreseen: "Numbers") -> float:
    """Return what is missed by the days of the gap, beyond chance: a mean, each length weighing its answers."""
    every = by_gap(days, right, foreseen, DAYS)
    found = [each for each in every if each.answers >= LEAST_ANSWERS]
    total = sum(each.answers for each in found)
    return sum(each.answers * each.beyond_chance for each in found) / total if total else 0.0
