"""What processes share: slots of periodic work, and how often what they keep in memory was changed."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Slot(Base):
    """One turn of a periodic job; the one who inserts it does the work."""

    kind: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    """The local day or the minute, as text."""
    taken_at: Mapped[datetime]


# ------------------------------------------------------------- how often what processes keep in memory has been changed


class Revision(Base):
    """The number of transactions that have changed one thing that is kept."""

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
