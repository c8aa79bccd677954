"""Follow-ups: what a learner says, a day later, of what a module gave her to try."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, LearnerKey


class Tried(StrEnum):
    """A learner's own word on whether she has had occasion to try it."""

    YES = "yes"
    NOT_YET = "not_yet"
    OTHERWISE = "otherwise"


class FollowUp(Base):
    """One day on which a learner was asked whether she had occasion to try what a module gave her to try."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    asked_on: Mapped[date] = mapped_column(primary_key=True)
    """Her local day: she is asked once a day at most."""
    module_id: Mapped[str]
    said: Mapped[str | None]
    """yes, not_yet or otherwise; None where she went on without a word"""
