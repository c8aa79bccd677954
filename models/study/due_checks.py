"""Why a skill is to be asked about again, and which answer was that."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.tables.study import Answer, CheckReason, DueCheck


def settle(db: Session, row: Answer, shown_at: datetime) -> None:
    """A question of a version in force, shown since a check of its skill is due, was that check.

    What comes back because somebody was sure follows from the log alone: see models.study.confidence.
    """
    if not in_force.in_force(db, row.version_id):
        return
    due = select(DueCheck).where(DueCheck.learner_key == row.learner_key, DueCheck.skill == row.skill)
    due = due.where(DueCheck.reason != CheckReason.SURE, DueCheck.done_at.is_(None), DueCheck.due_at <= shown_at)
    for check in db.scalars(due):
        check.done_at = row.answered_at
