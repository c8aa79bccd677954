"""The slips that a counsellor has counted, week by week: she notes them, takes them back, and reads them as lines."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground.calendar import monday_of
from models.practice.change import Batch
from models.practice.pointing import SlipLine
from models.tables.people import Learner
from models.tables.practice import SlipWeek

LEAST_SLIPS = 5
"""Fewer wait in the box: among four, who said « non » might be guessed."""
YEAR = timedelta(weeks=52)
"""How far back weeks are noted and read; those before stay hers, in her export."""


class WeekNotNoted(ValueError):
    """What was typed is no count of a week."""


class TooFewSlips(WeekNotNoted):
    """So few wait in the box."""


class WrongTotals(WeekNotNoted):
    """More slips than there are say « oui » to some lines, or fewer than none."""

    def __init__(self, lines: Sequence[SlipLine]) -> None:
        super().__init__(lines)
        self.lines = lines


class OtherWeek(WeekNotNoted):
    """It is no Monday, lies in the future, or more than a year back."""


class SlipCount(NamedTuple):
    """The slips of a week, and how many of them say « oui » to each line."""

    slips: int
    next: int
    whom: int
    said: int

    def yes(self, line: SlipLine) -> int:
        """Return how many say « oui » to a line."""
        return int(getattr(self, line))


def can_be_noted(week: date, today: date) -> bool:
    """Return whether a day is the Monday of this week, or of one within a year."""
    return week == monday_of(week) and monday_of(today) - YEAR <= week <= today


def note(db: Session, learner_key: UUID, week: date, count: SlipCount, today: date) -> None:
    """Keep what was counted in a week, in the place of what was kept of it before. Raises WeekNotNoted."""
    if not can_be_noted(week, today):
        raise OtherWeek(week)
    if count.slips < LEAST_SLIPS:
        raise TooFewSlips(count.slips)
    if wrong := [line for line in SlipLine if not 0 <= count.yes(line) <= count.slips]:
        raise WrongTotals(wrong)
    # Behind the learner's lock: the same week noted twice at once would else be inserted twice.
    db.execute(select(Learner.key).where(Learner.key == learner_key).with_for_update())
    take_back(db, learner_key, week)
    totals = {"knows_next": count.next, "knows_whom": count.whom, "could_say": count.said}
    db.add(SlipWeek(learner_key=learner_key, week=week, slips=count.slips, **totals))
    db.flush()


def take_back(db: Session, learner_key: UUID, week: date) -> None:
    """Forget what was counted in a week."""
    db.execute(delete(SlipWeek).where(SlipWeek.learner_key == learner_key, SlipWeek.week == week))


def hers(db: Session, learner_key: UUID, today: date) -> Mapping[date, SlipCount]:
    """Return what a counsellor has counted within a year, by its Monday, the earliest first."""
    mine = select(SlipWeek).where(SlipWeek.learner_key == learner_key, SlipWeek.week >= monday_of(today) - YEAR)
    weeks = db.scalars(mine.order_by(SlipWeek.week))
    return {one.week: SlipCount(one.slips, one.knows_next, one.knows_whom, one.could_say) for one in weeks}


def batches(counted: Mapping[date, SlipCount], line: SlipLine) -> list[Batch]:
    """Return what was counted of one line, a batch for each week."""
    return [Batch(week, count.slips, count.yes(line)) for week, count in counted.items()]
