"""Circles of colleagues, which have ended: read and taken along by those who take part, until their tables go.

Who takes part is seen by those who take part. No answer to the question of a circle was ever kept.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, Gone
from content.module import Module, Question, QuestionKind, Use
from content.topics import Topic
from models.catalogue import in_force
from models.ground.lookups import Lookup
from models.tables.people import Account
from models.tables.public_pages import Circle, CircleMember, Meeting

KEPT = timedelta(days=30)
"""After it was closed; one in which nobody is left goes at once."""
TAKES_PART = Lookup(
    select(CircleMember.circle_id).where(CircleMember.learner_key == bindparam("learner_key")),
    lambda rows: [circle_id for (circle_id,) in rows],
)
"""The circles in which somebody takes part."""


class CircleLinkClosed(Gone):
    """An invitation to a circle, or the address of its calendar: neither opens any more."""

    what = N_("Les cercles se sont arrêtés : leurs liens ne s'ouvrent plus.")
    then = N_("Qui prenait part lit et emporte les siens depuis « Aujourd'hui », jusqu'à la prochaine version.")


class PutQuestion(NamedTuple):
    """A question that a circle puts, and the module that it comes from."""

    module: Module
    question: Question


class CircleAsRead(NamedTuple):
    """A circle with all that one who takes part could ever read of it."""

    id: int
    topic: Topic | None
    """None once it is no longer in force."""
    joined_on: date
    closed_on: date | None
    meetings: Sequence[Meeting]
    """All that is kept of them, the earliest first."""
    put: PutQuestion | None
    """None where none was chosen, or it is no longer asked."""
    names: Sequence[str]
    """Of those who take part, less those who have left the house."""


def mine(db: Session, learner_key: UUID, day: date, language: str) -> list[CircleAsRead]:
    """Return the circles in which somebody takes part, in the order in which they were begun."""
    hers = select(Circle, CircleMember.joined_on).join(CircleMember, CircleMember.circle_id == Circle.id)
    rows = db.execute(hers.where(CircleMember.learner_key == learner_key).order_by(Circle.id)).all()
    ids = [circle.id for circle, _ in rows]
    found: dict[int | None, list[Meeting]] = defaultdict(list)
    in_order = select(Meeting).where(Meeting.circle_id.in_(ids)).order_by(Meeting.starts_at, Meeting.id)
    for one in db.scalars(in_order):
        found[one.circle_id].append(one)
    names: dict[int, list[str]] = defaultdict(list)
    there = (Account.learner_key == CircleMember.learner_key) & Account.closed_at.is_(None)
    named = select(CircleMember.circle_id, Account.name).join(Account, there).where(CircleMember.circle_id.in_(ids))
    in_order_of_names = named.order_by(Account.name, Account.id, CircleMember.circle_id, CircleMember.learner_key)
    for circle_id, name in db.execute(in_order_of_names):
        names[circle_id].append(name)
    topics = {topic.id: topic for topic in in_force.topics(db)}
    asked = _asked(db, {circle.question_id for circle, _ in rows}, day, language)
    return [
        CircleAsRead(
            one.id,
            topics.get(one.topic_id),
            joined_on,
            one.closed_on,
            found[one.id],
            asked.get(one.question_id),
            names[one.id],
        )
        for one, joined_on in rows
    ]


def leave(db: Session, circle_id: int, learner_key: UUID) -> None:
    """Take somebody out of a circle, which goes when nobody is left."""
    _leave(db, learner_key, [circle_id])


def leave_all(db: Session, learner_key: UUID) -> None:
    """Take somebody out of every circle."""
    _leave(db, learner_key, TAKES_PART.ask(db, learner_key=learner_key))


def forget_old(db: Session, at: datetime) -> None:
    """Delete the circles that were closed longer ago than KEPT."""
    _delete(db, list(db.scalars(select(Circle.id).where(Circle.closed_on < (at - KEPT).date()))))


def _asked(db: Session, ids: Collection[str | None], day: date, language: str) -> dict[str | None, PutQuestion]:
    # As when it was chosen: one that is for checks by now shows nobody its key before it has asked.
    valid = [one.module for one in in_force.published_modules(db, language) if one.module.valid_on(day)]
    return {
        question.id: PutQuestion(module, question)
        for module in valid
        for question in module.pool
        if question.id in ids and question.use is Use.LEARN and question.kind is QuestionKind.ONE
    }


def _leave(db: Session, learner_key: UUID, ids: Collection[int]) -> None:
    hers = (CircleMember.learner_key == learner_key) & CircleMember.circle_id.in_(ids)
    left = set(db.scalars(select(CircleMember.circle_id).where(hers)))
    # The last two who leave at once do so one after the other: else each would see the other there, and it would stay.
    db.execute(select(Circle.id).where(Circle.id.in_(left)).order_by(Circle.id).with_for_update())
    db.execute(delete(CircleMember).where(hers))
    others = select(CircleMember.circle_id).where(CircleMember.circle_id.in_(left))
    _delete(db, left - set(db.scalars(others)))


def _delete(db: Session, ids: Collection[int]) -> None:
    for table in (Meeting, CircleMember):
        db.execute(delete(table).where(table.__table__.c.circle_id.in_(ids)))
    db.execute(delete(Circle).where(Circle.id.in_(ids)))
