"""What a counsellor counts of anonymous ballots, week by week: hers alone, nothing of who filled them in."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, LearnerKey


class BallotWeek(Base):
    """The ballots that one counsellor took out of her box in one week; of each line, how many said yes."""

    __tablename__ = "slip_week"

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday, in the learner's time zone."""
    ballots: Mapped[int] = mapped_column("slips")
    knows_next: Mapped[int]
    """Of « Je sais ce que je fais ensuite »."""
    knows_whom: Mapped[int]
    """Of « Je sais qui appeler »."""
    could_say: Mapped[int]
    """Of « J'ai pu dire ce qui compte »."""
