"""Sets of learner-model parameters, fitted, versioned, readable; and which of them has been in force since when."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow


class PromotionKind(StrEnum):
    """The way in which a set came into force."""

    PROMOTED = "promoted"
    ROLLED_BACK = "rolled_back"


class ParameterSet(CountedRow):
    """One set, never changed once kept."""

    model: Mapped[str]
    """classic, pybkt or hierarchical"""
    origin: Mapped[str]
    """default, fit (asked for by a person) or refit (of the night)"""
    shared: Mapped[dict[str, Any]]
    """What all skills share, by name."""
    skills: Mapped[dict[str, Any]]
    """Skill → its parameters by name; `*` holds those of a skill that nobody has answered."""
    questions: Mapped[dict[str, Any]]
    """Question → its easiness and facility, and how sure the fit is of them."""
    fingerprint: Mapped[str]
    """SHA-256 of these three: what has been parsed once need not be read again."""
    window: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """First and last answer, number of answers and of learners that the fit has seen."""
    metrics: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How well it foresees answers beside the set then in force, its sanity tests, and the verdict."""
    seed: Mapped[int | None]
    created_at: Mapped[datetime]


class Promotion(CountedRow):
    """One change of the set in force; rows are only ever added, and the latest says what is in force."""

    parameters_id: Mapped[int] = mapped_column(ForeignKey("parameter_set.id"))
    kind: Mapped[str]
    """promoted, or rolled_back: put back in force, and kept there until a person promotes"""
    at: Mapped[datetime]
    by: Mapped[str]
