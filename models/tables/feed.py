"""A learner's tastes (muted words, lowered subjects), and the questions that stories have asked her."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class TasteKind(StrEnum):
    """The kind of subject that « moins de ceci » is said of."""

    SKILL = "skill"
    THEME = "theme"
    SOURCE = "source"


class MutedWord(CountedRow):
    """Words whose stories one learner does not want to see."""

    __table_args__ = (UniqueConstraint("learner_key", "words"),)

    learner_key: Mapped[LearnerKey]
    words: Mapped[str]
    at: Mapped[datetime]


class LessOf(Base):
    """A subject of which one learner wants less."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """skill, theme or source"""
    subject: Mapped[str] = mapped_column(primary_key=True)
    """Its id."""
    at: Mapped[datetime]


class StoryQuestion(Base):
    """The one question that a story has asked a learner; it goes when the story goes."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    presentation_id: Mapped[UUID] = mapped_column(ForeignKey("presentation.id"))
