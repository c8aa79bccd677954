"""Questions that look wrong, and parameters of skills with how sure they are and which have moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.estimates import Estimates, Pair, Parameters
from models.fitting.answers import Answers
from models.fitting.fit import Foreseen, predictions
from models.fitting.report.cells import Cell, cells, difference
from models.intervals import Z
from models.learner import shifted

BELIEVED = 0.5
"""P(known) from which a learner is counted among those who are believed to know."""
FAR = 0.15
"""How far below what is expected a share must surely lie to look wrong."""
TOO_EASY = 0.9
"""A share that surely lies above tells little, no matter who answers."""


class Flag(StrEnum):
    """What looks wrong, the worst first."""

    KEY = "key"
    HARD = "hard"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class QuestionFit:
    """One question: its answers against what was expected, the model's easiness, and who answers it better.

    `knowing` and `unknowing` are the answers of those believed to know and not to know, and `apart` is the difference
    between their shares with its interval, where both are enough to be shown.
    """

    question: str
    skill: str
    cell: Cell
    easiness: float
    easiness_interval: Pair
    knowing: Cell | None
    unknowing: Cell | None
    apart: tuple[float, Pair] | None

    @property
    def gap_interval(self) -> Pair:
        """Around observed less expected."""
        low, high = self.cell.interval
        return low - self.cell.foreseen, high - self.cell.foreseen

    @property
    def flag(self) -> Flag | None:
        """The worst that is surely so."""
        if self.apart and self.apart[1][1] < 0:
            return Flag.KEY
        if self.gap_interval[1] < -FAR:
            return Flag.HARD
        return Flag.EASY if self.cell.interval[0] > TOO_EASY else None

    @property
    def badness(self) -> float:
        """How far it surely is from what it should be; comparable under one flag."""
        if self.flag is Flag.KEY and self.apart:
            return -self.apart[1][1]
        return -self.gap_interval[1] if self.flag is Flag.HARD else self.cell.interval[0]


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions that enough learners have answered, the worst first, and how many are hidden."""

    seen: tuple[QuestionFit, ...]
    hidden: int

    @property
    def flagged(self) -> tuple[QuestionFit, ...]:
        """Those that look wrong."""
        return tuple(one for one in self.seen if one.flag)


def questions(estimates: Estimates, answers: Answers, foreseen: Foreseen) -> Questions:
    """Return all questions that occur; `foreseen` tells whom the set believes to know."""
    items = {question: item._replace(easiness=0.0) for question, item in estimates.items.items()}
    found = cells(answers.question, answers, predictions(replace(estimates, items=items), answers).success)
    sides = cells(2 * answers.question + (foreseen.known >= BELIEVED), answers, foreseen.success)
    skill_of = dict(zip(answers.question.tolist(), answers.skill.tolist(), strict=True))
    seen = []
    for code, cell in found.items():
        if not cell.shown:
            continue
        question, skill = answers.questions[code], answers.skills[skill_of[code]]
        item = estimates.item(question, skill)
        reach = Z * max(item.spread)
        unknowing, knowing = (one if one and one.shown else None for one in map(sides.get, (2 * code, 2 * code + 1)))
        seen.append(
            QuestionFit(
                question=question,
                skill=skill,
                cell=cell,
                easiness=item.easiness,
                easiness_interval=(item.easiness - reach, item.easiness + reach),
                knowing=knowing,
                unknowing=unknowing,
                apart=difference(knowing, unknowing) if knowing and unknowing else None,
            )
        )
    flags = list(Flag)
    order = sorted(seen, key=lambda one: (flags.index(one.flag) if one.flag else len(flags), -one.badness))
    return Questions(tuple(order), len(found) - len(seen))


# -------------------------------------------------------- the parameters of each skill with how sure the fit is of them


NAMES = ("prior", "learn", "guess", "slip")
MOST_MOVES = 12


@dataclass(frozen=True, slots=True)
class Sure:
    """A probability and the interval around it."""

    value: float
    interval: Pair


@dataclass(frozen=True, slots=True)
class ParameterMove:
    """One parameter of one skill, before and now."""

    skill: str
    name: str
    before: float
    now: Sure

    @property
    def by(self) -> float:
        """How far it has moved."""
        return self.now.value - self.before


def sure(parameters: Parameters, name: str) -> Sure:
    """Return one parameter with its interval; the fit tells the standard deviation of its logit."""
    value, reach = getattr(parameters, name), Z * getattr(parameters.spread, name)
    return Sure(value, (shifted(value, -reach), shifted(value, reach)))


def moves(before: Estimates, now: Estimates, skills: Sequence[str]) -> tuple[ParameterMove, ...]:
    """Return what has moved most among skills that both sets know, the farthest first."""
    both = [skill for skill in skills if skill in before.skills and skill in now.skills]
    found = [
        ParameterMove(skill, name, getattr(before.of(skill), name), sure(now.of(skill), name))
        for skill in both
        for name in NAMES
    ]
    return tuple(sorted(found, key=lambda move: -abs(move.by))[:MOST_MOVES])
