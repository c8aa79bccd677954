"""The answers that a fit sees, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Codes = NDArray[numpy.int64]
    Numbers = NDArray[numpy.float64]
    Flags = NDArray[numpy.bool_]


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
        """The rows chosen by a mask, a slice or indices in growing order; the codes keep their meaning."""
        columns = {name: getattr(self, name)[chosen] for name in COLUMNS}
        return replace(self, **columns)

    def occurring(self) -> "Answers":
        """The same answers, their codes and names without the skills and questions that do not occur."""
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


FILE_COLUMNS = ("user_id", "order", "skill_id", "problem_id", "correct")
SECONDS_A_DAY = 86_400
COLUMNS = ("learner", "skill", "question", "right", "day", "chance")


def from_columns(
    learner: Sequence[object],
    skill: Sequence[str],
    question: Sequence[str],
    right: Sequence[int],
    day: Sequence[float],
    chance: Sequence[float],
) -> Answers:
    """Answers from columns that already stand learner by learner, in the order of each."""
    import numpy
    import pandas

    learners, _ = pandas.factorize(numpy.asarray(learner, dtype=object))
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


class NotAnswers(Exception):
    """A file that cannot be read as answers; the message says why, in French."""


def read_file(path: Path) -> Answers:
    """The answers of a CSV file: user_id, order, skill_id, problem_id, correct and, in seconds, timestamp.

    Without timestamps, or with 0 everywhere, only the order is known. Raises NotAnswers.
    """
    import pandas

    try:
        frame = pandas.read_csv(path)
    except OSError as error:
        raise NotAnswers(f"{path}, {error.strerror}") from error
    except ValueError as error:
        raise NotAnswers(f"{path} n'est pas un tableau CSV") from error
    if missing := [column for column in FILE_COLUMNS if column not in frame]:
        raise NotAnswers(f"{path} n'a pas de colonne {', '.join(missing)}")
    if not frame.correct.isin((0, 1)).all():
        raise NotAnswers(f"dans {path}, la colonne correct ne contient pas que des 0 et des 1")
    frame = frame.sort_values(["user_id", "order"], kind="stable")
    return from_columns(
        frame.user_id.tolist(),
        [f"s{skill}" for skill in frame.skill_id],
        [f"q{problem}" for problem in frame.problem_id],
        frame.correct.tolist(),
        _days(frame),
        [0.0] * len(frame),
    )


def _days(frame: Any) -> list[float]:
    """Days since the first instant of the file; an instant that is missing is that of the answer before."""
    if "timestamp" not in frame:
        return [0.0] * len(frame)
    seconds = frame.groupby("user_id").timestamp.ffill()
    days: list[float] = ((seconds - seconds.min()) / SECONDS_A_DAY).fillna(0.0).tolist()
    return days
