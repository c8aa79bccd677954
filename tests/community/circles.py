"""Circles as they were begun in a version before, which nothing writes any more."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.tables.public_pages import Circle, CircleMember, Meeting
from models.tables.reports import Report, ReportKind
from tests.builders import MONDAY

LINK = "https://reunion-du-cercle.exemple.be/j/1"


def begun(db: Session, *keys: UUID, topic: str = "garde", closed_on: date | None = None) -> int:
    """A circle in which these take part."""
    row = Circle(topic_id=topic, begun_on=MONDAY.date(), closed_on=closed_on)
    db.add(row)
    db.flush()
    db.add_all([CircleMember(circle_id=row.id, learner_key=key, joined_on=MONDAY.date()) for key in keys])
    db.flush()
    return row.id


def meets(db: Session, circle_id: int, at: datetime) -> Meeting:
    """A date of a circle, of an hour."""
    row = Meeting(uid=str(uuid4()), circle_id=circle_id, subject="", place="Salle « 2 »", link=LINK, changed_at=MONDAY)
    row.starts_at, row.ends_at = at, at + timedelta(hours=1)
    db.add(row)
    db.flush()
    return row


def kept_sentence(db: Session, key: UUID, word: str = "Demander qui garde déjà.") -> None:
    """What somebody sent to the workshop for a circle on « garde »."""
    place = {"version_id": in_force.topics_version(db), "topic_id": "garde", "language": "fr"}
    db.add(Report(learner_key=key, kind=ReportKind.FROM_CIRCLE, at=MONDAY, word=word, **place))
    db.flush()
