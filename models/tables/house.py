"""What may be said of the whole house: one row a month, written once."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class HouseFigure(Base):
    """What was measured in one month, already blurred: nobody's state can be computed back from it."""

    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    people: Mapped[int]
    """How many were counted, less what is held back of them."""
    shares: Mapped[dict[str, list[float]]]
    """By domain: the mean share of its skills that people have met, and that they have acquired."""
