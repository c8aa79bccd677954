"""Reports on a question, a card or a topic of an interview, and what became of them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey, VersionId


class ReportKind(StrEnum):
    """The kind of objection to a question, a card or a topic."""

    DISAGREE = "disagree"
    OUTDATED = "outdated"
    BADLY_PUT = "badly_put"
    FROM_CIRCLE = "from_circle"
    """What a circle of colleagues kept of a meeting on a topic, while there were any."""


class ReportOutcome(StrEnum):
    """The decision of a reply: the text is right as it is, or the report is."""

    MAINTAINED = "maintained"
    ACCEPTED = "accepted"


class Report(CountedRow):
    """What somebody holds against a question, a card or a topic; it is withdrawn or settled, once, and stays."""

    learner_key: Mapped[LearnerKey | None] = mapped_column(index=True)
    """None once its author was erased."""
    kind: Mapped[str]
    """disagree, outdated, badly_put or from_circle"""
    version_id: Mapped[VersionId]
    question_id: Mapped[str | None]
    card: Mapped[int | None]
    """Its number in the version, from 1; either a card, a question or a topic is concerned."""
    topic_id: Mapped[str | None]
    language: Mapped[str | None]
    """Of a topic, the one of its languages that was read; of a card or a question, its document says it."""
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    """The answer that is set aside until the reply."""
    word: Mapped[str] = mapped_column(default="")
    wants_reply: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    """maintained or accepted; none until somebody has replied"""
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    replied_by: Mapped[UUID | None]
    read_at: Mapped[datetime | None]
    """When its author put the reply away."""
