"""A learner's week: the days on which she works and comes, the goal that she sets herself, her pauses, her rhythm."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from models.ground import jobs
from models.ground.calendar import DAY, Days, is_holiday, is_paused, is_working_day, local_day, monday_of
from models.ground.lookups import Lookup
from models.learning import learners, objection
from models.tables.answers import Answer
from models.tables.people import Learner
from models.tables.programmes import Goal, Pause

WEEK = 7 * DAY
WEEKS = 4
"""How many of the weeks before this one tell a rhythm."""
FARTHEST = timedelta(days=366)
"""A pause begins and ends within a year of the day on which it is noted."""
MOST_DAYS = 5
"""A goal asks for no more working days than a week has."""


class Off(StrEnum):
    """The reason why a day is not for work."""

    PAUSE = "pause"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"


class WeekDay(NamedTuple):
    """One day of this week: why it is off, if it is, and whether something was answered on it."""

    day: date
    off: Off | None
    answered: bool


class WeekRhythm(NamedTuple):
    """On how many days a week somebody has come: in the emptiest and in the fullest of so many weeks."""

    weeks: int
    least: int
    most: int


class Week(NamedTuple):
    """This week as its learner sees it."""

    today: date
    days: tuple[WeekDay, ...]
    """Monday to Friday; Saturday and Sunday only where something was answered."""
    goal: int | None
    pauses: Sequence[Pause]
    """Those that are not over."""
    rhythm: WeekRhythm | None
    """None before there is a week to tell of."""

    @property
    def done(self) -> int:
        """The number of days on which something was answered."""
        return sum(day.answered for day in self.days)

    @property
    def possible(self) -> int:
        """The number of days that are for work."""
        return sum(day.off is None for day in self.days)

    @property
    def reached(self) -> bool:
        """Whether the goal is reached, or all of it that days off leave room for."""
        return self.goal is not None and self.done >= min(self.goal, self.possible)


def this_week(db: Session, learner_key: UUID, at: datetime) -> Week:
    """Return the week in which an instant lies, where the learner is."""
    today = day_of(db, learner_key, at)
    monday = monday_of(today)
    off = PAUSES.ask(db, learner_key=learner_key)
    came = frozenset(
        db.scalars(select(Answer.day).where(Answer.learner_key == learner_key, Answer.day >= monday - WEEKS * WEEK))
    )
    first_day = db.scalar(select(func.min(Answer.day)).where(Answer.learner_key == learner_key))
    week = [monday + number * DAY for number in range(7)]
    days = [WeekDay(day, why_off(day, off), day in came) for day in week]
    mine = select(Pause).where(Pause.learner_key == learner_key, Pause.last >= today)
    return Week(
        today=today,
        days=tuple(day for day in days if day.answered or day.off is not Off.WEEKEND),
        goal=goal(db, learner_key),
        pauses=db.scalars(mine.order_by(Pause.first, Pause.last, Pause.id)).all(),
        rhythm=rhythm(monday, first_day, came, off),
    )


def day_of(db: Session, learner_key: UUID, at: datetime) -> date:
    """Return the local day of a learner."""
    return local_day(at, learners.read(db, learner_key).timezone)


def why_off(day: date, off: Collection[Days] = ()) -> Off | None:
    """Return why a day is not for work; None on a working day."""
    if day.weekday() > 4:
        return Off.WEEKEND
    if is_holiday(day):
        return Off.HOLIDAY
    return Off.PAUSE if is_paused(day, off) else None


def rhythm(monday: date, first: date | None, came: Collection[date], off: Collection[Days] = ()) -> WeekRhythm | None:
    """Return the rhythm of the weeks before `monday`, since the first answer; weeks off are left out."""
    if first is None:
        return None
    begun = monday_of(first)
    mondays = [monday - number * WEEK for number in range(1, WEEKS + 1)]
    weeks = [[one + number * DAY for number in range(7)] for one in mondays if one >= begun]
    at_work = [week for week in weeks if any(is_working_day(day, pauses=off) or day in came for day in week)]
    counts = [sum(day in came for day in week) for week in at_work]
    # Weeks without a single visit say nothing: « 0 à 0 jour » would only reproach.
    return WeekRhythm(len(counts), min(counts), max(counts)) if any(counts) else None


# --------------------------------------------------------------------------------------------------------------- pauses


PAUSES = Lookup(
    select(Pause.first, Pause.last).where(Pause.learner_key == bindparam("learner_key")),
    lambda rows: tuple(Days(*row) for row in sorted(map(tuple, rows))),
)
"""All pauses of a learner, past ones too, as the calendar takes them."""


def pauses_around(db: Session, day: date, before: timedelta = timedelta(0)) -> Mapping[UUID, Sequence[Days]]:
    """Return, by learner, the pauses near a day, in whatever time zone it is that day."""
    # A day on either side: somewhere on earth it is already tomorrow, or still yesterday.
    near = select(Pause).where(Pause.first <= day + DAY, Pause.last >= day - before - DAY)
    found = defaultdict(list)
    for row in db.scalars(near):
        found[row.learner_key].append(Days(row.first, row.last))
    return found


def pause(db: Session, learner_key: UUID, first: date, last: date, at: datetime) -> None:
    """Add days off; those that touch or overlap become one pause. Raises Refused."""
    learner = db.scalars(select(Learner).where(Learner.key == learner_key).with_for_update()).one()
    today = local_day(at, learner.timezone)
    if not today - FARTHEST <= first <= last <= today + FARTHEST:
        raise Refused(
            N_("Le dernier jour ne peut pas venir avant le premier, ni l'un ni l'autre à plus d'un an d'ici."), "last"
        )
    mine = select(Pause).where(Pause.learner_key == learner_key)
    # Behind the learner's lock: two pauses noted at once could otherwise touch.
    for other in db.scalars(mine.where(Pause.first <= last + DAY, Pause.last >= first - DAY)):
        first, last = min(first, other.first), max(last, other.last)
        db.delete(other)
    db.add(Pause(learner_key=learner_key, first=first, last=last))
    db.flush()


def resume(db: Session, learner_key: UUID, first: date, at: datetime) -> None:
    """End the pause that begins on a day yesterday, and forget one not begun by then; other learners' stay."""
    yesterday = day_of(db, learner_key, at) - DAY
    mine = (Pause.first == first, Pause.learner_key == learner_key)
    db.execute(delete(Pause).where(*mine, Pause.first > yesterday))
    db.execute(update(Pause).where(*mine, Pause.last > yesterday).values(last=yesterday))


# ----------------------------------------------------------------------------------------------------------------- goal


def goal(db: Session, learner_key: UUID) -> int | None:
    """Return how many working days a week a learner means to come; None when she has set herself no goal."""
    return db.scalar(select(Goal.days).where(Goal.learner_key == learner_key))


def set_goal(db: Session, learner_key: UUID, days: int | None) -> None:
    """Set how many working days a week a learner means to come, or none; raises ValueError, WithoutEstimation.

    A goal is counted in answers, of which none is kept of who objects.
    """
    objection.lock(db, learner_key)
    if days is None:
        db.execute(delete(Goal).where(Goal.learner_key == learner_key))
        return
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(days)
    if not jobs.insert_new(db, Goal, [{"learner_key": learner_key, "days": days}]):
        db.execute(update(Goal).where(Goal.learner_key == learner_key).values(days=days))
