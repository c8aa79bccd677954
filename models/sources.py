"""Watched sites: whose they are, what they are, and how much of their texts may be shown."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import jobs
from models.tables import Source
from models.visits import host_of


class AddressTaken(ValueError):
    """That address is watched already."""


class UnknownChange(LookupError):
    """A source cannot be changed in that way."""


class Change(StrEnum):
    """What can be asked of a source."""

    PAUSE = "pause"
    RESUME = "resume"
    VISIT = "visit"


class Nature(StrEnum):
    """What a source is, and so how its words are to be taken."""

    AUTHORITY = "authority"
    PUBLIC_SERVICE = "public_service"
    PRESS = "press"
    ADVOCACY = "advocacy"
    RESEARCH = "research"


class Jurisdiction(StrEnum):
    """Where what a source says holds: a region, the country, Europe."""

    BRUSSELS = "brussels"
    WALLONIA = "wallonia"
    FLANDERS = "flanders"
    BELGIUM = "belgium"
    EUROPE = "europe"


class Right(StrEnum):
    """How much of the texts of a source may be shown: the title and the way to it, sentences, the whole text."""

    TITLE = "title"
    EXCERPT = "excerpt"
    TEXT = "text"


def add_source(db: Session, name: str, address: str, kind: str, at: datetime) -> Source:
    """Watch a feed or a page from now on; raises AddressTaken."""
    address = address.strip()
    row = {
        "name": name.strip(),
        "address": address,
        "host": host_of(address),
        "kind": kind,
        "next_visit_at": at,
        "created_at": at,
    }
    if not jobs.insert_new(db, Source, [row]):
        raise AddressTaken(address)
    return db.scalars(select(Source).where(Source.address == address)).one()


def sources(db: Session) -> Sequence[Source]:
    """All sources, by name."""
    return db.scalars(select(Source).order_by(Source.name, Source.id)).all()


def read_by(learner_key: UUID | None) -> ColumnElement[bool]:
    """Whether what a source brings is for this learner: it is shared, or her own; for nobody in particular, shared."""
    return or_(Source.learner_key.is_(None), Source.learner_key == learner_key)


def has_own(db: Session, learner_key: UUID) -> bool:
    """Whether a learner has sources of her own."""
    return db.scalar(select(Source.id).where(Source.learner_key == learner_key).limit(1)) is not None


def change_source(source: Source, change: str, at: datetime) -> None:
    """Pause a source, take it up again, or have it visited now; raises UnknownChange."""
    if change not in set(Change):
        raise UnknownChange(change)
    source.active = change != Change.PAUSE
    if source.active:
        source.next_visit_at = at
