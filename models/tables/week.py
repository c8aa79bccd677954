"""A learner's pauses, and how often she means to come."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Pause(Base):
    """Days off that a learner has noted for herself, both ends included; those of one learner never touch."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), index=True)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)


class Goal(Base):
    """On how many working days a week a learner means to come; who has set herself no goal has no row."""

    __tablename__ = "goal"

    learner_key: Mapped[UUID] = mapped_column(ForeignKey("learner.key"), primary_key=True)
    days: Mapped[int]
