"""The files of answers that research has published, read as a fit sees its answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas

from models.fitting.answers import Answers, from_columns

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags

FILE_COLUMNS = ("user_id", "order", "skill_id", "problem_id", "correct")
SECONDS_A_DAY = 86_400


class NotAnswers(Exception):
    """A file that cannot be read as answers; the message says why, in French."""


def read_file(path: Path) -> Answers:
    """Read the answers of a CSV file: user_id, order, skill_id, problem_id, correct and, in seconds, timestamp.

    Without timestamps, or with 0 everywhere, only the order is known. Raises NotAnswers.
    """
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
    frame = _in_order(frame)
    return from_columns(
        frame.user_id.tolist(),
        [f"s{skill}" for skill in frame.skill_id],
        [f"q{problem}" for problem in frame.problem_id],
        frame.correct.tolist(),
        _days(frame),
        [0.0] * len(frame),
    )


def read_folds(path: Path) -> "Codes | None":
    """Return the fold of each answer where the file has a column `fold`, as published splits do; else None."""
    frame = pandas.read_csv(path)
    return _in_order(frame).fold.to_numpy() if "fold" in frame else None


def first_exposures(answers: Answers) -> "Flags":
    """Return whether each answer is the learner's first to its question."""
    seen = pandas.DataFrame({"learner": answers.learner, "question": answers.question})
    first: Flags = ~seen.duplicated().to_numpy()
    return first


def _in_order(frame: Any) -> Any:
    return frame.sort_values(["user_id", "order"], kind="stable")


def _days(frame: Any) -> list[float]:
    """Return days since the first instant of the file; a missing instant is that of the answer before."""
    if "timestamp" not in frame:
        return [0.0] * len(frame)
    seconds = frame.groupby("user_id").timestamp.ffill()
    days: list[float] = ((seconds - seconds.min()) / SECONDS_A_DAY).fillna(0.0).tolist()
    return days
