"""Counts without anybody in them: of the installation by hour, of subjects by week."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.anonymity import FEWEST
from models.ground.calendar import monday_of
from models.tables.counts import HourlyCount, HourlyKind, WeekCount, WeekCountKind

HOURS_KEPT = timedelta(days=30)


def count_in_hour(db: Session, kind: HourlyKind, at: datetime, size: int = 0, number: int = 1) -> None:
    """Count something once more, or so many times more."""
    place = {"hour": at.replace(minute=0, second=0, microsecond=0), "kind": kind, "size": size}
    jobs.add_to(db, HourlyCount, place, number)


def hours_since(db: Session, since: datetime) -> Sequence[HourlyCount]:
    """Return what was counted since an instant."""
    return db.scalars(select(HourlyCount).where(HourlyCount.hour >= since)).all()


def forget_old_hours(db: Session, at: datetime) -> None:
    """Forget what has had its term."""
    db.execute(delete(HourlyCount).where(HourlyCount.hour < at - HOURS_KEPT))


# ----------------------------------------------------------------- what is counted by week and subject, without anybody


WEEK = timedelta(weeks=1)
SHOWN = 4
"""Weeks."""
WEEKS_KEPT = timedelta(days=365)


class WeekTold(NamedTuple):
    """A week by its Monday, and how often something was met in it; None for fewer than FEWEST times."""

    monday: date
    number: int | None


def count_in_week(db: Session, kind: WeekCountKind, subject: str, day: date) -> None:
    """Count one more of a subject in the week of a day."""
    jobs.add_to(db, WeekCount, {"kind": kind, "subject": subject, "week": monday_of(day)})


def weeks_lately(db: Session, kind: WeekCountKind, day: date) -> Mapping[str, Sequence[WeekTold]]:
    """Return, by subject, the last weeks that were over on a day, the latest first.

    Never the week that runs: who looks each evening would learn who was here.
    """
    monday, found = monday_of(day), defaultdict[str, list[WeekTold]](list)
    rows = select(WeekCount.subject, WeekCount.week, WeekCount.number).where(WeekCount.kind == kind)
    over = rows.where(WeekCount.week >= monday - SHOWN * WEEK, WeekCount.week < monday)
    for subject, week, number in db.execute(over.order_by(WeekCount.week.desc(), WeekCount.subject)):
        found[subject].append(WeekTold(week, number if number >= FEWEST else None))
    return found


def weeks_in_a_year(db: Session, kind: WeekCountKind, day: date) -> dict[str, int]:
    """Return how often each subject was met in the year before a day, where that is at least FEWEST times.

    Never in the week that runs, for the same reason.
    """
    total = func.sum(WeekCount.number)
    mine = (WeekCount.kind == kind, WeekCount.week >= day - WEEKS_KEPT, WeekCount.week < monday_of(day))
    rows = select(WeekCount.subject, total).where(*mine).group_by(WeekCount.subject).having(total >= FEWEST)
    return {subject: number for subject, number in db.execute(rows)}


def forget_old_weeks(db: Session, at: datetime) -> None:
    """Forget the weeks of more than a year ago."""
    db.execute(delete(WeekCount).where(WeekCount.week < at.date() - WEEKS_KEPT))
