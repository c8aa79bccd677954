"""The rows of the log that a fit may see."""

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models.fitting.answers import Answers, drawn, from_columns
from models.fitting.fit import ORIGIN, SEED
from models.study import objection, replaying
from models.tables.people import Learner
from models.tables.study import Answer

DAY = timedelta(days=1)
MOST_ANSWERS = 1_000_000
"""What a night has time for; what more would tell, docs/decisions/0017 says."""
AT_ONCE = 10_000
"""Rows that are fetched together."""


def answers_to_fit(db: Session, seed: int = SEED, most: int = MOST_ANSWERS) -> Answers:
    """Return counted first exposures, in the order in which each learner gave them.

    Left out: repeats, « je ne sais pas », rapid answers, those that do not count, are annulled or set aside by a
    report, and all of learners who object. Where the log holds more than `most` answers: those of learners drawn by
    `seed`.
    """
    told = (
        select(Answer.learner_key, Answer.skill, Answer.question_id, Answer.correct, Answer.answered_at, Answer.chance)
        # A repeat tells of the key that was seen, « je ne sais pas » of no guess, a rapid answer of a question that was
        # not read: none of them fits guess and slip.
        .where(
            Answer.exposure == 0,
            ~Answer.dont_know,
            ~Answer.rapid,
            replaying.stands(),
            objection.estimated(Answer.learner_key),
        )
        .order_by(Answer.learner_key, Answer.sequence)
    )
    given = dict(db.execute(select(Learner.key, Learner.last_sequence).where(~Learner.without_estimation)).all())
    left_out = given.keys() - drawn(given, most, seed)
    rows = db.execute(told.execution_options(yield_per=AT_ONCE))
    return _in_columns(row for row in rows if row.learner_key not in left_out)


def _in_columns(rows: Iterable[Row[UUID, str, str, bool, datetime, float]]) -> Answers:
    """Return the rows as a fit sees them, without ever holding them all: each would weigh more than half a kilobyte."""
    learners: list[UUID] = []
    skills: list[str] = []
    questions: list[str] = []
    right, at, chances = array("b"), array("d"), array("d")
    once: dict[Any, Any] = {}
    for learner, skill, question, correct, instant, chance in rows:
        # The same name is another object in each row.
        for column, name in ((learners, learner), (skills, skill), (questions, question)):
            column.append(once.setdefault(name, name))
        right.append(correct)
        at.append(days(instant))
        chances.append(chance)
    return from_columns(learners, skills, questions, right, at, chances)


def days(at: datetime) -> float:
    """Return an instant as fits count it."""
    return (at - ORIGIN) / DAY


def window(answers: Answers) -> dict[str, Any]:
    """Return what a fit has seen: first and last instant, answers, learners."""
    found = answers.day.tolist()
    ends = [min(found), max(found)] if found else []
    told = [(ORIGIN + timedelta(days=day)).astimezone(UTC).isoformat() for day in ends]
    return {
        "first": told[0] if told else None,
        "last": told[-1] if told else None,
        "answers": len(answers),
        "learners": len(set(answers.learner.tolist())),
    }
