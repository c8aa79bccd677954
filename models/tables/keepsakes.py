"""What a learner keeps for herself and follows: bookmarks, private notes, themes."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class KeepsakeKind(StrEnum):
    """The kinds of places that can be kept; the id of a card is `module/slug`."""

    CARD = "card"
    MODULE = "module"
    STORY = "story"
    SKILL = "skill"


class Keepsake(Base):
    """A learner's keepsake of one place: a bookmark, a private note, or both; without either there is no row."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """card, module, story or skill"""
    target: Mapped[str] = mapped_column(primary_key=True)
    """Its id; that of a card is `module/slug`."""
    title: Mapped[str]
    """As it stood on the page: what is retired or forgotten still has a name here."""
    language: Mapped[str]
    """That of the title."""
    bookmarked: Mapped[bool]
    note: Mapped[str]
    """Plain text; empty when there is none."""
    changed_at: Mapped[datetime]
    """What came last: the bookmark or the last word of the note."""


# ---------------------------------------------------------------------------------- the subjects that a learner follows


class Theme(CountedRow):
    """One subject that one learner follows: a domain of the skill map, or words of her own."""

    __table_args__ = (UniqueConstraint("learner_key", "domain"), UniqueConstraint("learner_key", "words"))

    learner_key: Mapped[LearnerKey]
    domain: Mapped[str | None]
    words: Mapped[str | None]
    """None when it is a domain, which has its name in the reader's language."""
    followed_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(unique=True)
    """The secret of the private address at which its news can be fetched; None while there is no such address."""
