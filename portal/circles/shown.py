"""The page of a circle, as one who takes part sees it."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template
from sqlalchemy.orm import Session

from content.topics import Topic
from models.community import circles, meetings
from models.community.circles import PutQuestion
from models.tables.circles import Circle
from models.tables.meetings import Meeting
from portal.access import today
from portal.meetings.planning import TypedMeeting, as_typed, when
from portal.pages import page_language
from portal.shell import now


class CircleShown(NamedTuple):
    """A circle with all that its page says."""

    id: int
    closed: bool
    topic: Topic | None
    names: Sequence[str]
    next: Meeting | None
    when: str
    begun: bool
    """Whether the meeting goes on."""
    has_met: bool
    put: PutQuestion | None


class SentenceAgain(NamedTuple):
    """A sentence that comes back unsent."""

    sentence: str = ""
    wrong: str = ""


def page_of(db: Session, row: Circle, form: TypedMeeting | None = None, sentence: SentenceAgain | None = None) -> str:
    """Return the page of a circle, with what was typed in it where it comes back."""
    found = _shown(db, row)
    return render_template(
        "circles/circle.html",
        circle=found,
        form=form or (as_typed(found.next) if found.next else TypedMeeting()),
        again=sentence or SentenceAgain(),
        longest=circles.LONGEST_SENTENCE,
    )


def _shown(db: Session, row: Circle) -> CircleShown:
    held, at = meetings.of_circle(db, row.id), now()
    coming = circles.coming(held, at)
    return CircleShown(
        id=row.id,
        closed=row.closed_on is not None,
        topic=circles.topic_of(db, row),
        names=circles.names(db, row.id),
        next=coming,
        when=when(coming) if coming else "",
        begun=coming is not None and coming.starts_at <= at,
        has_met=circles.has_met(held, at),
        put=circles.question_of(db, row, today(), page_language()),
    )
