"""A learner's pauses, and how often she means to come."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class Pause(CountedRow):
    """Days off that a learner has noted for herself, both ends included; those of one learner never touch."""

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)


class Goal(Base):
    """On how many working days a week a learner means to come; who has set herself no goal has no row."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    days: Mapped[int]
