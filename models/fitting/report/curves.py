"""Learning curves: the share of right answers at the first, second, third… answer on a skill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.fitting.answers import Answers
from models.fitting.fit import Foreseen
from models.fitting.report.cells import Cell, cells

if TYPE_CHECKING:
    from models.fitting.answers import Codes

LONGEST = 20
"""Answers on one skill; what comes after tells of few people."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One skill: a cell for each answer, from the first to the last that enough learners gave."""

    skill: str
    cells: tuple[Cell, ...]


def curves(answers: Answers, foreseen: Foreseen, skills: Sequence[str]) -> tuple[Curve, ...]:
    """Return the curves of some skills, in that order."""
    place = places(answers)
    early = place < LONGEST
    group = (answers.skill * LONGEST + place)[early]
    found = cells(group, answers.where(early), foreseen.success[early])
    codes = {skill: code * LONGEST for code, skill in enumerate(answers.skills)}
    return tuple(
        Curve(
            skill, tuple(cell for place in range(first, first + LONGEST) if (cell := found.get(place)) and cell.shown)
        )
        for skill in skills
        for first in [codes[skill]]
    )


def places(answers: Answers) -> "Codes":
    """Return, for each row, how many answers the same learner had given on the same skill."""
    import numpy

    row = numpy.arange(len(answers))
    order = numpy.lexsort((row, answers.skill, answers.learner))
    skill, learner = answers.skill[order], answers.learner[order]
    first = numpy.r_[True, (numpy.diff(skill) != 0) | (numpy.diff(learner) != 0)]
    place = numpy.empty_like(row)
    place[order] = row - numpy.maximum.accumulate(numpy.where(first, row, 0))
    return place
