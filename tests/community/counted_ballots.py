"""What somebody has counted of slips, week by week."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models.community import ballots
from models.community.ballots import BallotCount

WEEK = timedelta(weeks=1)
MUCH, LITTLE = BallotCount(15, 14, 13, 12), BallotCount(15, 5, 13, 12)
"""A good week; one in which fewer know what they do next."""


def count_weeks(db: Session, learner_key: UUID, last: date, *counts: BallotCount) -> None:
    """Note a count for each week, the last in the week that begins on that Monday."""
    for number, count in enumerate(counts, 1 - len(counts)):
        week = last + number * WEEK
        ballots.note(db, learner_key, week, count, week)


def year(*, falls: bool = False) -> list[BallotCount]:
    """A year of weeks; the last eight with fewer « oui » to the first line, if it falls."""
    return [MUCH] * 44 + [LITTLE if falls else MUCH] * 8
