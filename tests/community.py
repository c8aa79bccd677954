"""Somebody with a page, a meeting, a circle, a letter and a week of slips."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from models.tables.circles import Circle, CircleMember
from models.tables.meetings import Meeting
from models.tables.plain_letters import PlainLetter
from models.tables.practice import SlipWeek
from models.tables.public_pages import PageKind, PublicPage


def take_part(db: Session, learner_key: UUID, at: datetime) -> None:
    """Add one row of each: her page with a workshop, a circle with a date, her letter, her slips."""
    day, hers = at.date(), {"learner_key": learner_key}
    page = PublicPage(address=f"p-{learner_key}", kind=PageKind.COUNSELLOR, shows={"title": "C. L."}, **hers)
    circle = Circle(topic_id="logement", begun_on=day)
    db.add_all([page, circle])
    db.flush()
    for uid, where in (("page", {"page_id": page.id}), ("circle", {"circle_id": circle.id})):
        when = {"starts_at": at, "ends_at": at + timedelta(hours=1), "changed_at": at}
        db.add(Meeting(uid=f"{uid}-{learner_key}", subject="", place="", link="", **when, **where))
    db.add(CircleMember(circle_id=circle.id, joined_on=day, **hers))
    db.add(SlipWeek(week=day, slips=5, knows_next=4, knows_whom=3, could_say=5, **hers))
    db.add(PlainLetter(token=f"l-{learner_key}", language="fr", cites=[], made_at=at, until=day, **hers))
    db.flush()
