"""The articles that sources bring, and the stories that they tell."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class ArticleState(StrEnum):
    """The stage of an article between being found and being told."""

    DUE = "due"
    READ = "read"
    FAILED = "failed"
    SKIPPED = "skipped"


class Article(CountedRow):
    """One entry of a source; due until its text has been read."""

    __table_args__ = (
        UniqueConstraint("source_id", "identity"),
        Index("ix_article_story_id_source_id", "story_id", "source_id"),
    )

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    story_id: Mapped[int | None] = mapped_column(ForeignKey("story.id"))
    identity: Mapped[str]
    address: Mapped[str]
    """Where it can be read; that of the source when the entry names none."""
    host: Mapped[str] = mapped_column(index=True)
    """host:port of the address"""
    title: Mapped[str]
    lead: Mapped[str]
    """What the feed itself says, as plain text."""
    published_at: Mapped[datetime | None]
    published_raw: Mapped[str | None]
    found_at: Mapped[datetime]
    state: Mapped[str]
    """A code of ArticleState."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How often a worker has taken it."""
    text: Mapped[str | None]
    language: Mapped[str | None]
    result: Mapped[str | None]
    """A code of VisitResult: ok, or why there is no more than what the feed says."""
    told_at: Mapped[datetime | None] = mapped_column(index=True)
    """When it was last told: read for the first time, or read again because its source had changed it."""
    summary_places: Mapped[list[list[int]]] = mapped_column(default=list)
    """[start, end] of the sentences of its own text that sum it up."""
    marks: Mapped[list[str]] = mapped_column(default=list)
    """By what it is recognised: see models.news.stories.recognition."""
    sketch: Mapped[list[int]] = mapped_column(default=list)
    vector: Mapped[list[float]] = mapped_column(default=list)
    encoder: Mapped[str | None]
    told_title: Mapped[str | None]
    """The title under which it was told, while a changed one waits to be read."""


class Story(CountedRow):
    """The articles that tell the same news, with a summary whose sentences stand in one of them."""

    learner_key: Mapped[LearnerKey | None] = mapped_column(index=True)
    """Whose personal sources tell it; None for what shared ones tell."""
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("story.id"), index=True)
    """The story that it was found to be; that one is never merged itself."""
    title: Mapped[str]
    language: Mapped[str | None]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    """When it was published, else found."""
    summary_places: Mapped[list[list[int]]] = mapped_column(default=list)
    """[start, end] of each sentence in the text of the summarised article."""
    summarised_id: Mapped[int | None]
    """The article whose sentences they are."""
    rewritten: Mapped[str | None]
    """The summarised article in the words of a generative model, where one is set up."""
    rewritten_by: Mapped[str | None]
    """That model."""
    created_at: Mapped[datetime]


class StorySkill(Base):
    """A skill that a story touches, and how near it is."""

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(primary_key=True)
    similarity: Mapped[float]


class StoryReading(Base):
    """A story that a learner has opened."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), primary_key=True)
    at: Mapped[datetime]


class Correction(CountedRow):
    """A source has changed what it had told."""

    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    title_before: Mapped[str]
    title: Mapped[str]
    before: Mapped[list[str]] = mapped_column(default=list)
    """The sentences that were changed, as they stood; forgotten when the text of the article is."""
    after: Mapped[list[str]] = mapped_column(default=list)
    """The same sentences, as they stand now."""


class CorrectionTold(Base):
    """A correction that a reader of its story has been told."""

    learner_key: Mapped[LearnerKey] = mapped_column(primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("correction.id"), primary_key=True)
    at: Mapped[datetime]
