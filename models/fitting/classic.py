"""Classic Bayesian knowledge tracing, off line and skill by skill: what is found for each becomes a set.

Corbett & Anderson, "Knowledge tracing", UMUAI 4 (1994), https://doi.org/10.1007/BF01099821
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from models.estimates import POOLED, Estimates, Item, Parameters
from models.fitting.answers import Answers
from models.fitting.facility import facilities
from models.fitting.fit import Report

if TYPE_CHECKING:
    from models.fitting.answers import Codes

LEAST_ANSWERS = 50
LEAST_LEARNERS = 5
"""Learners with two answers or more: a single one says nothing of guess, slip or learn."""
BOUNDS = {"prior": (0.01, 0.99), "learn": (0.01, 0.99), "guess": (0.01, 0.49), "slip": (0.01, 0.49)}
"""A certainty is no belief: no answer could move it. From one half on, guess and slip turn right answers into wrong."""


class Estimate(NamedTuple):
    """What is found for one skill."""

    prior: float
    learn: float
    guess: float
    slip: float


@dataclass(frozen=True, slots=True, eq=False)
class ClassicSequences:
    """The answers to one skill, learner after learner: whether right (0 or 1), and how many each learner gave."""

    right: "Codes"
    lengths: "Codes"

    @property
    def tell_enough(self) -> bool:
        """Whether there is something to fit."""
        return len(self.right) >= LEAST_ANSWERS and int((self.lengths > 1).sum()) >= LEAST_LEARNERS


def fit_each(answers: Answers, find: Callable[[ClassicSequences], Estimate], report: Report) -> Estimates:
    """Return a set from what `find` finds for each skill that has enough answers; the other skills stay pooled.

    Forgetting keeps its documented prior, and no question is easier than another.
    """
    enough = {skill: sequences for skill, sequences in by_skill(answers) if sequences.tell_enough}
    found: dict[str, Estimate] = {}
    for place, (skill, sequences) in enumerate(enough.items(), 1):
        report(skill, place, len(enough))
        found[skill] = bounded(find(sequences))
    return _estimates(answers, found, {skill: len(sequences.right) for skill, sequences in enough.items()})


def by_skill(answers: Answers) -> Iterator[tuple[str, ClassicSequences]]:
    """Yield each skill that occurs with its answers, in the order of the skills' codes."""
    import numpy

    # lexsort sorts by its last key first, and is stable: each learner's answers keep their order.
    order = numpy.lexsort((answers.learner, answers.skill))
    skill, learner, right = (column[order] for column in (answers.skill, answers.learner, answers.right))
    begins = numpy.flatnonzero(numpy.diff(skill, prepend=-1) | numpy.diff(learner, prepend=-1))
    lengths = numpy.diff(begins, append=len(right))
    for code in numpy.unique(skill).tolist():
        rows, sequences = (slice(*numpy.searchsorted(codes, [code, code + 1])) for codes in (skill, skill[begins]))
        yield answers.skills[code], ClassicSequences(right[rows], lengths[sequences])


def bounded(found: Estimate) -> Estimate:
    """Return an estimate within BOUNDS."""
    return Estimate(*(min(high, max(low, getattr(found, name))) for name, (low, high) in BOUNDS.items()))


def _estimates(answers: Answers, found: Mapping[str, Estimate], weights: Mapping[str, int]) -> Estimates:
    import numpy

    shares = facilities(answers)
    of_skill = dict(zip(answers.skills, shares.skills.tolist(), strict=True))
    skills = {skill: Parameters(*values, forget=0.0, facility=of_skill[skill]) for skill, values in found.items()}
    pooled, total = Parameters(), sum(weights.values())
    if found:
        # The mean over skills, each weighing as many as its answers; on the scale of logits, where probabilities near 0
        # and 1 do not pull less than their evidence.
        means = (
            sum(weights[skill] * log(value / (1 - value)) for skill, value in zip(found, values, strict=True)) / total
            for values in zip(*found.values(), strict=True)
        )
        pooled = Parameters(*Estimate(*(1 / (1 + exp(-mean)) for mean in means)), forget=0.0)
    skills[POOLED] = pooled._replace(facility=shares.mean)
    asked = numpy.unique(answers.question).tolist()
    return Estimates(skills, {answers.questions[code]: Item(facility=float(shares.questions[code])) for code in asked})
