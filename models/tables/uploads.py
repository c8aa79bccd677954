"""Files that a trainer brings: pictures, questions made elsewhere, packages; read by the worker, until a term."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class UploadPurpose(StrEnum):
    """What a file is brought for."""

    PICTURE = "picture"
    QUESTIONS = "questions"
    PACK = "pack"


class ContentUploadState(StrEnum):
    """The stage of a file between its arrival and its term."""

    DUE = "due"
    READ = "read"
    REFUSED = "refused"


class ContentUpload(Base):
    """A file that somebody has brought, read by the worker in a process with limits; its page shows what was found."""

    __tablename__ = "content_upload"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    by: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(index=True)
    purpose: Mapped[str]
    """picture, questions or pack"""
    document_id: Mapped[str | None]
    """The module for which it was brought, if it was for one."""
    file: Mapped[str]
    """Its name, as it was sent."""
    data: Mapped[bytes] = mapped_column(deferred=True)
    """Gone once it is read; of a package, what was read, written anew, until it is taken up."""
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was said of it in the form."""
    state: Mapped[str] = mapped_column(index=True)
    """due, read or refused"""
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    refusal: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    """Line, sentence and values of each fault."""
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
