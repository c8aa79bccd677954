"""Circles of colleagues: begun on a topic, joined by one's own wish, closed when they have nothing more to say."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.tables.circles import Circle, CircleMember
from models.tables.meetings import Meeting

KEPT = timedelta(days=30)
"""After it was closed; one in which nobody is left goes at once."""


def leave_all(db: Session, learner_key: UUID) -> None:
    """Take somebody out of every circle."""
    hers = list(db.scalars(select(CircleMember.circle_id).where(CircleMember.learner_key == learner_key)))
    db.execute(delete(CircleMember).where(CircleMember.learner_key == learner_key))
    others = select(CircleMember.circle_id).where(CircleMember.circle_id.in_(hers))
    _delete(db, set(hers) - set(db.scalars(others)))


def forget_old(db: Session, at: datetime) -> None:
    """Delete the circles that were closed longer ago than KEPT."""
    _delete(db, list(db.scalars(select(Circle.id).where(Circle.closed_on < (at - KEPT).date()))))


def _delete(db: Session, ids: Collection[int]) -> None:
    for table in (Meeting, CircleMember):
        db.execute(delete(table).where(table.__table__.c.circle_id.in_(ids)))
    db.execute(delete(Circle).where(Circle.id.in_(ids)))
