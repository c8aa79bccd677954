"""Sets of learner-model parameters: fitted, versioned, readable."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, Key


class ParameterSet(Base):
    """One set; the one in force is the latest promoted."""

    __tablename__ = "parameter_set"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    model: Mapped[str]
    """classic"""
    origin: Mapped[str]
    """default or fit"""
    skills: Mapped[dict[str, Any]]
    """Skill → its parameters by name; `*` holds those of a skill that nobody has answered."""
    window: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """First and last answer, number of answers and of learners that the fit has seen."""
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seed: Mapped[int | None]
    created_at: Mapped[datetime]
    promoted_at: Mapped[datetime | None]
    promoted_by: Mapped[str | None]
