"""What can be searched, derived from published modules and told stories; `reindex` rebuilds it.

The words themselves stand in `search_index`, a table of the database's own making: see `models/fulltext.py`.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class SearchEntry(Base):
    """One card, module or story, as a page of results shows it."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("module_id", "language", "slug"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    """card, module or story"""
    module_id: Mapped[str | None] = mapped_column(ForeignKey("document.id"))
    slug: Mapped[str | None]
    """Of a card, within its module and language; empty for the module itself."""
    story_id: Mapped[int | None] = mapped_column(ForeignKey("story.id"), unique=True)
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    """Without marks of layout."""
    at: Mapped[datetime]
    """When it was read at its sources, published or told."""
    review_by: Mapped[date | None]


class SearchWord(Base):
    """A word that some entry holds: what a word found nowhere may have meant."""

    __tablename__ = "search_word"

    written: Mapped[str] = mapped_column(primary_key=True)
    """In lower case."""
    folded: Mapped[str] = mapped_column(index=True)
    """Without accents; on PostgreSQL found by its beginning: see the migration."""
    entries: Mapped[int]
    """How many hold it."""
