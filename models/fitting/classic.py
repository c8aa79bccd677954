"""Classic Bayesian knowledge tracing, skill by skill: the one file that imports pyBKT."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from models.estimates import POOLED, Estimates, Item, Parameters
from models.fitting.answers import Answers, facilities
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


# --------------------------------------------------------- the classic model as pyBKT fits it, the baseline beside ours
#
# Badrinath, Wang & Pardos, "pyBKT: an accessible Python library of Bayesian knowledge tracing models", EDM 2021.


SKILL = "s0"
"""What pyBKT knows a skill by: it reads names as regular expressions."""


def fit(answers: Answers, seed: int, report: Report) -> Estimates:
    """Fit prior, learn, guess and slip of every skill that has enough answers, whatever the other skills.

    From one start: five take five times as long, and foresee no better.
    """
    return fit_each(answers, lambda sequences: estimate(sequences, seed), report)


def estimate(sequences: ClassicSequences, seed: int, starts: int = 1) -> Estimate:
    """Return what pyBKT finds for one skill, as it finds it, degenerate or not."""
    import numpy
    import pandas
    from pyBKT.models import Model

    frame = pandas.DataFrame(
        {
            "user_id": numpy.repeat(numpy.arange(len(sequences.lengths)), sequences.lengths),
            "skill_name": SKILL,
            "correct": sequences.right,
            "order_id": numpy.arange(len(sequences.right)),
        }
    )
    model = Model(seed=seed, num_fits=starts, parallel=False)
    model.fit(data=frame)
    found = model.coef_[SKILL]
    return Estimate(float(found["prior"]), *(float(found[name][0]) for name in ("learns", "guesses", "slips")))
