"""The checks that are due on a skill, with their reasons, and the answer that settles each."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.tables.study import Answer, CheckReason, DueCheck


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
