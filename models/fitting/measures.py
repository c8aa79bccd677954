"""Measures of predictions: discrimination, log-loss, error and calibration."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

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
