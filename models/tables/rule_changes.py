"""Rule changes with their texts, what trainers draw from a story, and who has seen it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, DocumentId, LearnerKey, VersionId


class ChangeDecision(StrEnum):
    """The decision of the second person, or that the first has taken the change back."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ChangeOutcome(StrEnum):
    """The outcome of a rule change for a document on its day."""

    IN_FORCE = "in_force"
    UNCHANGED = "unchanged"
    HELD = "held"
    """Nobody had decided, or the text no longer fitted: its questions on the rule are not asked."""
    UNDONE = "undone"


class RuleChange(CountedRow):
    """A story that a trainer takes to move a rule from one state to another; a second person decides, once."""

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)
    rule_id: Mapped[str]
    address: Mapped[str]
    """Where the authority itself says so."""
    state_from: Mapped[str]
    state_to: Mapped[str]
    """A value of content.rules.RuleState."""
    holds_from: Mapped[date | None]
    """The first day, in Brussels, on which it holds."""
    holds_until: Mapped[date | None]
    untouched: Mapped[str]
    """Whom it does not touch, in words."""
    cited: Mapped[str | None]
    """A sentence of the article, word for word, where the source lets it be shown."""
    cited_address: Mapped[str | None]
    cited_at: Mapped[datetime | None]
    """When the article was published, else found."""
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    invited: Mapped[UUID | None]
    """Who was asked to decide; none when any other trainer may."""
    decision: Mapped[str | None]
    """accepted, refused or withdrawn"""
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    is_planned: Mapped[bool] = mapped_column(default=False)
    """Whether the versions, the questions held back and the readings are written that are in force from its day on."""
    took_effect_at: Mapped[datetime | None]
    """When what follows was done: checks, notices, what can be found; none before."""
    rules_before_id: Mapped[VersionId | None]
    rules_after_id: Mapped[VersionId | None]
    """The versions of the rules before and on its day, where the change is written there."""
    undone_by: Mapped[UUID | None]
    undone_at: Mapped[datetime | None]


class RuleChangeText(CountedRow):
    """The text of one document for the day of a rule change, and its outcome."""

    __table_args__ = (UniqueConstraint("change_id", "document_id"),)

    change_id: Mapped[int] = mapped_column(ForeignKey("rule_change.id"), index=True)
    document_id: Mapped[DocumentId] = mapped_column(index=True)
    text: Mapped[str | None]
    """The text for that day; none where nothing is to change, or where nobody has decided."""
    base_id: Mapped[VersionId]
    """The version that was in force when this was decided."""
    written_by: Mapped[UUID | None]
    """None where nobody had decided before the day."""
    written_at: Mapped[datetime]
    read_by: Mapped[UUID | None]
    """The second reader; without one, nothing of it comes into force."""
    read_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    """in_force, unchanged, held or undone, once the day has come"""
    version_id: Mapped[VersionId | None]
    """The version that it becomes on its day."""


class RuleChangeReading(Base):
    """A rule change that a learner has opened."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("rule_change.id"), primary_key=True)
    at: Mapped[datetime]


class InterviewWord(Base):
    """« En entretien : … »: what a trainer makes of a story for the next interview; empty when it was taken back."""

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), primary_key=True, autoincrement=False)
    body: Mapped[str]
    by: Mapped[UUID]
    at: Mapped[datetime]


class DraftedQuestion(CountedRow):
    """A question that was drafted from a sentence of a story, and that sentence."""

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)
    document_id: Mapped[DocumentId]
    question_id: Mapped[str]
    sentence: Mapped[str]
    source: Mapped[str]
    address: Mapped[str]
    told_at: Mapped[datetime]
    """When the article was published, else found."""
    by: Mapped[UUID]
    at: Mapped[datetime]
