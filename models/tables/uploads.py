"""Files that people bring: pictures, questions made elsewhere, packages, lists of entries; read by the worker, until a
term."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow


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
