"""Erasures, for as long as a copy of the database may still hold the person."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Erasure(Base):
    """Somebody who was erased, under a hash that says nothing without the key of the instance."""

    learner: Mapped[str] = mapped_column(primary_key=True)
    """Keyed hash of her learner key."""
    signed_by: Mapped[str]
    """Which key the hash was made with: a few digits that tell keys apart."""
    day: Mapped[date]
    files: Mapped[list[str]]
    """Her mails in the outbox, which go once this row is there; unknown of what a restore has repeated."""
