"""Answers laid out skill by skill and learner by learner: the answers of one learner on one skill are one block."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy

from models.estimates import FADE_DAYS
from models.fitting.answers import Answers
from models.fitting.hierarchical.recursion import ratings
from models.learner import FAST_STEP, INFORMATION, LEAST_STEP

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class SequenceBlocks:
    """Columns by row, block after block; `start` and `length` by block.

    `row` is the place among the answers; `ability` (2 × rows) stands before the answer; `log_gap` and `log_days` are
    the logarithms of 1 + the answers on other skills, and 1 + days / FADE_DAYS, since the one before in the block.
    """

    row: "Codes"
    skill: "Codes"
    question: "Codes"
    right: "Codes"
    chance: "Numbers"
    ability: "Numbers"
    log_gap: "Numbers"
    log_days: "Numbers"
    start: "Codes"
    length: "Codes"

    @classmethod
    def of(cls, answers: Answers, facility: "Numbers") -> Self:
        """Return the blocks of some answers; `facility` by question, the share of right answers."""
        logit = numpy.log(facility / (1 - facility))
        ability = ratings(answers.learner, answers.right, logit[answers.question], INFORMATION, LEAST_STEP, FAST_STEP)
        row = numpy.lexsort((numpy.arange(len(answers)), answers.learner, answers.skill))
        skill, learner = answers.skill[row], answers.learner[row]
        first = numpy.r_[True, (numpy.diff(skill) != 0) | (numpy.diff(learner) != 0)]
        start, days = numpy.flatnonzero(first), numpy.diff(answers.day[row], prepend=0.0)
        return cls(
            row=row,
            skill=skill,
            question=answers.question[row],
            right=answers.right[row],
            chance=answers.chance[row],
            ability=ability[:, row],
            log_gap=numpy.where(first, 0.0, numpy.log(numpy.diff(row, prepend=0).clip(min=1))),
            log_days=numpy.where(first, 0.0, numpy.log1p(days.clip(min=0) / FADE_DAYS)),
            start=start,
            length=numpy.diff(numpy.r_[start, len(row)]),
        )
