"""From the vector of a fit to a set that people can read and the learner model can use."""

from typing import TYPE_CHECKING

import numpy

from models.estimates import POOLED, Estimates, Item, Pair, Parameters, Shared, Spread
from models.fitting.answers import Answers
from models.fitting.facility import Facilities
from models.fitting.hierarchical.ability import spreads
from models.fitting.hierarchical.certainty import certainty
from models.fitting.hierarchical.objective import LEARNING, PRIORS, SUCCESS, Objective
from models.fitting.hierarchical.vector import (
    DURABLE,
    FADE,
    FORGET,
    GAP,
    GUESS,
    KNOWN,
    LEARN,
    LIFTS,
    PRIOR,
    SKILL_SCALE,
    SPACING,
    VectorViews,
    halved,
    to_logits,
)

if TYPE_CHECKING:
    from models.fitting.answers import Numbers


def read(answers: Answers, facility: Facilities, objective: Objective, vector: "Numbers") -> Estimates:
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
