"""The checks that are due on a skill, with their reasons, and the answer that settles each."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.tables.answers import Answer, CheckReason, DueCheck

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

    What comes back because somebody was sure follows from the log alone: see models.study.confidence.
    """
    if not in_force.in_force(db, row.version_id):
        return
    due = select(DueCheck).where(DueCheck.learner_key == row.learner_key, DueCheck.skill == row.skill)
    due = due.where(DueCheck.reason != CheckReason.SURE, DueCheck.done_at.is_(None), DueCheck.due_at <= shown_at)
    for check in db.scalars(due):
        check.done_at = row.answered_at
