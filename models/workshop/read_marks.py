"""« Marquer comme lu »: the text of a document as somebody has read it, and what she is shown against it."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import documents
from models.tables.documents import Document
from models.tables.reviewing import ReadMark, Review, ReviewDecision

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
