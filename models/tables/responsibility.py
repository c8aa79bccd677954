"""Responsibility for a module or a rule."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base


class Responsibility(Base):
    """The owner of a module or a rule, and the deputy for when she cannot answer for it."""

    subject: Mapped[str] = mapped_column(primary_key=True)
    """The id of a document, or `rule:` and the id of a rule."""
    owner: Mapped[UUID | None]
    deputy: Mapped[UUID | None]
