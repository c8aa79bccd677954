"""The parameters of the hierarchical model as one vector without bounds, with views by name and their priors.

Each skill strays from a common mean, each question from its skill: partial pooling, so that a skill or a question that
few have answered stays near what is known of the others. Gelman & Hill, "Data analysis using regression and
multilevel/hierarchical models" (2007), chapter 12.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import numpy

from models.estimates import EASINESS_SPREAD, Parameters, Shared

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

GUESS, KNOWN, LEARN, FORGET, PRIOR = range(5)
"""Rows of the skill parameters, in the order of the logits of the recursion; KNOWN stands for 1 - slip."""
MEMORY = GAP, FADE, DURABLE, SPACING, *LIFTS = range(9)
"""Places of what gaps do: FADE as a logarithm, DURABLE as a logit, the others as they are (models/estimates.py)."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorViews:
    """Views on a vector: the common means (5), how far each skill strays (5 × skills), the easiness of each question.

    Then what a unit of either ability adds to the logits of success, of learn and of prior (3 × 2), and what gaps do
    (MEMORY).
    """

    common: "Numbers"
    skill: "Numbers"
    easiness: "Numbers"
    ability: "Numbers"
    memory: "Numbers"

    @classmethod
    def of(cls, vector: "Numbers", skills: int, questions: int) -> Self:
        """Return the parts of a vector, sharing its memory."""
        ends = numpy.cumsum([5, 5 * skills, questions, 6, len(MEMORY)])
        common, skill, easiness, ability, memory = numpy.split(vector, ends[:-1])
        return cls(common, skill.reshape(5, skills), easiness, ability.reshape(3, 2), memory)

    @property
    def levels(self) -> "Numbers":
        """Each skill's parameters on the scale without bounds (5 × skills)."""
        levels: Numbers = self.common[:, None] + self.skill
        return levels


def size(skills: int, questions: int) -> int:
    """Return the length of a vector."""
    return 5 + 5 * skills + questions + 6 + len(MEMORY)


def halved(level: "Numbers") -> "Numbers":
    """Return a guess from its level: within (0, ½); 1 - slip is ½ more than the same function of its own."""
    # A sigmoid cut at one half: guess and slip cannot reach it, whatever the optimiser tries.
    half: Numbers = 0.5 / (1 + numpy.exp(-level))
    return half


def to_logits(levels: "Numbers") -> "Numbers":
    """Return the slopes of the skill parameters' logits by their levels (5 × skills)."""
    slopes = numpy.ones_like(levels)
    for what, least in ((GUESS, 0.0), (KNOWN, 0.5)):
        half = halved(levels[what])
        slopes[what] = half * (1 - 2 * half) / ((least + half) * (1 - least - half))
    return slopes


def logit(probability: "Numbers | float") -> "Numbers":
    """Return the logarithm of the odds."""
    logits: Numbers = numpy.log(probability / (1 - probability))
    return logits


def _centres() -> "Numbers":
    """Return the default parameters of the learner model: where a fit stays when there is nothing to fit."""
    default = Parameters()
    return numpy.array(
        [
            # Twice, for `halved` gives half of the sigmoid.
            logit(2 * default.guess),
            logit(1 - 2 * default.slip),
            logit(default.learn),
            FORGET_CENTRE,
            logit(default.prior),
        ]
    )


def _memory_centre() -> "Numbers":
    """Return what gaps do by default."""
    default = Shared()
    lifts = (*default.met, *default.seen)
    return numpy.array([default.gap, numpy.log(default.fade), logit(default.durable), default.spacing, *lifts])


COMMON_SCALE = numpy.array([1.0, 0.5, 1.0, 1.5, 1.0])
SKILL_SCALE = numpy.array([1.0, 0.5, 0.7, 0.7, 1.0])
ABILITY_SCALE = 2.0
FORGET_CENTRE = -4.0
# Fade and durable are tight: what a week takes and what a fit thinks known at first can stand for each other.
MEMORY_SCALE = numpy.array([1.0, 0.35, 0.25, 0.3, *[1.0] * len(LIFTS)])


def start(skills: int, questions: int) -> "Numbers":
    """Return where a fit begins: at the centres of the priors."""
    vector = numpy.zeros(size(skills, questions))
    parts = VectorViews.of(vector, skills, questions)
    parts.common[:] = _centres()
    parts.memory[:] = _memory_centre()
    return vector


def penalty(parts: VectorViews, slopes: VectorViews) -> float:
    """Return half the sum of squared distances from the priors' centres, in scales; its slopes are added."""
    total = 0.0
    for name, (centre, scale) in _priors().items():
        distance = (getattr(parts, name) - centre) / scale
        total += 0.5 * float((distance**2).sum())
        getattr(slopes, name)[...] += distance / scale
    return total


def precision(skills: int, questions: int) -> "Numbers":
    """Return what the priors alone tell of each parameter."""
    vector = numpy.zeros(size(skills, questions))
    for name, (_, scale) in _priors().items():
        getattr(VectorViews.of(vector, skills, questions), name)[...] = scale**-2.0
    return vector


@cache
def _priors() -> "dict[str, tuple[Any, Any]]":
    """Return the centre and scale of the normal prior of each part."""
    return {
        "common": (_centres(), COMMON_SCALE),
        "skill": (0.0, SKILL_SCALE[:, None]),
        "easiness": (0.0, EASINESS_SPREAD),
        "ability": (0.0, ABILITY_SCALE),
        "memory": (_memory_centre(), MEMORY_SCALE),
    }
