"""The objective of the hierarchical fit with its gradient, and the vector of parameters with their priors."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import numpy

from models.estimates import EASINESS_SPREAD, Parameters, Shared
from models.fitting import hierarchical_sequences
from models.fitting.hierarchical_sequences import SequenceBlocks
from models.learner import MOST_GUESS

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


# ----------------------------------------------- the negative log posterior of the hierarchical model and its exact gra


ABILITY = 5
"""What ability adds to success: the last of the logits of the recursion, after the five of a skill."""
SUCCESS, LEARNING, PRIORS = range(3)
"""Rows of the ability weights."""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """The recursion at one point: its loss, and per row P(right), P(known) and the loss's slopes by the six logits.

    `durable`: the slopes by the share that no gap takes, of each sequence.
    """

    loss: float
    success: "Numbers"
    known: "Numbers"
    slopes: "Numbers"
    durable: "Numbers"


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """What a fit minimises, as a function of the vector of all parameters."""

    sequences: SequenceBlocks
    skills: int
    questions: int

    def __call__(self, vector: "Numbers") -> "tuple[float, Numbers]":
        """Return the negative log posterior, up to a constant, and its gradient."""
        parts = VectorViews.of(vector, self.skills, self.questions)
        evaluated = self.evaluate(parts)
        gradient = numpy.zeros_like(vector)
        slopes = VectorViews.of(gradient, self.skills, self.questions)
        self._gather(parts, evaluated, slopes)
        return evaluated.loss + penalty(parts, slopes), gradient

    def information(self, vector: "Numbers") -> "Numbers":
        """Return the information on each parameter alone: the diagonal of Fisher's matrix, estimated.

        The sum of the squared slopes of the rows stands for the curvature.
        """
        parts = VectorViews.of(vector, self.skills, self.questions)
        information = precision(self.skills, self.questions)
        self._gather(parts, self.evaluate(parts), VectorViews.of(information, self.skills, self.questions), power=2)
        return information

    def evaluate(self, parts: VectorViews) -> Evaluated:
        """Run the recursion, and backwards for its slopes."""
        of, rows, durable = self.sequences, len(self.sequences.row), _durable(parts)
        success, known, slopes = numpy.empty(rows), numpy.empty(rows), numpy.empty((6, rows))
        by_durable = numpy.zeros(len(of.start))
        loss = hierarchical_sequences.foresee(
            of.right, of.start, of.length, self._logits(parts), success, known, slopes, durable, by_durable
        )
        return Evaluated(loss, success, known, slopes, by_durable)

    def _logits(self, parts: VectorViews) -> "Numbers":
        of, levels = self.sequences, parts.levels
        # Nobody guesses worse than blind choice: as in models/learner.py, `answering`.
        guess = numpy.maximum(halved(levels[GUESS])[of.skill], numpy.minimum(of.chance, MOST_GUESS))
        easiness = parts.easiness[of.question]
        logits = numpy.empty((6, len(of.row)))
        logits[GUESS] = logit(guess) + easiness
        logits[KNOWN] = logit(0.5 + halved(levels[KNOWN]))[of.skill] + easiness
        logits[LEARN] = levels[LEARN][of.skill] + self.weighed(parts, LEARNING)
        by_answers, by_days = self._losses(parts)
        logits[FORGET] = by_answers + by_days
        logits[PRIOR] = levels[PRIOR][of.skill] + self.weighed(parts, PRIORS)
        logits[ABILITY] = self.weighed(parts) + self._lifted(parts)
        return logits

    def _losses(self, parts: VectorViews) -> "tuple[Numbers, Numbers]":
        """Return the rates of loss over each gap, by the answers in it and by its days."""
        of = self.sequences
        by_answers = numpy.exp(parts.levels[FORGET][of.skill] + parts.memory[GAP] * of.log_gap)
        return by_answers, numpy.exp(parts.memory[FADE] - parts.memory[SPACING] * of.log_spaced) * of.log_days

    def _lifted(self, parts: VectorViews) -> "Numbers":
        """Return what having met the skill adds to success in each row."""
        lifted = numpy.zeros(len(self.sequences.row))
        for weight, lift in zip(parts.memory[LIFTS].tolist(), self.sequences.lifts, strict=True):
            lifted += weight * lift
        return lifted

    def weighed(self, parts: VectorViews, what: int = SUCCESS) -> "Numbers":
        """Return what ability adds to a logit in each row."""
        # Not a matrix product: its last digits would follow the number of threads.
        slow, fast = self.sequences.ability
        weighed: Numbers = parts.ability[what, 0] * slow + parts.ability[what, 1] * fast
        return weighed

    def _gather(self, parts: VectorViews, evaluated: Evaluated, into: VectorViews, power: int = 1) -> None:
        """Add the slopes of each row, or their squares, to those of the parameters that its logits are made of."""
        of, levels, by_row = self.sequences, parts.levels, evaluated.slopes
        by_answers, by_days = self._losses(parts)
        easiness = (by_row[GUESS] + by_row[KNOWN]) ** power
        told = by_row**power
        told[FORGET] *= by_answers**power
        # Where chance sets the guess the parameter has no say, and so no slope.
        told[GUESS, halved(levels[GUESS])[of.skill] < numpy.minimum(of.chance, MOST_GUESS)] = 0.0
        by_skill: Numbers = numpy.stack([numpy.bincount(of.skill, line, self.skills) for line in told[:ABILITY]])
        by_skill = by_skill * to_logits(levels) ** power
        into.skill[...] += by_skill
        into.common[...] += by_skill.sum(axis=1)
        into.easiness[...] += numpy.bincount(of.question, easiness, self.questions)
        for what, line in ((SUCCESS, told[ABILITY]), (LEARNING, told[LEARN]), (PRIORS, told[PRIOR])):
            into.ability[what] += [(line * rating**power).sum() for rating in of.ability]
        durable, faded = _durable(parts), (by_row[FORGET] * by_days) ** power
        into.memory[GAP] += (told[FORGET] * of.log_gap**power).sum()
        into.memory[FADE] += faded.sum()
        into.memory[DURABLE] += ((evaluated.durable * durable * (1 - durable)) ** power).sum()
        into.memory[SPACING] += (faded * (-of.log_spaced) ** power).sum()
        into.memory[LIFTS] += [(told[ABILITY] * lift**power).sum() for lift in of.lifts]


def _durable(parts: VectorViews) -> float:
    return float(hierarchical_sequences.sigmoid(parts.memory[DURABLE]))
