"""Reviews of texts before they are published, remarks on their lines, and who is responsible for a text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, DocumentId, LearnerKey


class Review(CountedRow):
    """A text that a colleague has been asked to read before it is published; it is decided once."""

    document_id: Mapped[DocumentId] = mapped_column(index=True)
    text: Mapped[str]
    change: Mapped[str]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Question → wording, meaning or key, as they are said with the version."""
    word: Mapped[str] = mapped_column(default="")
    """What has changed, for those who had learned; said with the version that comes of it."""
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    invited: Mapped[UUID | None]
    """The colleague who was asked; none when any of them may read it."""
    decision: Mapped[str | None]
    """approved, returned or withdrawn"""
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    over_at: Mapped[datetime | None]
    """When the draft that it was of came into force, with what was said of it."""


class ReviewComment(CountedRow):
    """A colleague's comment on a line of a text in review."""

    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    line: Mapped[int]
    """From 1; 0 for the text as a whole."""
    quoted: Mapped[str] = mapped_column(default="")
    """That line, by which it is found again in a later text."""
    body: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    """When the one who wrote the text said that it is dealt with."""


class ReadMark(Base):
    """The text of a document as somebody marked it read, so that she is shown what has changed since."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[datetime]


class ReviewDecision(StrEnum):
    """The end of a review."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


# -------------------------------------------------------------------------------- responsibility for a module or a rule


class Responsibility(Base):
    """The owner of a module or a rule, and the deputy for when she cannot answer for it."""

    subject: Mapped[str] = mapped_column(primary_key=True)
    """The id of a document, or `rule:` and the id of a rule."""
    owner: Mapped[UUID | None]
    deputy: Mapped[UUID | None]
