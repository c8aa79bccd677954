"""Whether a worker is there: when one was last seen."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.tables.jobs import Slot

UNSEEN = timedelta(minutes=10)
"""After how long without a tick something is wrong."""


def seen_at(db: Session) -> datetime | None:
    """Return when a worker has last taken a minute from the queue, which each does while it works."""
    return db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == jobs.TICK))


def is_unseen(seen_at: datetime | None, at: datetime) -> bool:
    """Return whether no worker has been seen for too long."""
    return seen_at is None or at - seen_at > UNSEEN
