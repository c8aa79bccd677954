"""Pictures that texts show: rows of bytes by their hash, and the versions that name them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, VersionId


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
