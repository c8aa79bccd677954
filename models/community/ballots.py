"""The ballots that a counsellor has counted, week by week: she notes them, takes them back, and reads them as lines."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from models.community.ballot_reading import BallotLine, Batch
from models.ground.calendar import monday_of
from models.tables.ballots import BallotWeek
from models.tables.people import Learner

LEAST_BALLOTS = 5
"""Fewer wait in the box: among four, who said « non » might be guessed."""
YEAR = timedelta(weeks=52)
"""How far back weeks are noted and read; those before stay hers, in her export."""


class BallotCount(NamedTuple):
    """The ballots of a week, and how many of them say « oui » to each line."""

    ballots: int
    next: int
    whom: int
    said: int

    def yes(self, line: BallotLine) -> int:
        """Return how many say « oui » to a line."""
        return int(getattr(self, line))


def can_be_noted(week: date, today: date) -> bool:
    """Return whether a day is the Monday of this week, or of one within a year."""
    return week == monday_of(week) and monday_of(today) - YEAR <= week <= today


def note(db: Session, learner_key: UUID, week: date, count: BallotCount, today: date) -> None:
    """Keep what was counted in a week, in the place of what was kept of it before. Raises Refused."""
    if not can_be_noted(week, today):
        raise Refused(N_("Seules cette semaine et celles de l'année écoulée peuvent être notées."), "slips")
    if count.ballots < LEAST_BALLOTS:
        raise Refused(N_("Moins de cinq restent dans la boîte, jusqu'à ce qu'il y en ait cinq."), "slips")
    if wrong := [line for line in BallotLine if not 0 <= count.yes(line) <= count.ballots]:
        raise Refused(N_("Il y a plus de « oui » que de bulletins."), *wrong)
    # Behind the learner's lock: the same week noted twice at once would else be inserted twice.
    db.execute(select(Learner.key).where(Learner.key == learner_key).with_for_update())
    take_back(db, learner_key, week)
    totals = {"knows_next": count.next, "knows_whom": count.whom, "could_say": count.said}
    db.add(BallotWeek(learner_key=learner_key, week=week, ballots=count.ballots, **totals))
    db.flush()


def take_back(db: Session, learner_key: UUID, week: date) -> None:
    """Forget what was counted in a week."""
    db.execute(delete(BallotWeek).where(BallotWeek.learner_key == learner_key, BallotWeek.week == week))


def hers(db: Session, learner_key: UUID, today: date) -> Mapping[date, BallotCount]:
    """Return what a counsellor has counted within a year, by its Monday, the earliest first."""
    mine = select(BallotWeek).where(BallotWeek.learner_key == learner_key, BallotWeek.week >= monday_of(today) - YEAR)
    weeks = db.scalars(mine.order_by(BallotWeek.week))
    return {one.week: BallotCount(one.ballots, one.knows_next, one.knows_whom, one.could_say) for one in weeks}


def batches(counted: Mapping[date, BallotCount], line: BallotLine) -> list[Batch]:
    """Return what was counted of one line, a batch for each week."""
    return [Batch(week, count.ballots, count.yes(line)) for week, count in counted.items()]
