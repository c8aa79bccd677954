"""Answers laid out skill by skill and learner by learner: the answers of one learner on one skill are one block."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy

from models.estimates import AIR_DAYS, FADE_DAYS
from models.fitting.answers import Answers
from models.fitting.hierarchical.recursion import ratings, spaced_successes
from models.learner import FAST_STEP, INFORMATION, LEAST_STEP
from models.memory import SPACED_DAYS, WIDER

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers


@dataclass(frozen=True, slots=True, eq=False)
class SequenceBlocks:
    """Columns by row, block after block; `start` and `length` by block.

    `row` is the place among the answers; `ability` (2 × rows) stands before the answer; `log_gap` and `log_days` are
    the logarithms of 1 + the answers on other skills, and 1 + days / FADE_DAYS, since the one before in the block;
    `log_spaced` that of 1 + the spaced successes so far. `lifts` (5 × rows): whether the skill was met before, and what
    is in the air of it; of the same question the logarithm of 1 + right answers, and whether the last was right, or
    wrong, by how far it is in mind.
    """

    row: "Codes"
    skill: "Codes"
    question: "Codes"
    right: "Codes"
    chance: "Numbers"
    ability: "Numbers"
    log_gap: "Numbers"
    log_days: "Numbers"
    log_spaced: "Numbers"
    lifts: "Numbers"
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
        start, right = numpy.flatnonzero(first), answers.right[row]
        days = numpy.where(first, 0.0, numpy.diff(answers.day[row], prepend=0.0)).clip(min=0)
        spaced = spaced_successes(first, right, days, SPACED_DAYS, WIDER)
        return cls(
            row=row,
            skill=skill,
            question=answers.question[row],
            right=right,
            chance=answers.chance[row],
            ability=ability[:, row],
            log_gap=numpy.where(first, 0.0, numpy.log(numpy.diff(row, prepend=0).clip(min=1))),
            log_days=numpy.log1p(days / FADE_DAYS),
            log_spaced=numpy.log1p(spaced),
            lifts=numpy.stack([~first, numpy.where(first, 0.0, numpy.exp(-days / AIR_DAYS)), *_shown(answers, row)]),
            start=start,
            length=numpy.diff(numpy.r_[start, len(row)]),
        )


def _shown(answers: Answers, row: "Codes") -> "Numbers":
    """Return what earlier showings of each row's question are worth (3 × rows), as models/learner.py weighs them."""
    order = numpy.lexsort((numpy.arange(len(row)), answers.question[row], answers.learner[row]))
    place = row[order]
    again = numpy.r_[False, (numpy.diff(answers.question[place]) == 0) & (numpy.diff(answers.learner[place]) == 0)]
    begin = numpy.flatnonzero(~again)
    before = numpy.cumsum(answers.right[place]) - answers.right[place]
    rights = before - numpy.repeat(before[begin], numpy.diff(numpy.r_[begin, len(place)]))
    last = numpy.r_[0, answers.right[place][:-1]]
    hours = 24 * numpy.diff(answers.day[place], prepend=0.0).clip(min=0)
    in_mind = again / (1 + numpy.log1p(numpy.where(again, hours, 0.0)))
    worth = numpy.empty((3, len(row)))
    worth[:, order] = numpy.log1p(rights), in_mind * last, in_mind * (1 - last)
    return worth
