"""Workshops and web meetings that a public page announces, and the next meeting of a circle."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow


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
