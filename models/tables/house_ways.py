"""The ways to reach the house: its counter, its telephone, its post, in the words of each language."""

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class WaysAsWritten(Base):
    """What one language says of each way, in a line of text; empty where it is not filled in."""

    __tablename__ = "house_ways"

    language: Mapped[str] = mapped_column(primary_key=True)
    counter: Mapped[str]
    telephone: Mapped[str]
    post: Mapped[str]
