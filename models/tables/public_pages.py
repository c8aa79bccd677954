"""« Notre page », the meetings that it announces, and circles of colleagues, which have ended."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class PageKind(StrEnum):
    """Whose page it is."""

    TEAM = "team"
    COUNSELLOR = "counsellor"


class PublicPage(CountedRow):
    """A public page at an address that stays; what it says is shown as it was approved, and not before."""

    address: Mapped[str] = mapped_column(unique=True)
    """The end of its address: small letters, digits and hyphens; never given to another page."""
    kind: Mapped[str]
    """team or counsellor"""
    learner_key: Mapped[LearnerKey | None] = mapped_column(unique=True)
    """Of a counsellor's page: hers. A team's is kept by the trainers."""
    shows: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was approved, as `models.community.public_pages` writes and reads it."""
    asks: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What waits to be approved, in the same shape."""
    approved_on: Mapped[date | None]
    switched_off_on: Mapped[date | None]


# -------------------------------------------------------------- workshops and web meetings that a public page announces


class Meeting(CountedRow):
    """One meeting, as calendars know it (RFC 5545); moved and cancelled meetings keep their row until their term."""

    __table_args__ = (CheckConstraint("(page_id IS NULL) <> (circle_id IS NULL)", name="of_a_page_or_a_circle"),)

    uid: Mapped[str] = mapped_column(unique=True)
    """Drawn at random: what a calendar knows it by, however often it is moved."""
    page_id: Mapped[int | None] = mapped_column(ForeignKey("public_page.id"), index=True)
    circle_id: Mapped[int | None] = mapped_column(ForeignKey("circle.id"), index=True)
    subject: Mapped[str]
    """In one line; of a circle's meeting empty, its topic says it."""
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str]
    """Where it is, in one line; empty for a web meeting."""
    link: Mapped[str]
    """Of a web meeting; shown to those who work here, and on no public route."""
    sequence: Mapped[int] = mapped_column(default=0)
    """How often it was changed since it was announced."""
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


# ------------------------------------------------------------------------------ circles of colleagues, which have ended


class Circle(CountedRow):
    """A circle about a topic of interviews; its next date is a meeting."""

    topic_id: Mapped[str]
    module_id: Mapped[str | None]
    question_id: Mapped[str | None]
    """The question of that module which is put at the next meeting."""
    begun_on: Mapped[date]
    closed_on: Mapped[date | None]


class CircleMember(Base):
    """That somebody takes part in a circle: by her own wish, seen by its members alone."""

    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), primary_key=True)
    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True, index=True)
    joined_on: Mapped[date]
