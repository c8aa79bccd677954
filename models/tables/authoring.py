"""Texts with versions: modules, the skill map, the rules; and the index of published questions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Document(Base):
    """A module, the skill map or the rules: a name under which versions succeed each other."""

    __tablename__ = "document"

    id: Mapped[str] = mapped_column(primary_key=True)
    """The module's id, or `skills.yaml`, `rules.yaml`."""
    kind: Mapped[str]
    """module, skills or rules"""
    status: Mapped[str]
    """draft, published or retired"""
    draft: Mapped[str | None]
    """What is being written, readable or not; none when it equals the published version."""
    draft_at: Mapped[datetime | None]
    draft_by: Mapped[UUID | None]
    published_id: Mapped[int | None] = mapped_column(ForeignKey("version.id", use_alter=True))


class Version(Base):
    """One immutable text of a document."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    text: Mapped[str]
    change: Mapped[str]
    """first, wording or meaning"""
    published_at: Mapped[datetime]
    published_by: Mapped[UUID | None]


class PublishedQuestion(Base):
    """Derived from the published versions, for queries; `reindex` rebuilds it."""

    __tablename__ = "published_question"

    id: Mapped[str] = mapped_column(primary_key=True)
    module_id: Mapped[str] = mapped_column(ForeignKey("document.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    skill: Mapped[str] = mapped_column(index=True)
    use: Mapped[str]
    position: Mapped[int]
