"""Meetings that a public page announces or that a circle holds: announced, moved, cancelled."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.tables.meetings import Meeting

KEPT = timedelta(days=30)
"""After its end: a calendar that asks seldom still learns that it was moved or cancelled."""


def forget_old(db: Session, at: datetime) -> None:
    """Delete the meetings that ended longer ago than KEPT."""
    db.execute(delete(Meeting).where(Meeting.ends_at < at - KEPT))
