"""Circles of colleagues, which have ended; these tables go with the next version (docs/decisions/0049)."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class Circle(CountedRow):
    """A circle about a topic of interviews; its next date is a meeting."""

    topic_id: Mapped[str]
    module_id: Mapped[str | None]
    question_id: Mapped[str | None]
    """The question of that module which is put at the next meeting."""
    begun_on: Mapped[date]
    closed_on: Mapped[date | None]


class CircleMember(Base):
    """That somebody takes part in a circle: by her own wish, seen by its members alone."""

    circle_id: Mapped[int] = mapped_column(ForeignKey("circle.id"), primary_key=True)
    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True, index=True)
    joined_on: Mapped[date]
