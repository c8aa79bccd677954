"""The hierarchical model fitted with another way to forget, and what it foresees of learners it has not seen."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy

from benchmarks.forgetting.variants import HOLIDAYS, Gap, Variant, holidays
from models.fitting.answers import Answers
from models.fitting.facility import facilities
from models.fitting.fit import silent
from models.fitting.hierarchical.fitting import minimum
from models.fitting.hierarchical.objective import Objective
from models.fitting.hierarchical.sequences import SequenceBlocks
from models.fitting.hierarchical.vector import (
    DURABLE,
    FADE,
    FORGET,
    GAP,
    SKILL_SCALE,
    SPACING,
    VectorViews,
    size,
    start,
)

if TYPE_CHECKING:
    from models.fitting.answers import Numbers


FADE_SPREAD = SKILL_SCALE[FORGET]
"""Standard deviation of the logarithm of a skill's fade around that of all."""


class Rows(NamedTuple):
    """Some answers, laid out for a fit, and the gaps before them."""

    sequences: SequenceBlocks
    gap: Gap
    skills: int
    questions: int

    @classmethod
    def of(cls, answers: Answers, gap: Gap, of: Any, facility: "Numbers") -> Self:
        """Lay out the answers of some learners."""
        sequences = SequenceBlocks.of(answers.where(of), facility)
        return cls(sequences, gap.where(of).where(sequences.row), len(answers.skills), len(answers.questions))

    def under(self, variant: Variant) -> Objective:
        """Return what a fit of these rows minimises with another way to forget."""
        loss, of = variant(self.gap), self.sequences
        by_answers, by_days = (numpy.broadcast_to(each, len(of.row)) for each in (loss.by_answers, loss.by_days))
        spaced, lifts = of.log_spaced * loss.spaced, of.lifts * loss.lifted
        sequences = replace(of, log_gap=by_answers, log_days=by_days, log_spaced=spaced, lifts=lifts)
        return (FadeBySkill if loss.fade_by_skill else Objective)(sequences, self.skills, self.questions)


class FadeBySkill(Objective):
    """The same with a fade for each skill: the vector goes on with how far its logarithm strays from that of all."""

    def __call__(self, vector: "Numbers") -> "tuple[float, Numbers]":
        there, strays = self.at(vector), vector[-self.skills :]
        loss, gradient = there(vector[: -self.skills])
        by_stray = self._told(there, vector) + strays / FADE_SPREAD**2
        return loss + 0.5 * float(((strays / FADE_SPREAD) ** 2).sum()), numpy.r_[gradient, by_stray]

    def information(self, vector: "Numbers") -> "Numbers":
        there = self.at(vector)
        by_stray = self._told(there, vector, power=2) + FADE_SPREAD**-2.0
        information: Numbers = numpy.r_[there.information(vector[: -self.skills]), by_stray]
        return information

    def at(self, vector: "Numbers") -> Objective:
        """Return the common objective under the strays of a vector."""
        of = self.sequences
        strayed = replace(of, log_days=of.log_days * numpy.exp(vector[-self.skills :])[of.skill])
        return Objective(strayed, self.skills, self.questions)

    def _told(self, there: Objective, vector: "Numbers", power: int = 1) -> "Numbers":
        of, parts = there.sequences, views(there, vector)
        by_days = numpy.exp(parts.memory[FADE] - parts.memory[SPACING] * of.log_spaced) * of.log_days
        told = (there.evaluate(parts).slopes[FORGET] * by_days) ** power
        by_stray: Numbers = numpy.bincount(of.skill, told, self.skills).astype(float)
        return by_stray


def tried(answers: Answers, gap: Gap, held_out: Any, variants: Mapping[str, Variant]) -> Iterator[tuple[str, Any, Any]]:
    """Try every variant on one fold: P(right) before each held-out answer, and what all skills have in common.

    The first variant's fit begins at the centres of the priors, each other where that ended: from the centres some end
    higher up, and would seem worse than they are.
    """
    facility = facility_of_questions(answers, ~held_out)
    training, test = (Rows.of(answers, gap, of, facility) for of in (~held_out, held_out))
    origin = start(len(answers.skills), len(answers.questions))
    for name, variant in variants.items():
        objective, held = training.under(variant), test.under(variant)
        strays = numpy.zeros(objective.skills if isinstance(objective, FadeBySkill) else 0)
        vector = minimum(objective, silent, numpy.r_[origin, strays])
        origin = vector if name == next(iter(variants)) else origin
        success = numpy.empty(len(held.sequences.row))
        success[held.sequences.row] = foreseen(held, vector)
        yield name, success, in_common(views(held, vector), variant)


def foreseen(objective: Objective, vector: "Numbers") -> "Numbers":
    """Return P(right) before each row."""
    there = objective.at(vector) if isinstance(objective, FadeBySkill) else objective
    return there.evaluate(views(there, vector), backwards=False).success


def views(objective: Objective, vector: "Numbers") -> VectorViews:
    """Return the parts of a vector, without what may follow them."""
    skills, questions = objective.skills, objective.questions
    return VectorViews.of(vector[: size(skills, questions)], skills, questions)


def facility_of_questions(answers: Answers, training: Any) -> Any:
    """Return facilities from training rows alone; an unseen question has that of its skill (`Estimates.item`)."""
    found = facilities(answers.where(training))
    of_questions = numpy.empty(len(answers.questions))
    of_questions[answers.question] = found.skills[answers.skill]
    seen = answers.question[training]
    of_questions[seen] = found.questions[seen]
    return of_questions


def in_common(parts: VectorViews, variant: Variant) -> Any:
    """Return what all skills have in common of forgetting, and what each holiday leaves of P(known) = 1."""
    forget, gap, fade = numpy.exp(parts.common[FORGET]), parts.memory[GAP], numpy.exp(parts.memory[FADE])
    durable = 1 / (1 + numpy.exp(-parts.memory[DURABLE]))
    loss = variant(holidays())
    left = durable + (1 - durable) * numpy.exp(-forget * numpy.exp(gap * loss.by_answers) - fade * loss.by_days)
    return numpy.r_[forget, gap, fade, durable, parts.memory[SPACING], numpy.broadcast_to(left, len(HOLIDAYS))]
