"""Circles of colleagues on a topic, closed when they have nothing more to say; nobody new comes in.

Who takes part is seen by those who take part. A question is put at a meeting, and no answer to it is kept.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.module import Module, Question, QuestionKind, Use
from content.topics import Topic
from models.catalogue import in_force
from models.community import meetings
from models.ground import jobs
from models.study.reports import telling
from models.study.reports.about import AboutTopic
from models.tables.circles import Circle, CircleMember
from models.tables.meetings import Meeting
from models.tables.people import Account

KEPT = timedelta(days=30)
"""After it was closed; one in which nobody is left goes at once."""
LETTERS = "ABCD"
"""Of the options of a question that is put, and of the cards that are held up."""
LONGEST_SENTENCE = 300
"""Characters of what a circle keeps."""


class NoSuchCircle(LookupError):
    """This person takes part in no such circle, or it is gone."""


class NoSuchTopic(LookupError):
    """No topic in force has that id."""


class NoSuchCircleQuestion(LookupError):
    """The question cannot be put in this circle, or no longer."""


class CircleClosed(Exception):
    """The circle is closed: nothing more is done in it."""


class CircleLinkClosed(Exception):
    """Nobody comes into a circle by a link, and none is handed out."""


class NotASentence(ValueError):
    """Nothing is written, or more than LONGEST_SENTENCE characters."""


class CircleAsSeen(NamedTuple):
    """A circle, for one who takes part."""

    id: int
    topic: Topic | None
    """None once it is no longer in force."""
    closed_on: date | None
    joined_on: date
    next: Meeting | None
    """Its next date, or the one that goes on."""


class PutQuestion(NamedTuple):
    """A question that a circle puts, and the module that it comes from."""

    module: Module
    question: Question


# -------------------------------------------------------------------------------------------------------- taking part


def mine(db: Session, learner_key: UUID, at: datetime) -> list[CircleAsSeen]:
    """Return the circles in which somebody takes part, those with the earliest next date first, closed ones last."""
    hers = select(Circle, CircleMember.joined_on).join(CircleMember, CircleMember.circle_id == Circle.id)
    rows = db.execute(hers.where(CircleMember.learner_key == learner_key).order_by(Circle.id)).all()
    coming, topics = _coming(db, [circle.id for circle, _ in rows], at), _topics(db)
    found = [
        CircleAsSeen(one.id, topics.get(one.topic_id), one.closed_on, joined_on, coming.get(one.id))
        for one, joined_on in rows
    ]
    never = at + timedelta(days=36_500)
    return sorted(found, key=lambda one: (one.closed_on is not None, one.next.starts_at if one.next else never))


def begin(db: Session, learner_key: UUID, topic_id: str, day: date) -> int:
    """Begin a circle on a topic in force, or return the one on it that she takes part in; raises NoSuchTopic."""
    if topic_id not in _topics(db):
        raise NoSuchTopic(topic_id)
    hers = select(Circle.id).join(CircleMember, CircleMember.circle_id == Circle.id)
    there = hers.where(CircleMember.learner_key == learner_key, Circle.topic_id == topic_id, Circle.closed_on.is_(None))
    if (found := db.scalar(there)) is not None:
        return found
    row = Circle(topic_id=topic_id, begun_on=day)
    db.add(row)
    db.flush()
    join(db, row.id, learner_key, day)
    return row.id


def join(db: Session, circle_id: int, learner_key: UUID, day: date) -> None:
    """Let somebody take part; the same form sent twice is one. Raises NoSuchCircle."""
    row = db.get(Circle, circle_id, with_for_update=True)
    if row is None or row.closed_on is not None:
        raise NoSuchCircle(circle_id)
    jobs.insert_new(db, CircleMember, [{"circle_id": circle_id, "learner_key": learner_key, "joined_on": day}])


def find(db: Session, circle_id: int, learner_key: UUID) -> Circle:
    """Return a circle in which somebody takes part; raises NoSuchCircle, whatever the reason."""
    taking_part = (CircleMember.circle_id == Circle.id) & (CircleMember.learner_key == learner_key)
    row = db.scalar(select(Circle).join(CircleMember, taking_part).where(Circle.id == circle_id))
    if row is None:
        raise NoSuchCircle(circle_id)
    return row


def find_open(db: Session, circle_id: int, learner_key: UUID) -> Circle:
    """Return a circle in which somebody takes part, to do something in it; raises NoSuchCircle, CircleClosed."""
    row = find(db, circle_id, learner_key)
    db.refresh(row, with_for_update=True)
    if row.closed_on is not None:
        raise CircleClosed(circle_id)
    return row


def names(db: Session, circle_id: int) -> Sequence[str]:
    """Return the names of those who take part, less those who have left the house."""
    there = (Account.learner_key == CircleMember.learner_key) & Account.closed_at.is_(None)
    taking_part = select(Account.name).join(CircleMember, there).where(CircleMember.circle_id == circle_id)
    return db.scalars(taking_part.order_by(Account.name, Account.id)).all()


def leave(db: Session, circle_id: int, learner_key: UUID) -> None:
    """Take somebody out of a circle, which goes when nobody is left."""
    _leave(db, learner_key, [circle_id])


def leave_all(db: Session, learner_key: UUID) -> None:
    """Take somebody out of every circle."""
    _leave(
        db, learner_key, db.scalars(select(CircleMember.circle_id).where(CircleMember.learner_key == learner_key)).all()
    )


def close(db: Session, circle: Circle, at: datetime) -> None:
    """Close a circle; what it had planned is cancelled."""
    circle.closed_on = at.date()
    for meeting in meetings.of_circle(db, circle.id):
        if meeting.cancelled_at is None and meeting.starts_at > at:
            meetings.cancel(db, meeting, at)
    db.flush()


# ------------------------------------------------------------------------------------------------------ topic and dates


def topic_of(db: Session, circle: Circle) -> Topic | None:
    """Return the topic of a circle; None once it is no longer in force."""
    return _topics(db).get(circle.topic_id)


def _topics(db: Session) -> dict[str, Topic]:
    return {topic.id: topic for topic in in_force.topics(db)}


def coming(held: Sequence[Meeting], at: datetime) -> Meeting | None:
    """Return the next of the meetings of a circle, or the one that goes on."""
    return next((one for one in held if one.cancelled_at is None and one.ends_at > at), None)


def has_met(held: Sequence[Meeting], at: datetime) -> bool:
    """Return whether a meeting of a circle has begun, of those that are still kept."""
    return any(one.cancelled_at is None and one.starts_at <= at for one in held)


def _coming(db: Session, circle_ids: Collection[int], at: datetime) -> dict[int | None, Meeting]:
    to_come = (Meeting.circle_id.in_(circle_ids), Meeting.cancelled_at.is_(None), Meeting.ends_at > at)
    latest_first = db.scalars(select(Meeting).where(*to_come).order_by(Meeting.starts_at.desc(), Meeting.id.desc()))
    return {one.circle_id: one for one in latest_first}


# ------------------------------------------------------------------------------------------------------- one question


def questions(db: Session, topic: Topic | None, day: date, language: str) -> list[PutQuestion]:
    """Return what a circle on a topic can put: published, to learn by, one right letter out of four at most."""
    if topic is None:
        return []
    valid = [one for one in in_force.published_modules(db, language) if one.module.valid_on(day)]
    return [
        PutQuestion(one.module, question)
        for one in valid
        for question in one.module.pool
        if question.skill in topic.skills and _can_be_put(question)
    ]


def question_of(db: Session, circle: Circle, day: date, language: str) -> PutQuestion | None:
    """Return the question that a circle puts; None where none is chosen, or it is no longer asked."""
    if circle.question_id is None:
        return None
    asked = questions(db, topic_of(db, circle), day, language)
    return next((one for one in asked if one.question.id == circle.question_id), None)


def choose(db: Session, circle: Circle, question_id: str, day: date, language: str) -> None:
    """Let a circle put a question at its next meeting; raises NoSuchCircleQuestion."""
    for one in questions(db, topic_of(db, circle), day, language):
        if one.question.id == question_id:
            circle.module_id, circle.question_id = one.module.id, question_id
            db.flush()
            return
    raise NoSuchCircleQuestion(question_id)


def _can_be_put(question: Question) -> bool:
    # A question for checks shows nobody its key before it has asked.
    sort = question.use is Use.LEARN and question.kind is QuestionKind.ONE
    return sort and len(question.options) <= len(LETTERS)


# ------------------------------------------------------------------------------------------------------ one sentence


def keep_sentence(db: Session, circle: Circle, learner_key: UUID, sentence: str, language: str, at: datetime) -> None:
    """Send what a circle keeps to the workshop, as a remark on its topic; raises NotASentence, NoSuchTopic."""
    kept = meetings.one_line(sentence)
    if not kept or len(kept) > LONGEST_SENTENCE:
        raise NotASentence
    if topic_of(db, circle) is None:
        raise NoSuchTopic(circle.topic_id)
    about = AboutTopic(in_force.topics_version(db), circle.topic_id, language)
    telling.keep_of_circle(db, learner_key, about, kept, at)


# ----------------------------------------------------------------------------------------------------------- forgetting


def forget_old(db: Session, at: datetime) -> None:
    """Delete the circles that were closed longer ago than KEPT."""
    _delete(db, list(db.scalars(select(Circle.id).where(Circle.closed_on < (at - KEPT).date()))))


def _leave(db: Session, learner_key: UUID, ids: Collection[int]) -> None:
    hers = (CircleMember.learner_key == learner_key) & CircleMember.circle_id.in_(ids)
    left = set(db.scalars(select(CircleMember.circle_id).where(hers)))
    # Behind the same lock as whoever joins: a circle never goes while somebody comes in.
    db.execute(select(Circle.id).where(Circle.id.in_(left)).order_by(Circle.id).with_for_update())
    db.execute(delete(CircleMember).where(hers))
    others = select(CircleMember.circle_id).where(CircleMember.circle_id.in_(left))
    _delete(db, left - set(db.scalars(others)))


def _delete(db: Session, ids: Collection[int]) -> None:
    for table in (Meeting, CircleMember):
        db.execute(delete(table).where(table.__table__.c.circle_id.in_(ids)))
    db.execute(delete(Circle).where(Circle.id.in_(ids)))
