"""The worth of *acquired*: whom a rule declares, what she answers next, whom it misses, which answers it spares."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy

from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.fit import lived
from models.learner import ACQUIRED_AT

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags

NEXT = 3
"""Answers on the skill that tell what a declaration was worth."""
LAST, GOOD = 10, 9
"""Whoever was right that often, of the last so many answers on a skill, is missed when she is not declared."""
IN_A_ROW = 3


class Worth(NamedTuple):
    """Of a rule: the share of learners' skills that it declares, of right answers just after, of the good it misses.

    `spared` is the share of all answers that came later on a skill already declared: who stops there is asked no more.
    """

    declared: float
    right_after: float
    missed: float
    spared: float


class Declared(NamedTuple):
    """Whether each rule declares the skill just after each answer, by name."""

    acquired: "Flags"
    likely: "Flags"
    """P(known) at ACQUIRED_AT or above."""


def declared(estimates: Estimates, answers: Answers) -> Declared:
    """Return what the learner model says just after each answer."""
    steps = [(step.after.belief.acquired, step.after.belief.known >= ACQUIRED_AT) for step in lived(estimates, answers)]
    return Declared(*numpy.array(steps, dtype=bool).reshape(-1, 2).T)


def in_a_row(answers: Answers) -> "Flags":
    """Return whether the last IN_A_ROW answers on the skill, this one included, were all right."""
    row = numpy.empty(len(answers), dtype=bool)
    for own in by_skill(answers):
        right, run = answers.right[own], 0
        for place, correct in zip(own, right, strict=True):
            run = run + 1 if correct else 0
            row[place] = run >= IN_A_ROW
    return row


def worth(answers: Answers, declares: "Flags") -> Worth:
    """Weigh a rule that declares after these answers; NaN where there is nothing to weigh."""
    skills, good = list[bool](), list[bool]()
    after, later = list[int](), 0
    for own in by_skill(answers):
        right, found = answers.right[own], numpy.flatnonzero(declares[own])
        skills.append(len(found) > 0)
        if len(found):
            after.extend(right[found[0] + 1 : found[0] + 1 + NEXT])
            later += len(own) - found[0] - 1
        if len(own) >= LAST and right[-LAST:].sum() >= GOOD:
            good.append(len(found) == 0)
    return Worth(_share(skills), _share(after), _share(good), later / len(answers))


def _share(of: Sequence[float]) -> float:
    return float(numpy.mean(of)) if len(of) else float("nan")


def by_skill(answers: Answers) -> "list[Codes]":
    """Return the places of each learner's answers on each skill, in order."""
    order = numpy.lexsort((numpy.arange(len(answers)), answers.skill, answers.learner))
    same = (numpy.diff(answers.learner[order]) == 0) & (numpy.diff(answers.skill[order]) == 0)
    return numpy.split(order, numpy.flatnonzero(~same) + 1)
