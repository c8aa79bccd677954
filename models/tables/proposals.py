"""Proposals of the tutor, with what they were chosen from, and refusals by learners."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import CountedRow, LearnerKey


class Proposal(CountedRow):
    """One step as it was proposed, with all that the choice depended on, so that it can be replayed."""

    __table_args__ = (Index(None, "learner_key", "day"),)

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    day: Mapped[date]
    at: Mapped[datetime]
    parameters_id: Mapped[int] = mapped_column(ForeignKey("parameter_set.id"))
    situation: Mapped[dict[str, Any]]
    """As `models.learning.proposals.plain` writes it."""
    purpose: Mapped[str]
    target: Mapped[str]
    """A module to learn from, else a skill."""
    minutes: Mapped[float]
    terms: Mapped[dict[str, Any]]
    """Term → what it adds, per minute."""
    runner_up: Mapped[dict[str, Any]]
    """Purpose and target of what would have been proposed without it; empty when there was nothing else."""
    change: Mapped[dict[str, Any]]
    """What would have led to another proposal."""


class Refusal(CountedRow):
    """A module or a skill that a learner does not want: until a day, or until she takes it back."""

    __table_args__ = (UniqueConstraint("learner_key", "target"),)

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    target: Mapped[str]
    until: Mapped[date | None]
    """The first day on which it may be proposed again; none: « ne plus me le proposer »."""
    at: Mapped[datetime]
