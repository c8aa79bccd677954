"""The answers that a fit sees, as columns, and the share of right ones to each skill and question."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Codes = NDArray[numpy.int64]
    Numbers = NDArray[numpy.float64]
    Flags = NDArray[numpy.bool_]

Learner = TypeVar("Learner", bound=Hashable)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """First exposures, learner after learner, each in the order in which they were given.

    Columns of one length: codes of learner, skill and question; whether right (0 or 1); the instant in days from a
    common origin, all 0 where only the order is known; the probability that blind ticking is right.
    """

    learner: "Codes"
    skill: "Codes"
    question: "Codes"
    right: "Codes"
    day: "Numbers"
    chance: "Numbers"
    skills: tuple[str, ...]
    """Names by code; a question has one skill, and no skill or question need occur."""
    questions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.right)

    def where(self, chosen: Any) -> "Answers":
        """Return the rows chosen by a mask, a slice or indices in growing order; the codes keep their meaning."""
        columns = {name: getattr(self, name)[chosen] for name in COLUMNS}
        return replace(self, **columns)

    def occurring(self) -> "Answers":
        """Return these answers without the codes and names of skills and questions that do not occur."""
        import numpy

        (skills, skill), (questions, question) = (
            numpy.unique(codes, return_inverse=True) for codes in (self.skill, self.question)
        )
        return replace(
            self,
            skill=skill,
            question=question,
            skills=tuple(self.skills[code] for code in skills.tolist()),
            questions=tuple(self.questions[code] for code in questions.tolist()),
        )


COLUMNS = ("learner", "skill", "question", "right", "day", "chance")


def from_columns(
    learner: Sequence[object],
    skill: Sequence[str],
    question: Sequence[str],
    right: Sequence[int],
    day: Sequence[float],
    chance: Sequence[float],
) -> Answers:
    """Return answers from columns that already stand learner by learner, in the order of each."""
    import numpy
    import pandas

    learners, _ = pandas.factorize(numpy.asarray(learner, dtype=object))
    # Sorted, so that codes, and with them sums and last digits, do not depend on the order of the log.
    skills, skill_names = pandas.factorize(numpy.asarray(skill, dtype=object), sort=True)
    questions, question_names = pandas.factorize(numpy.asarray(question, dtype=object), sort=True)
    return Answers(
        learner=learners.astype(numpy.int64),
        skill=skills.astype(numpy.int64),
        question=questions.astype(numpy.int64),
        right=numpy.asarray(right, dtype=numpy.int64),
        day=numpy.asarray(day, dtype=numpy.float64),
        chance=numpy.asarray(chance, dtype=numpy.float64),
        skills=tuple(map(str, skill_names)),
        questions=tuple(map(str, question_names)),
    )


def drawn(answers: Mapping[Learner, int], most: int, seed: int) -> set[Learner]:
    """Return learners drawn by `seed` whose answers, given by learner, are `most` together at most; all, if they are.

    Of a learner all are taken, or none: a history that begins in the middle would tell of a beginner what holds for
    somebody who has learned. The order in which learners are drawn is their own: those who come later push nobody
    before another.
    """
    taken: set[Learner] = set()
    total = 0
    for learner in sorted(answers, key=lambda one: sha256(f"{seed} {one}".encode()).digest()):
        total += answers[learner]
        if total > most:
            break
        taken.add(learner)
    return taken


# ---------------------------------------------------------------- the share of right answers to each skill and question


SKILL_WEIGHT, QUESTION_WEIGHT = 10, 5
"""Pseudo-answers by which a skill is drawn to the mean of all, a question to its skill."""


class Facilities(NamedTuple):
    """Shares of right answers, never 0 nor 1: of all answers, by code of skill, by code of question."""

    mean: float
    skills: "Numbers"
    questions: "Numbers"


def facilities(answers: Answers) -> Facilities:
    """Return the shares in these answers; a skill that does not occur has the mean of all, so has such a question.

    The mean is (right + 1) / (answers + 2), by Laplace's rule of succession.
    """
    import numpy

    mean = (int(answers.right.sum()) + 1) / (len(answers) + 2)
    skills = _shrunk(answers.skill, answers.right, numpy.full(len(answers.skills), mean), SKILL_WEIGHT)
    of_its_skill = numpy.full(len(answers.questions), mean)
    of_its_skill[answers.question] = skills[answers.skill]
    return Facilities(mean, skills, _shrunk(answers.question, answers.right, of_its_skill, QUESTION_WEIGHT))


def _shrunk(codes: "Codes", right: "Codes", to: "Numbers", weight: int) -> "Numbers":
    import numpy

    rights, answers = (numpy.bincount(codes, weights, len(to)) for weights in (right, None))
    shares: Numbers = (rights + weight * to) / (answers + weight)
    return shares
