"""Files that people bring, kept until a term, and pictures that texts show."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, VersionId


class UploadPurpose(StrEnum):
    """What a file is brought for."""

    PICTURE = "picture"
    QUESTIONS = "questions"
    PACK = "pack"
    ENTRIES = "entries"


class UploadState(StrEnum):
    """The stage of a file between its arrival and its term."""

    MAPPING = "mapping"
    """Its columns are to be named first."""
    DUE = "due"
    READ = "read"
    REFUSED = "refused"
    """It could not be read at all; `refusal` says why."""
    TAKEN = "taken"
    """What was accepted of it is being published by the worker."""
    DONE = "done"
    """All that was accepted of it is published."""


class Upload(CountedRow):
    """A file that somebody has brought, read by the worker in a process with limits; its page shows what was found."""

    by: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(index=True)
    purpose: Mapped[str]
    """picture, questions, pack or entries"""
    document_id: Mapped[str | None]
    """The module for which it was brought, if it was for one."""
    file: Mapped[str]
    """Its name, as it was sent."""
    data: Mapped[bytes] = mapped_column(deferred=True)
    """Gone once it is read; of a package, what was read, written anew, until it is taken up; of entries, the file."""
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was said of it in its forms. Of entries: format, publisher, `arrival` as
    `content.directory.exchange_results.Arrival` holds it, `mapping` of columns, who has accepted of it last."""
    state: Mapped[str] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Line, sentence and values of each fault."""
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was read in it. Of entries: `columns` of a table with their first values, whose entries they are, when they
    were compared, how many are the same here or were retired, `losses`."""


# --------------------------------------------------------------------------------------------- pictures that texts show


class Picture(Base):
    """A picture as it was written anew after it was decoded; once withdrawn, its bytes are gone from every version."""

    hash: Mapped[str] = mapped_column(primary_key=True)
    """The first 32 hexadecimal digits of the SHA-256 of its bytes."""
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    rights: Mapped[str]
    """A `content.pictures.picture_terms.PictureRights`."""
    credit: Mapped[str] = mapped_column(default="")
    agreement: Mapped[bool] = mapped_column(default=False)
    """Whether somebody can be recognised on it, and the house holds the written agreement."""
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    data: Mapped[bytes | None] = mapped_column(deferred=True)
    """None once it is withdrawn. The last column: SQLite reads through what stands before one that it is asked for."""


class PublishedPicture(Base):
    """That a version names a picture: who may see the version may see it."""

    hash: Mapped[str] = mapped_column(ForeignKey("picture.hash"), primary_key=True)
    version_id: Mapped[VersionId] = mapped_column(primary_key=True, index=True)
