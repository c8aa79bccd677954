"""Confidence in an answer: it says when a skill returns, and never enters what is believed of it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground.calendar import local_hour, working_days_later
from models.tables.answers import Annulment, Answer, CheckReason, Confidence, DueCheck, Presentation
from models.tables.people import Learner

RETURNS_AFTER = 1
"""Working days: so that whoever comes every other day meets it within two."""


class ReturningSkill(NamedTuple):
    """A skill that comes back because an answer was sure, and wrong; done by the next answer on it from then on."""

    skill: str
    version_id: int
    due_at: datetime
    done_at: datetime | None = None


def sure_and_wrong(row: Answer) -> bool:
    """Return whether an answer brings its skill back; one that does not count brings nothing."""
    return row.counts and not row.correct and row.confidence == Confidence.SURE


def returns(answers: Iterable[tuple[Answer, datetime]], timezone: str) -> list[ReturningSkill]:
    """Return all returns that a log leads to, each answer with its showing; one at a time per skill. Pure."""
    done, waiting = list[ReturningSkill](), dict[str, ReturningSkill]()
    for row, shown_at in answers:
        due = waiting.get(row.skill)
        # Shown before it was due: she had not slept over it, and it proves nothing.
        if due and due.due_at <= shown_at:
            done.append(waiting.pop(row.skill)._replace(done_at=row.answered_at))
        if sure_and_wrong(row) and row.skill not in waiting:
            due_at = local_hour(working_days_later(row.day, RETURNS_AFTER), 0, timezone)
            waiting[row.skill] = ReturningSkill(row.skill, row.version_id, due_at)
    return [*done, *waiting.values()]


def settle_return(db: Session, owner: Learner, row: Answer) -> None:
    """Let a new answer bring its skill back, or be what it came back for."""
    mine = select(DueCheck.id).where(DueCheck.learner_key == owner.key, DueCheck.reason == CheckReason.SURE)
    waits = mine.where(DueCheck.skill == row.skill, DueCheck.done_at.is_(None))
    if sure_and_wrong(row) or db.scalar(waits) is not None:
        _rebuild(db, owner, {row.skill})


def rebuild_returns(db: Session, owner: Learner) -> None:
    """Rebuild a learner's returns from the log."""
    sure = select(Answer.skill).where(Answer.learner_key == owner.key, Answer.confidence == Confidence.SURE)
    if skills := set(db.scalars(sure.where(Answer.correct.is_(False)).distinct())):
        _rebuild(db, owner, skills)


def _rebuild(db: Session, owner: Learner, skills: Collection[str]) -> None:
    mine = (DueCheck.learner_key == owner.key, DueCheck.reason == CheckReason.SURE, DueCheck.skill.in_(skills))
    log = (
        select(Answer, Presentation.shown_at)
        .join(Presentation, Presentation.id == Answer.presentation_id)
        .where(Answer.learner_key == owner.key, Answer.skill.in_(skills), Answer.counts)
        .where(Answer.id.not_in(select(Annulment.answer_id)))
        .order_by(Answer.sequence)
    )
    # Rebuilt from the log rather than changed in place: annulling an answer then needs no code of its own.
    found = returns(((row, shown_at) for row, shown_at in db.execute(log)), owner.timezone)
    db.execute(delete(DueCheck).where(*mine))
    db.add_all(
        DueCheck(
            learner_key=owner.key,
            skill=one.skill,
            version_id=one.version_id,
            reason=CheckReason.SURE,
            due_at=one.due_at,
            done_at=one.done_at,
        )
        for one in found
    )
    db.flush()
