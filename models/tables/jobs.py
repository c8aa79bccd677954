"""Periodic work: a row with a unique slot, so that two clocks do nothing twice."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Slot(Base):
    """One turn of a periodic job; whoever inserts it does the work."""

    kind: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    """The local day or the minute, as text."""
    taken_at: Mapped[datetime]
