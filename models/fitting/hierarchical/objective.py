"""The negative log posterior of the hierarchical model and its exact gradient."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from models.fitting.hierarchical import recursion
from models.fitting.hierarchical.sequences import SequenceBlocks
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
    SPACING,
    VectorViews,
    halved,
    logit,
    penalty,
    precision,
    to_logits,
)
from models.learner import MOST_GUESS

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

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
        loss = recursion.foresee(
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
    return float(recursion.sigmoid(parts.memory[DURABLE]))
