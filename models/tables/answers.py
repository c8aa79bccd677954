"""Plays, presentations, the log of answers that is only added to, and its cache: mastery and ability."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey, VersionId


class Confidence(StrEnum):
    """A learner's own word on how sure she is of an answer, before she knows what it is worth."""

    SURE = "sure"
    HESITANT = "hesitant"
    GUESS = "guess"


class CheckReason(StrEnum):
    """The reason why a check is due."""

    MEANING = "meaning"
    CONTEST = "contest"
    SURE = "sure"


class Play(Base):
    """One sitting, which may be left and taken up again on any device."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    version_id: Mapped[VersionId | None]
    """None when its questions come from several modules, as they do to situate oneself."""
    purpose: Mapped[str]
    """learn, practise, review, check, contest, situate or dialogue"""
    skill: Mapped[str | None]
    """The one skill to practise, review, check or contest."""
    domain: Mapped[str | None]
    """The one domain in which to situate oneself; None for the whole map."""
    dialogue: Mapped[str | None]
    """Of its module, the one that is played; None for all other sittings."""
    cards_read: Mapped[int] = mapped_column(default=0)
    pretest: Mapped[bool] = mapped_column(default=False)
    """Whether a question comes before the cards; they are read only if it is not answered right."""
    minutes: Mapped[float | None]
    """How long the learner has, if she said so."""
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class Presentation(Base):
    """One showing of one question to one learner; it takes at most one answer."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    play_id: Mapped[UUID | None] = mapped_column(ForeignKey("play.id"), index=True)
    question_id: Mapped[str]
    version_id: Mapped[VersionId]
    purpose: Mapped[str]
    """learn, practise, review, check, contest, situate or dialogue"""
    option_order: Mapped[list[str]]
    shown_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    """When the learner left the feedback."""


class Answer(CountedRow):
    """What was answered to a presentation; rows are only ever added."""

    __table_args__ = (
        UniqueConstraint("learner_key", "sequence"),
        # What an answer and a page ask of one learner stays as quick after years of answers.
        Index(None, "learner_key", "question_id"),
        Index(None, "learner_key", "day"),
    )

    presentation_id: Mapped[UUID] = mapped_column(ForeignKey("presentation.id"), unique=True)
    learner_key: Mapped[LearnerKey]
    sequence: Mapped[int]
    """1, 2, 3… within the learner."""
    question_id: Mapped[str] = mapped_column(index=True)
    skill: Mapped[str] = mapped_column(index=True)
    version_id: Mapped[VersionId]
    parameters_id: Mapped[int] = mapped_column(ForeignKey("parameter_set.id"))
    response: Mapped[list[str]]
    """As content.marking keeps it."""
    correct: Mapped[bool]
    dont_know: Mapped[bool]
    confidence: Mapped[str | None]
    seconds: Mapped[float]
    rapid: Mapped[bool] = mapped_column(default=False)
    """Whether it came sooner than its question can be read, by what that took when it was given."""
    exposure: Mapped[int]
    """How often this learner had answered this question before."""
    chance: Mapped[float]
    """Probability that a blind answer is right."""
    counts: Mapped[bool]
    """Whether it moves belief."""
    provisional: Mapped[bool] = mapped_column(default=False)
    """Whether it leaves *acquired* alone: the question is not validated by the field yet, or its skill is thin."""
    known_before: Mapped[float]
    known_after: Mapped[float]
    answered_at: Mapped[datetime]
    day: Mapped[date]
    """The learner's local day."""
    working_day: Mapped[bool]


class Annulment(CountedRow):
    """The note that an answer no longer counts; rows are only ever added."""

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"), unique=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None]


class Mastery(Base):
    """The belief about one learner and one skill: a cache of the log, rebuilt by `replay`."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    known: Mapped[float]
    earned: Mapped[float]
    at: Mapped[datetime | None]
    earned_at: Mapped[datetime | None]
    mark: Mapped[int]
    answers: Mapped[int]
    first_exposures: Mapped[int]
    first_day: Mapped[date | None]
    confirmed_later: Mapped[bool]
    acquired: Mapped[bool]
    spaced: Mapped[int]


class LearnerAbility(Base):
    """How a learner who has answered does over all skills: a cache of the log, rebuilt by `replay` with mastery."""

    __tablename__ = "ability"

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    slow: Mapped[float]
    fast: Mapped[float]
    answers: Mapped[int]
    parameters_id: Mapped[int] = mapped_column(ForeignKey("parameter_set.id"))
    """The set under which this row and the learner's mastery were computed."""
    revision: Mapped[int]
    """The learner model's, by which they were."""


class DueCheck(CountedRow):
    """A check that is due: a skill to ask about again, and why."""

    __table_args__ = (UniqueConstraint("learner_key", "skill", "version_id", "reason", "due_at"),)

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    skill: Mapped[str]
    version_id: Mapped[VersionId]
    reason: Mapped[str] = mapped_column(default="meaning")
    """meaning: what it teaches has changed; contest: she has shown that she knew it; sure: she was sure, and wrong"""
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Notice(CountedRow):
    """A notice to a learner, once, that the key of a question that she had answered was wrong."""

    __table_args__ = (UniqueConstraint("learner_key", "question_id", "version_id"),)

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    question_id: Mapped[str]
    version_id: Mapped[VersionId]
    """The version that puts it right."""
    right: Mapped[bool]
    """Whether her latest answer was right after all."""
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
