"""The audit log: on which day who did what to modules, rules, accounts; append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class Audit(Base):
    """Who did what to modules, rules, sources and accounts; rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[UUID | None]
    """Learner key; none when the system acted."""
    verb: Mapped[str]
    subject: Mapped[str] = mapped_column(index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
