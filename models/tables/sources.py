"""Watched sources and their hosts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Host(Base):
    """A web host: one visit at a time, at its own pace, by its own robots.txt."""

    __tablename__ = "host"

    name: Mapped[str] = mapped_column(primary_key=True)
    """host:port"""
    next_visit_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    robots: Mapped[str | None]
    """The text of robots.txt; empty where there is none, which allows everything."""
    robots_at: Mapped[datetime | None]


class Source(Base):
    """A watched site: a feed, or a page whose text changes."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    learner_key: Mapped[UUID | None] = mapped_column(ForeignKey("learner.key"))
    """Whose source it is; None for one that is shared."""
    name: Mapped[str]
    nature: Mapped[str] = mapped_column(default="public_service")
    """A code of models.sources.Nature."""
    jurisdiction: Mapped[str | None]
    """A code of models.sources.Jurisdiction: where what it says holds."""
    right_to_show: Mapped[str] = mapped_column(default="text")
    """A code of models.sources.Right: how much of its texts may be shown."""
    address: Mapped[str] = mapped_column(unique=True)
    host: Mapped[str] = mapped_column(index=True)
    """host:port of the address"""
    kind: Mapped[str]
    """feed or page"""
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    next_visit_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """Failures since the last success."""
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    fingerprint: Mapped[str | None]
    last_visit_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_result: Mapped[str | None]
    """A code of models.visits.Result."""
    last_detail: Mapped[str | None]
    created_at: Mapped[datetime]
