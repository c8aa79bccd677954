"""A learner's tastes (muted words, lowered subjects), and the questions that stories have asked her."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class TasteKind(StrEnum):
    """The kind of subject that « moins de ceci » is said of."""

    SKILL = "skill"
    THEME = "theme"
    SOURCE = "source"


class MutedWord(Base):
    """Words whose stories one learner does not want to see."""

    __tablename__ = "muted_word"
    __table_args__ = (UniqueConstraint("learner_key", "words"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"))
    words: Mapped[str]
    at: Mapped[datetime]


class LessOf(Base):
    """A subject of which one learner wants less."""

    __tablename__ = "less_of"

    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """skill, theme or source"""
    subject: Mapped[str] = mapped_column(primary_key=True)
    """Its id."""
    at: Mapped[datetime]


class StoryQuestion(Base):
    """The one question that a story has asked a learner; it goes when the story goes."""

    __tablename__ = "story_question"

    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id", ondelete="CASCADE"), primary_key=True)
    presentation_id: Mapped[UUID] = mapped_column(ForeignKey("presentation.id"))
