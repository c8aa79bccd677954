"""The spread of learners around their ratings: what first answers on one skill say of those on another.

If a learner is abler than her rating says, what was not foreseen of her answers leans the same way on every skill. The
mean of the products of what was missed, over what ability would move both by, estimates the variance. Only the first
answer on a skill tells it whole: later ones have already moved the belief that she knows.
"""

from math import sqrt
from typing import TYPE_CHECKING

import numpy
from numba import njit

from models.estimates import ABILITY_STEPS
from models.fitting.answers import Answers
from models.fitting.hierarchical.objective import ABILITY, Objective
from models.fitting.hierarchical.vector import VectorViews

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
