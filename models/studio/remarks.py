"""Remarks in the margin of a text, each beside its line, and what a colleague has read of the text."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, or_not_found
from models.catalogue import documents
from models.studio.reviewing import NotHers, review_of
from models.tables.documents import Document
from models.tables.reviewing import ReadMark, Review, ReviewComment, ReviewDecision


class PlacedRemark(NamedTuple):
    """A remark beside a line of a text."""

    comment: ReviewComment
    line: int
    """From 1; 0 of the whole text, and where its line is no longer there."""

    @property
    def is_lost(self) -> bool:
        """Whether it was made of a line that has changed since."""
        return self.comment.line > 0 and not self.line


def open_remarks(db: Session, document: Document) -> Sequence[ReviewComment]:
    """Return what was said of what is being written: by all its readings, the earliest first."""
    made = select(ReviewComment).join(Review, Review.id == ReviewComment.review_id)
    made = made.where(Review.document_id == document.id, Review.over_at.is_(None))
    return db.scalars(made.order_by(ReviewComment.id)).all()


def placed(comments: Iterable[ReviewComment], text: str) -> list[PlacedRemark]:
    """Place remarks beside the lines of a text, from its top down; what has lost its line comes first."""
    lines = text.split("\n")
    return sorted((PlacedRemark(one, _line_of(one, lines)) for one in comments), key=lambda one: one.line)


def _line_of(comment: ReviewComment, lines: Sequence[str]) -> int:
    """Return the line that says what the remark was made of, the nearest of several; 0 where none does."""
    if not comment.line:
        return 0
    alike = [number for number, line in enumerate(lines, 1) if line == comment.quoted]
    return min(alike, key=lambda number: abs(number - comment.line), default=0)


def settle(db: Session, comment_id: int, at: datetime | None, by: UUID) -> ReviewComment:
    """Note that a remark is dealt with, or without an instant that it is not; raises NotFound, NotHers."""
    comment = or_not_found(
        db.get(ReviewComment, comment_id),
        N_("Cette remarque n'existe pas."),
        N_("Celles de votre texte sont à côté de lui, dans l'atelier."),
    )
    # The author answers for the text; who made the remark sees what became of it.
    if review_of(db, comment.review_id).asked_by != by:
        raise NotHers
    comment.settled_at = at and (comment.settled_at or at)
    db.flush()
    return comment


# ------------------------------------------------------------------------------------------------- « Marquer comme lu »


DECIDED = ReviewDecision.RETURNED, ReviewDecision.APPROVED


class TextRead(NamedTuple):
    """A text that somebody has read, and when."""

    text: str
    at: datetime


def mark_read(db: Session, document: Document, reader: UUID, text: str, at: datetime) -> None:
    """Note that somebody has read this text of a document; one mark is kept of each."""
    # Pressed twice at once, it is noted once.
    documents.lock(db, document)
    mark = db.get(ReadMark, (reader, document.id))
    if mark is None:
        db.add(ReadMark(learner_key=reader, document_id=document.id, text=text, at=at))
    else:
        mark.text, mark.at = text, at
    db.flush()


def last_read(db: Session, document: Document, reader: UUID) -> TextRead | None:
    """Return what somebody has read last of a document: what she marked, or the text that she decided on."""
    mark = db.get(ReadMark, (reader, document.id))
    decided = select(Review.text, Review.decided_at).where(
        Review.document_id == document.id, Review.decided_by == reader, Review.decision.in_(DECIDED)
    )
    last = db.execute(decided.order_by(Review.decided_at.desc().nulls_last(), Review.id.desc()).limit(1)).first()
    read = [TextRead(mark.text, mark.at)] if mark else []
    if last is not None and last.decided_at is not None:
        read.append(TextRead(last.text, last.decided_at))
    return max(read, key=lambda one: one.at, default=None)
