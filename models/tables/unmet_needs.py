"""Needs that a page did not meet: how often, in which week, in which domain; neither a word nor anybody."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class UnmetNeed(Base):
    """How often in a week somebody has said, of one domain: « pas trouvé »."""

    __tablename__ = "unmet_need"

    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    domain: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
