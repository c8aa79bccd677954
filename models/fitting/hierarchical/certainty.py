"""How sure a fit is of what it found: the curvature of the objective around its minimum (Laplace's approximation).

MacKay, "Information theory, inference, and learning algorithms" (2003), chapter 27. Skills share no question, so that,
given what all skills share, one pair of gradients tells the curvature of all skills along one of their parameters.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from models.fitting.hierarchical.objective import Objective
from models.fitting.hierarchical.vector import GUESS, KNOWN, SKILL_SCALE, VectorViews, to_logits

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

STEP = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """Standard deviations: of each skill's five levels (5 × skills), and of each question's logit of success.

    `success` is questions × 2: of those who do not know, of those who do. The levels of GUESS and KNOWN are given as
    logits of the probabilities that they stand for.
    """

    levels: "Numbers"
    success: "Numbers"


def certainty(objective: Objective, vector: "Numbers", skill_of: "Codes") -> Certainty:
    """Return the spreads around a minimum; `skill_of` is the skill of each question."""
    chain = to_logits(VectorViews.of(vector, objective.skills, objective.questions).levels)
    along, across = _curvature(objective, vector)
    alone = VectorViews.of(objective.information(vector), objective.skills, objective.questions).easiness
    taken = numpy.zeros_like(along)
    numpy.add.at(taken, skill_of, numpy.einsum("aq,bq->qab", across, across) / alone[:, None, None])
    # Of each skill's levels, its questions averaged over; never wider than the prior's: where answers tell nothing the
    # curvature may come out below the prior's own, even negative.
    values, axes = numpy.linalg.eigh(along - taken)
    values = numpy.maximum(values, float((SKILL_SCALE**-2).min()))
    covariance = numpy.einsum("kab,kb,kcb->kac", axes, 1 / values, axes)
    levels = numpy.sqrt(numpy.diagonal(covariance, axis1=1, axis2=2).T) * chain
    pull = numpy.einsum("qab,bq->aq", covariance[skill_of], across) / alone
    easiness = 1 / alone + (across * pull).sum(axis=0) / alone
    success = []
    for what in (GUESS, KNOWN):
        slope = chain[what][skill_of]
        variance = slope**2 * covariance[skill_of, what, what] + easiness - 2 * slope * pull[what]
        success.append(numpy.sqrt(numpy.maximum(variance, 1 / alone)))
    return Certainty(levels, numpy.stack(success, axis=1))


def _curvature(objective: Objective, vector: "Numbers") -> "tuple[Numbers, Numbers]":
    """Return second derivatives by a skill's levels (skills × 5 × 5), and by level and easiness (5 × questions)."""
    along = numpy.empty((objective.skills, 5, 5))
    across = numpy.empty((5, objective.questions))
    for what in range(5):
        slopes = []
        # Central differences of an exact gradient: the error falls with the square of the step.
        for step in (STEP, -STEP):
            moved = vector.copy()
            VectorViews.of(moved, objective.skills, objective.questions).skill[what] += step
            slopes.append(VectorViews.of(objective(moved)[1], objective.skills, objective.questions))
        along[:, what] = (slopes[0].skill - slopes[1].skill).T / (2 * STEP)
        across[what] = (slopes[0].easiness - slopes[1].easiness) / (2 * STEP)
    # A matrix of second derivatives is symmetric; numerically it is so only after this.
    return (along + along.transpose(0, 2, 1)) / 2, across
