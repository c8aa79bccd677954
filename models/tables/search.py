"""The search index, derived from what nouns have published or told; each noun can rebuild its part.

The words themselves stand in `search_index`, a table of the database's own making: see `models/ground/search_index.py`.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow


class SearchKind(StrEnum):
    """The kinds of what can be found, the kind that answers best first; the database orders them by these codes."""

    CARD = "card"
    ENTRY = "entry"
    MODULE = "module"
    STORY = "story"


class SearchEntry(CountedRow):
    """One thing that can be found, in one language, as a page of results shows it."""

    __table_args__ = (
        UniqueConstraint("kind", "key", "language"),
        Index("ix_search_entry_work_language", "work", "language"),
    )

    kind: Mapped[str]
    """A SearchKind."""
    key: Mapped[str]
    """What its noun calls it, enough to make its address: a module's id, `module/slug` of a card, a story's number.

    Of an entry of the directory, the name of its document.
    """
    work: Mapped[str | None]
    """What is the same in every language, as in https://schema.org/workTranslation: a module's id, also of its cards.

    None for what speaks to readers of every language in its own.
    """
    language: Mapped[str]
    original: Mapped[bool]
    """Whether it is in the language that its work was first written in."""
    title: Mapped[str]
    text: Mapped[str]
    """Without marks of layout."""
    sought: Mapped[str] = mapped_column(default="")
    """What people say who look for it, in any language: found, and never shown."""
    at: Mapped[datetime]
    """When it was read at its sources, published or told."""
    review_by: Mapped[date | None]
    meaning: Mapped[str | None]
    """What its nearness was made with; None before that, and for what is found by its words alone."""
    lease_until: Mapped[datetime | None]
    """Until when a worker is at it."""


class Nearness(Base):
    """How near a concept of the thesaurus is to an entry; what is far is not kept."""

    concept: Mapped[int] = mapped_column(primary_key=True)
    """Its number in the thesaurus of that version which the entry names."""
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("search_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    weight: Mapped[float]


class SearchWord(Base):
    """A word that some entry holds: what a word found nowhere may have meant."""

    written: Mapped[str] = mapped_column(primary_key=True)
    """In lower case."""
    folded: Mapped[str] = mapped_column(index=True)
    """Without accents; on PostgreSQL found by its beginning: see the migration."""
    entries: Mapped[int]
    """How many hold it."""
