"""The checks that are due on a skill, with their reasons, and the answer that settles each."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.tables.study import Answer, CheckReason, DueCheck


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
