"""Pictures that texts show: rows of bytes by their hash, and the versions that name them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class PictureRights(StrEnum):
    """By what right a picture is shown."""

    OWN = "own"
    """Whoever brought it has made it."""
    HOUSE = "house"
    LICENSED = "licensed"
    """The credit says of whom, and under which licence."""
    OFFICIAL = "official"
    """An official text: nobody holds rights in it."""


class Picture(Base):
    """A picture as it was written anew after it was decoded; once withdrawn, its bytes are gone from every version."""

    __tablename__ = "picture"

    hash: Mapped[str] = mapped_column(primary_key=True)
    """The first 32 hexadecimal digits of the SHA-256 of its bytes."""
    media_type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes | None] = mapped_column(deferred=True)
    rights: Mapped[str]
    """own, house, licensed or official"""
    credit: Mapped[str] = mapped_column(default="")
    agreement: Mapped[bool] = mapped_column(default=False)
    """Whether somebody can be recognised on it, and the house holds the written agreement."""
    added_by: Mapped[UUID | None]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PublishedPicture(Base):
    """That a version names a picture: who may see the version may see it."""

    __tablename__ = "published_picture"

    hash: Mapped[str] = mapped_column(ForeignKey("picture.hash"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
