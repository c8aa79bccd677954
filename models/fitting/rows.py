"""The rows of the log that a fit may see."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.fitting.answers import Answers, from_columns
from models.fitting.fit import ORIGIN
from models.study import replaying
from models.tables.study import Answer

DAY = timedelta(days=1)


def answers_to_fit(db: Session) -> Answers:
    """Return counted first exposures, in the order in which each learner gave them.

    Left out: repeats, « je ne sais pas », answers that do not count, are annulled or set aside by a report.
    """
    told = (
        select(Answer.learner_key, Answer.skill, Answer.question_id, Answer.correct, Answer.answered_at, Answer.chance)
        # A repeat tells of the key that was seen, « je ne sais pas » of no guess: neither fits guess and slip.
        .where(Answer.exposure == 0, ~Answer.dont_know, replaying.stands())
        .order_by(Answer.learner_key, Answer.sequence)
    )
    rows = db.execute(told).all()
    learners, skills, questions, right, at, chances = zip(*rows, strict=True) if rows else [()] * 6
    return from_columns(learners, skills, questions, right, [days(instant) for instant in at], chances)


def days(at: datetime) -> float:
    """Return an instant as fits count it."""
    return (at - ORIGIN) / DAY


def window(answers: Answers) -> dict[str, Any]:
    """Return what a fit has seen: first and last instant, answers, learners."""
    told = [(ORIGIN + timedelta(days=day)).astimezone(UTC).isoformat() for day in _ends(answers)]
    return {
        "first": told[0] if told else None,
        "last": told[-1] if told else None,
        "answers": len(answers),
        "learners": len(set(answers.learner.tolist())),
    }


def _ends(answers: Answers) -> list[float]:
    found = answers.day.tolist()
    return [min(found), max(found)] if found else []
