"""What is counted by week and a word, without anybody: told of weeks that are over, and never of a few."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.anonymity import FEWEST
from models.ground.calendar import monday_of
from models.tables.base import Base

WEEK = timedelta(weeks=1)
SHOWN = 4
"""Weeks."""
KEPT = timedelta(days=365)


class WeekCount(NamedTuple):
    """A week by its Monday, and how often something was said in it; None for fewer than FEWEST times."""

    monday: date
    number: int | None


def count_one(db: Session, table: type[Base], day: date, **subject: str) -> None:
    """Count one more of a subject in the week of a day; the table has columns `week`, `number` and the subject's."""
    counted: Any = table
    place = {"week": monday_of(day), **subject}
    jobs.insert_new(db, table, [{**place, "number": 0}])
    here = [getattr(counted, name) == value for name, value in place.items()]
    # In one statement: of those who count at once, none is lost.
    db.execute(update(counted).where(*here).values(number=counted.number + 1))


def lately(db: Session, table: type[Base], subject: str, day: date) -> Mapping[str, Sequence[WeekCount]]:
    """Return, by subject, the last weeks that were over on a day, the latest first.

    Never the week that runs: who looks each evening would learn who was here.
    """
    counted: Any = table
    monday, found = monday_of(day), defaultdict[str, list[WeekCount]](list)
    rows = select(getattr(counted, subject), counted.week, counted.number)
    over = rows.where(counted.week >= monday - SHOWN * WEEK, counted.week < monday)
    for name, week, number in db.execute(over.order_by(counted.week.desc(), *table.__table__.primary_key)):
        found[name].append(WeekCount(week, number if number >= FEWEST else None))
    return found


def forget_old(db: Session, table: type[Base], at: datetime) -> None:
    """Forget the weeks of more than a year ago."""
    counted: Any = table
    db.execute(delete(counted).where(counted.week < at.date() - KEPT))
