"""House texts: how the house is reached, and what it says where a card leaves it a blank, « Votre service : … »."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base

FOOT = "*"
"""The place at the foot of all that a person takes along; the id of no module."""


class HouseText(Base):
    """What the house says in one place, in one language; it stays when a version of a module asks something else."""

    place: Mapped[str] = mapped_column(primary_key=True)
    """The module whose card has the blank, or FOOT."""
    language: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    """Of FOOT a way to reach the house; else what is asked, folded: content.strings.markdown.Blank.folded."""
    asked: Mapped[str]
    """The same as it was written, for when no card asks it any more; empty of FOOT."""
    text: Mapped[str]
    written_on: Mapped[date | None]
    """None of a way that was kept before its day was."""
