"""Fillings: what the house says where a card leaves it a blank, « Votre service : … »."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Filling(Base):
    """What the house says in one blank of a module, in one language; it stays when a version asks something else."""

    __tablename__ = "filling"

    module_id: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    blank: Mapped[str] = mapped_column(primary_key=True)
    """What is asked, folded: content.blanks.Blank.folded."""
    asked: Mapped[str]
    """The same as it was written, for when no card asks it any more."""
    text: Mapped[str]
    filled_on: Mapped[date]
