"""Watched sources, what their visits found, and the stories that people read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from models import authoring, progress
from models.learner import State
from models.tables import Article, Host, Source, Story, StoryReading, StorySkill

LEASE = timedelta(minutes=3)
"""Longer than any visit may last."""
KEPT = timedelta(days=14)
"""A story leaves the feed after that."""
MOST_STORIES = 40


class AddressTaken(ValueError):
    """That address is watched already."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is told to one learner: with its summary, its sources and why it is here."""

    story: Story
    sources: tuple[str, ...]
    address: str
    summary: tuple[str, ...]
    skills: tuple[str, ...]
    """Skills that it touches, nearest first."""
    concerned: tuple[str, ...]
    """Those of them that this learner has begun."""
    read: bool


# --------------------------------------------------------------------------------------------------------- sources


def add_source(db: Session, name: str, address: str, kind: str, at: datetime) -> Source:
    """Watch a feed or a page from now on; raises AddressTaken."""
    if db.scalar(select(Source.id).where(Source.address == address)) is not None:
        raise AddressTaken(address)
    source = Source(name=name.strip(), address=address, kind=kind, next_visit_at=at, created_at=at)
    db.add(source)
    db.flush()
    return source


def sources(db: Session) -> Sequence[Source]:
    """All sources, by name."""
    return db.scalars(select(Source).order_by(Source.name, Source.id)).all()


# ------------------------------------------------------------------------------------------- what is due, and claims


def due_sources(db: Session, at: datetime) -> Sequence[int]:
    """Ids of the sources whose visit is due and that nobody is visiting."""
    due = select(Source.id).where(Source.active, Source.next_visit_at <= at, _free(Source.lease_until, at))
    return db.scalars(due.order_by(Source.next_visit_at)).all()


def due_articles(db: Session, at: datetime) -> Sequence[int]:
    """Ids of the articles still to be read and that nobody is reading."""
    due = select(Article.id).where(Article.state == "due", Article.due_at <= at, _free(Article.lease_until, at))
    return db.scalars(due.order_by(Article.due_at, Article.id)).all()


def claim(db: Session, table: type[Source] | type[Article], row_id: int, at: datetime) -> bool:
    """Take a row for the length of a lease; False when somebody else holds it."""
    free = update(table).where(table.id == row_id, _free(table.lease_until, at))
    return _took(db, free.values(lease_until=at + LEASE))


def claim_host(db: Session, name: str, at: datetime) -> bool:
    """Take a host for one visit; False when somebody is there, or it is too early."""
    if db.get(Host, name) is None:
        db.add(Host(name=name))
        db.flush()
    ready = and_(_free(Host.lease_until, at), or_(Host.next_visit_at.is_(None), Host.next_visit_at <= at))
    return _took(db, update(Host).where(Host.name == name, ready).values(lease_until=at + LEASE))


def _free(lease: ColumnElement[datetime | None], at: datetime) -> ColumnElement[bool]:
    return or_(lease.is_(None), lease < at)
