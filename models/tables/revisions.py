"""How often what processes keep in memory has been changed."""

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Revision(Base):
    """The number of transactions that have changed one thing that is kept."""

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
