"""Checks that are due on a skill, with their reasons, and the early return after an answer that was sure and wrong."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.calendar import local_hour, working_days_later
from models.ground.lookups import Lookup
from models.tables.answers import Annulment, Answer, CheckReason, Confidence, DueCheck, Presentation
from models.tables.people import Learner

CONFIRMED_AFTER = timedelta(days=7)
"""How long after it was shown at her own request a learner is asked again about a skill."""


class OpenCheck(NamedTuple):
    """A check that is still to be done, and from when on."""

    skill: str
    reason: str
    due_at: datetime


OPEN = Lookup(
    select(DueCheck.skill, DueCheck.reason, DueCheck.due_at).where(
        DueCheck.learner_key == bindparam("learner_key"), DueCheck.done_at.is_(None)
    ),
    lambda rows: [OpenCheck(*row) for row in rows],
)
"""All that a learner is still to be asked again."""


class Claim(NamedTuple):
    """A skill that was shown at its learner's own request: from when on, and until a later question was answered."""

    skill: str
    since: datetime
    until: datetime | None

    def stood_before(self, at: datetime) -> bool:
        """Return whether it stood until an instant."""
        return self.since < at and (self.until is None or self.until >= at)

    def stands_after(self, at: datetime) -> bool:
        """Return whether it stood from an instant on."""
        return self.since <= at and (self.until is None or self.until > at)


def claims(db: Session, learner_key: UUID, skills: Collection[str]) -> list[Claim]:
    """Return what a learner has shown of these skills at her own request, settled since or not."""
    mine = select(DueCheck).where(DueCheck.learner_key == learner_key, DueCheck.reason == CheckReason.CONTEST)
    rows = db.scalars(mine.where(DueCheck.skill.in_(skills)))
    return [Claim(row.skill, row.due_at - CONFIRMED_AFTER, row.done_at) for row in rows]


def settle(db: Session, row: Answer, shown_at: datetime) -> None:
    """Settle the due checks of a skill by a question in force, shown since they were due.

    What comes back because somebody was sure follows from the log alone: see models.learning.due_checks.
    """
    if not in_force.in_force(db, row.version_id):
        return
    due = select(DueCheck).where(DueCheck.learner_key == row.learner_key, DueCheck.skill == row.skill)
    due = due.where(DueCheck.reason != CheckReason.SURE, DueCheck.done_at.is_(None), DueCheck.due_at <= shown_at)
    for check in db.scalars(due):
        check.done_at = row.answered_at


# ---------------------------------------------------------------------------------------------- confidence in an answer


RETURNS_AFTER = 1
"""Working days: so that anyone who comes every other day meets it within two."""


class ReturningSkill(NamedTuple):
    """A skill that comes back because an answer was sure, and wrong; done by the next answer on it from then on."""

    skill: str
    version_id: int
    due_at: datetime
    done_at: datetime | None = None


def sure_and_wrong(row: Answer) -> bool:
    """Return whether an answer brings its skill back; one that does not count brings nothing."""
    return row.counts and not row.correct and row.confidence == Confidence.SURE


def returning_skills(answers: Iterable[tuple[Answer, datetime]], timezone: str) -> list[ReturningSkill]:
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
    found = returning_skills(((row, shown_at) for row, shown_at in db.execute(log)), owner.timezone)
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
