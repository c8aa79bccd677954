"""How the house has worked on each of the last days, without anybody."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.ground import counts
from models.ground.calendar import local_day, local_hour
from models.people.mail import shown
from models.tables.counts import HourlyKind

DAYS = 14


class WorkingDay(NamedTuple):
    """One day; None is what was not measured."""

    day: date
    seen: int
    """Minutes in which a worker was there."""
    waiting: int | None
    """The most tasks that waited, in tens."""
    visits: int
    """Of shared sources, with those that failed."""
    failed_visits: int
    failed_tasks: int
    failed_mails: bool
    """Whether there were any: how many would tell who is written to."""


def lately(db: Session, at: datetime, timezone: str) -> list[WorkingDay]:
    """Return the last days, today last."""
    today = local_day(at, timezone)
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    first = local_hour(days[0], 0, timezone)
    sizes: defaultdict[tuple[date, str], Counter[int]] = defaultdict(Counter)
    for row in counts.hours_since(db, first):
        sizes[local_day(row.hour, timezone), row.kind][row.size] += row.number
    failed_mails = {one.day for one in shown.failures(db, since=first)}
    return [
        WorkingDay(
            day=day,
            seen=sizes[day, HourlyKind.QUEUE].total(),
            waiting=max(sizes[day, HourlyKind.QUEUE], default=None),
            visits=(sizes[day, HourlyKind.VISIT] + sizes[day, HourlyKind.FAILED_VISIT]).total(),
            failed_visits=sizes[day, HourlyKind.FAILED_VISIT].total(),
            failed_tasks=sizes[day, HourlyKind.FAILED_TASK].total(),
            failed_mails=day in failed_mails,
        )
        for day in days
    ]
