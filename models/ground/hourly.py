"""Counts of what the house itself does, by hour: several portals and workers add to the same rows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.tables.hourly import HourlyCount, HourlyKind

KEPT = timedelta(days=30)


def note(db: Session, kind: HourlyKind, at: datetime, size: int = 0, number: int = 1) -> None:
    """Count something once more, or so many times more."""
    place = {"hour": at.replace(minute=0, second=0, microsecond=0), "kind": kind, "size": size}
    jobs.add_to(db, HourlyCount, place, number)


def counted(db: Session, since: datetime) -> Sequence[HourlyCount]:
    """Return what was counted since an instant."""
    return db.scalars(select(HourlyCount).where(HourlyCount.hour >= since)).all()


def forget_old(db: Session, at: datetime) -> None:
    """Forget what has had its term."""
    db.execute(delete(HourlyCount).where(HourlyCount.hour < at - KEPT))
