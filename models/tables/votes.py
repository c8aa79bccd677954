"""Votes of practitioners: what they answered, blind, to questions of practice."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Vote(Base):
    """What a practitioner answers, blind, to a question of practice that waits to be validated by the field."""

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("question_id", "version_id", "learner_key"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    question_id: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), index=True)
    response: Mapped[list[str]]
    at: Mapped[datetime]
