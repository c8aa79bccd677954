"""How often entries are used and not found, by week: printed, copied, answered about; opening one counts nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.topics import Topic
from models.catalogue import in_force
from models.ground import weekly
from models.ground.anonymity import FEWEST
from models.ground.calendar import monday_of
from models.ground.weekly import KEPT as KEPT
from models.ground.weekly import WeekCount
from models.tables.directory import EntryUse, UnmetTopic


class TopicNeeds(NamedTuple):
    """What the directory did not have of a topic, the latest week first."""

    topic: Topic
    weeks: Sequence[WeekCount]


def count(db: Session, document_id: str, day: date) -> None:
    """Count one use of an entry in the week of a day."""
    weekly.count_one(db, EntryUse, day, document_id=document_id)


def lately(db: Session, day: date) -> dict[str, int]:
    """Return how often each entry was used in the year before a day, where that is at least FEWEST times.

    Never in the week that runs: who looks each evening would learn who was here.
    """
    total = func.sum(EntryUse.number)
    rows = select(EntryUse.document_id, total).where(EntryUse.week >= day - KEPT, EntryUse.week < monday_of(day))
    return {row[0]: row[1] for row in db.execute(rows.group_by(EntryUse.document_id).having(total >= FEWEST))}


def count_unmet(db: Session, topic: Topic, day: date) -> None:
    """Count one need of a topic that the directory did not meet in the week of a day."""
    weekly.count_one(db, UnmetTopic, day, topic=topic.id)


def unmet_lately(db: Session, day: date) -> list[TopicNeeds]:
    """Return, by topic, the last weeks that were over on a day; a topic of which nothing was said is not there."""
    found = weekly.lately(db, UnmetTopic, "topic", day)
    return [TopicNeeds(one, found[one.id]) for one in in_force.topics(db) if one.id in found]


def forget_old(db: Session, at: datetime) -> None:
    """Forget the weeks of more than a year ago."""
    for table in (EntryUse, UnmetTopic):
        weekly.forget_old(db, table, at)
