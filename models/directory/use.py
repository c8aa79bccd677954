"""How often entries are used and not found, by week: printed, copied, answered about; opening one counts nothing."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.topics import Topic
from models.catalogue import in_force
from models.ground import counts
from models.ground.counts import WeekTold
from models.tables.counts import WeekCountKind


class TopicNeeds(NamedTuple):
    """What the directory did not have of a topic, the latest week first."""

    topic: Topic
    weeks: Sequence[WeekTold]


def count(db: Session, document_id: str, day: date) -> None:
    """Count one use of an entry in the week of a day."""
    counts.count_in_week(db, WeekCountKind.ENTRY_USED, document_id, day)


def lately(db: Session, day: date) -> dict[str, int]:
    """Return how often each entry was used in the year before a day, where that is at least FEWEST times."""
    return counts.weeks_in_a_year(db, WeekCountKind.ENTRY_USED, day)


def count_unmet(db: Session, topic: Topic, day: date) -> None:
    """Count one need of a topic that the directory did not meet in the week of a day."""
    counts.count_in_week(db, WeekCountKind.TOPIC_UNMET, topic.id, day)


def unmet_lately(db: Session, day: date) -> list[TopicNeeds]:
    """Return, by topic, the last weeks that were over on a day; a topic of which nothing was said is not there."""
    found = counts.weeks_lately(db, WeekCountKind.TOPIC_UNMET, day)
    return [TopicNeeds(one, found[one.id]) for one in in_force.topics(db) if one.id in found]
