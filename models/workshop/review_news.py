"""What reviews bring to a trainer: a text to read, her own that came back or was approved; said on home and by mail."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from models.ground.lookups import Lookup
from models.tables.reviewing import ReadMark, Review, ReviewDecision
from models.workshop import reviewing

TOLD = timedelta(days=7)
"""How long an approved text is told of, unless it is marked read before."""


class ReviewStep(StrEnum):
    """What has come of a review for somebody."""

    ASKED = "asked"
    RETURNED = "returned"
    APPROVED = "approved"


class ReviewNews(NamedTuple):
    """A review, what it brings, since when, and who did it."""

    review: Review
    step: ReviewStep
    at: datetime
    by: UUID
    personal: bool
    """Whether it concerns her alone; a text that anybody may read concerns all."""


def _was_approved() -> ColumnElement[bool]:
    marks = (ReadMark.document_id == Review.document_id, ReadMark.learner_key == bindparam("learner_key"))
    read = exists().where(*marks, ReadMark.at >= Review.decided_at)
    lately = Review.decided_at > bindparam("reviewed_since")
    return and_(Review.decision == ReviewDecision.APPROVED, lately, ~read)


HERE = Lookup(
    select(Review.id).where(
        or_(
            and_(Review.decision.is_(None), Review.asked_by != bindparam("learner_key")),
            and_(Review.asked_by == bindparam("learner_key"), or_(reviewing.came_back(), _was_approved())),
        )
    ),
    lambda rows: sorted(review_id for (review_id,) in rows),
)
"""The reviews that may bring somebody something."""


def news(db: Session, reader: UUID, at: datetime) -> Sequence[ReviewNews]:
    """Return what reviews bring to a trainer: what is hers alone before what anybody may read, the oldest first."""
    ids = HERE.ask(db, learner_key=reader, reviewed_since=at - TOLD)
    if not ids:
        return []
    found = db.scalars(select(Review).where(Review.id.in_(ids)).order_by(Review.id)).all()
    mine = {review.id for review in reviewing.for_reader(db, found, reader)}
    told = [_told(review, reader) for review in found if review.decision is not None or review.id in mine]
    return sorted(told, key=lambda one: not one.personal)


def _told(review: Review, reader: UUID) -> ReviewNews:
    if review.decision is None or review.decided_at is None or review.decided_by is None:
        return ReviewNews(review, ReviewStep.ASKED, review.asked_at, review.asked_by, review.invited == reader)
    return ReviewNews(review, ReviewStep(review.decision), review.decided_at, review.decided_by, personal=True)
