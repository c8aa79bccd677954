"""A bootstrap of means, and of the lead of one model over another: learners drawn again and again, with replacement.

Efron & Tibshirani, "An introduction to the bootstrap" (1993); learners, not answers, for a learner's answers hang
together.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy
from numpy.random import RandomState

from models.fitting.answers import Answers
from models.fitting.measures import auc, log_loss, surprises

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

DRAWS = 1_000
DRAWS_OF_MEANS = 200
"""There are many means in a table."""
CERTAINTY = 0.95


class Difference(NamedTuple):
    """A difference and the bounds within which it lies with CERTAINTY."""

    found: float
    low: float
    high: float


class Lead(NamedTuple):
    """The lead of one model over another in AUC and in log-loss."""

    auc: Difference
    log_loss: Difference


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Predictions made ready to be weighed by learner many times.

    `group` numbers what was foreseen alike, lowest first; `loss` is summed by learner.
    """

    group: "Codes"
    right: "Codes"
    learner: "Codes"
    loss: "Numbers"
    answers: "Numbers"

    @classmethod
    def of(cls, answers: Answers, predicted: "Numbers") -> "Scored":
        """Prepare the predictions of all these answers."""
        order = numpy.argsort(predicted, kind="stable")
        group = numpy.cumsum(numpy.diff(predicted[order], prepend=-1.0) > 0) - 1
        _, learner = numpy.unique(answers.learner, return_inverse=True)
        loss = numpy.bincount(learner, surprises(answers.right, predicted)).astype(float)
        count = numpy.bincount(learner).astype(float)
        return cls(group, answers.right[order], learner[order], loss, count)

    def auc(self, weights: "Numbers") -> float:
        """Return the AUC as `measures.auc` does, each learner's answers counting `weights` times."""
        weight = weights[self.learner]
        rights = numpy.bincount(self.group, weight * self.right)
        wrongs = numpy.bincount(self.group, weight) - rights
        above = wrongs.cumsum() - wrongs / 2
        return float(rights @ above / (rights.sum() * wrongs.sum()))

    def log_loss(self, weights: "Numbers") -> float:
        """Return the log-loss as `measures.log_loss` does, each learner's answers counting `weights` times."""
        return float(weights @ self.loss / (weights @ self.answers))


def lead(answers: Answers, ours: "Numbers", theirs: "Numbers", seed: int, draws: int = DRAWS) -> Lead:
    """Return by how much our predictions beat theirs."""
    here, there = Scored.of(answers, ours), Scored.of(answers, theirs)
    learners, random = len(here.loss), RandomState(seed)
    even = numpy.full(learners, 1 / learners)
    drawn = [random.multinomial(learners, even).astype(float) for _ in range(draws)]
    return Lead(
        _difference(auc(answers.right, ours) - auc(answers.right, theirs), [here.auc(w) - there.auc(w) for w in drawn]),
        _difference(
            log_loss(answers.right, ours) - log_loss(answers.right, theirs),
            [here.log_loss(w) - there.log_loss(w) for w in drawn],
        ),
    )


def mean_by_learner(values: "Numbers", learner: "Codes", seed: int) -> Difference:
    """Return the mean of values, each of a learner."""
    _, which = numpy.unique(learner, return_inverse=True)
    sums, counts = numpy.bincount(which, values), numpy.bincount(which)
    random, even = RandomState(seed), numpy.full(len(counts), 1 / len(counts))
    drawn = [random.multinomial(len(counts), even) for _ in range(DRAWS_OF_MEANS)]
    return _difference(float(values.mean()), [float(weights @ sums / (weights @ counts)) for weights in drawn])


def _difference(found: float, drawn: list[float]) -> Difference:
    low, high = numpy.quantile(drawn, [(1 - CERTAINTY) / 2, (1 + CERTAINTY) / 2])
    return Difference(found, float(low), float(high))
