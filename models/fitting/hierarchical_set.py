"""The parameter set that a hierarchical fit has found, how sure it is, and the spread of learners."""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy
from numba import njit

from models.estimates import ABILITY_STEPS, POOLED, Estimates, Item, Pair, Parameters, Shared, Spread
from models.fitting.answers import Answers, Facilities
from models.fitting.hierarchical_objective import (
    ABILITY,
    DURABLE,
    FADE,
    FORGET,
    GAP,
    GUESS,
    KNOWN,
    LEARN,
    LEARNING,
    LIFTS,
    PRIOR,
    PRIORS,
    SKILL_SCALE,
    SPACING,
    SUCCESS,
    Objective,
    VectorViews,
    halved,
    to_logits,
)

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

REACH = 200
"""Answers among which first ones are compared."""
PRIOR_VARIANCE, PRIOR_WEIGHT = 0.25, 50.0
"""Where little tells, the variance stays near that after fewer answers."""


def spreads(answers: Answers, objective: Objective, parts: VectorViews) -> tuple[float, ...]:
    """Return ability's standard deviation around its rating, in logits, by answers so far (ABILITY_STEPS)."""
    evaluated = objective.evaluate(parts)
    row = objective.sequences.row
    foreseen, moved = evaluated.success, evaluated.slopes[ABILITY]
    missed = objective.sequences.right - foreseen
    columns = numpy.empty((3, len(row)))
    # From the order of blocks, skill by skill, back to the order in which each learner answered.
    columns[:, row] = missed, -moved * foreseen * (1 - foreseen) / missed, objective.weighed(parts)
    first = numpy.zeros(len(row), dtype=numpy.bool_)
    first[row[objective.sequences.start]] = True
    shared, told = _products(answers.learner, first, columns, numpy.array(ABILITY_STEPS))
    found, variance = [], PRIOR_VARIANCE
    for product, weight in zip(shared.tolist(), told.tolist(), strict=True):
        # A mean of products may be negative by chance; a variance may not.
        variance = max(0.0, (product + PRIOR_WEIGHT * variance) / (weight + PRIOR_WEIGHT))
        found.append(sqrt(variance))
    return tuple(found)


# Compiled, for it looks at all pairs of answers within reach.
@njit(cache=True)
def _products(learner: "Codes", first: "Flags", columns: "Numbers", steps: "Codes") -> "tuple[Numbers, Numbers]":
    """Return products of residuals by answers so far, later ones as if foreseen by the earlier rating; weights."""
    missed, moved, rating = columns
    shared, told = numpy.zeros(len(steps)), numpy.zeros(len(steps))
    answers, step = 0, 0
    for row in range(len(learner)):
        if row == 0 or learner[row] != learner[row - 1]:
            answers, step = 0, 0
        if step + 1 < len(steps) and answers >= steps[step + 1]:
            step += 1
        answers += 1
        if not first[row]:
            continue
        for later in range(row + 1, min(row + 1 + REACH, len(learner))):
            if learner[later] != learner[row]:
                break
            if first[later]:
                shared[step] += missed[row] * (missed[later] + moved[later] * (rating[later] - rating[row]))
                told[step] += moved[row] * moved[later]
    return shared, told


# ----------------------------------------------------------------------------------- how sure a fit is of what it found
#
# MacKay, "Information theory, inference, and learning algorithms" (2003), chapter 27. Skills share no question, so
# that, given what all skills share, one pair of gradients tells the curvature of all skills along one of their
# parameters.


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


# ----------------------------------------------- from the vector of a fit to a set that people can read and the learner


def fitted_set(answers: Answers, facility: Facilities, objective: Objective, vector: "Numbers") -> Estimates:
    """Return the skills and questions of the answers, which all occur; under POOLED a skill that strays in nothing."""
    parts = VectorViews.of(vector, objective.skills, objective.questions)
    skill_of = numpy.zeros(objective.questions, dtype=numpy.int64)
    skill_of[answers.question] = answers.skill
    sure = certainty(objective, vector, skill_of)
    shared = _shared(answers, objective, parts)
    pooled = parts.common[:, None]
    levels = parts.levels
    skills = {
        answers.skills[code]: _parameters(levels[:, code], sure.levels[:, code], float(facility.skills[code]), shared)
        for code in range(objective.skills)
    }
    middling = (SKILL_SCALE[:, None] * to_logits(pooled))[:, 0]
    skills[POOLED] = _parameters(parts.common, middling, facility.mean, shared)
    columns = (parts.easiness, facility.questions, sure.success)
    items = {
        question: Item(easiness, share, spread=(if_unknown, if_known))
        for question, easiness, share, (if_unknown, if_known) in zip(
            answers.questions, *(column.tolist() for column in columns), strict=True
        )
    }
    return Estimates(skills, items)


def _parameters(levels: "Numbers", spreads: "Numbers", facility: float, shared: Shared) -> Parameters:
    return Parameters(
        prior=_share(levels[PRIOR]),
        learn=_share(levels[LEARN]),
        guess=float(halved(levels[GUESS])),
        slip=float(0.5 - halved(levels[KNOWN])),
        forget=float(numpy.exp(levels[FORGET])),
        facility=facility,
        spread=Spread(
            prior=float(spreads[PRIOR]),
            learn=float(spreads[LEARN]),
            guess=float(spreads[GUESS]),
            slip=float(spreads[KNOWN]),
            forget=float(spreads[FORGET]),
        ),
        shared=shared,
    )


def _shared(answers: Answers, objective: Objective, parts: VectorViews) -> Shared:
    met, air, rights, right, wrong = parts.memory[LIFTS].tolist()
    return Shared(
        success=_pair(parts.ability[SUCCESS]),
        learn=_pair(parts.ability[LEARNING]),
        prior=_pair(parts.ability[PRIORS]),
        gap=float(parts.memory[GAP]),
        fade=float(numpy.exp(parts.memory[FADE])),
        durable=_share(parts.memory[DURABLE]),
        spacing=float(parts.memory[SPACING]),
        met=(met, air),
        seen=(rights, right, wrong),
        doubt=spreads(answers, objective, parts),
    )


def _share(level: float) -> float:
    return float(1 / (1 + numpy.exp(-level)))


def _pair(values: "Numbers") -> Pair:
    first, second = values.tolist()
    return first, second
