"""Figures without anybody in them: by hour, by week, of the whole organisation, of a question."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, VersionId


class HourlyKind(StrEnum):
    """What is counted."""

    QUEUE = "queue"
    """A minute in which a worker was there, by how many tasks waited."""
    VISIT = "visit"
    """A visit of a shared source that succeeded."""
    FAILED_VISIT = "failed visit"
    FAILED_TASK = "failed task"
    """A task of the worker that was broken off by an error."""


class HourlyCount(Base):
    """How often something of a kind and size was met in an hour."""

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    """When it began."""
    kind: Mapped[str] = mapped_column(primary_key=True)
    """A code of HourlyKind."""
    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Tasks that wait, in tens; 0 of what has no size."""
    number: Mapped[int]


# ----------------------------------------------------------------------- what is counted by week, of everybody together


class WeekCountKind(StrEnum):
    """What is counted."""

    ENTRY_USED = "entry used"
    """That an entry, which is the subject, was printed, copied or answered about."""
    TOPIC_UNMET = "topic unmet"
    """« Pas trouvé »: that the directory had nothing of a topic."""
    DOMAIN_UNMET = "domain unmet"
    """« Pas trouvé »: that there was nothing of a domain before an interview."""


class WeekCount(Base):
    """How often something was met of a subject in a week. What carries a person's key is kept elsewhere."""

    kind: Mapped[str] = mapped_column(primary_key=True)
    """A code of WeekCountKind."""
    subject: Mapped[str] = mapped_column(primary_key=True)
    """The id of a document, a topic or a domain."""
    week: Mapped[date] = mapped_column(primary_key=True)
    """Its Monday."""
    number: Mapped[int]


# ---------------------------------------------------------------------------------- what may be said of the whole house


class HouseFigure(Base):
    """What was measured in one month, already blurred: nobody's state can be computed back from it."""

    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    people: Mapped[int]
    """How many were counted, less what is held back of them."""
    shares: Mapped[dict[str, list[float]]]
    """By domain: the mean share of its skills that people have met, and that they have acquired."""


# ------------------------------------------------------------------------------------------------- figures of questions


class QuestionFigures(Base):
    """One question from one change of meaning to the next; a question that too few answered has no row.

    Of which too little is told yet, it has one with no answers.
    """

    question_id: Mapped[str] = mapped_column(primary_key=True)
    version_id: Mapped[VersionId] = mapped_column(primary_key=True, autoincrement=False)
    """The first version that says it so."""
    skill: Mapped[str]
    answers: Mapped[int]
    people: Mapped[int]
    right: Mapped[int]
    discrimination: Mapped[float | None]
    figures: Mapped[dict[str, Any]]
    """All of them, as models.studio.statistics.figures writes them; those above are what a list needs."""
    signs: Mapped[list[dict[str, Any]]]
    """What looks wrong, the worst first."""
    place: Mapped[int | None]
    """Among the questions to look at, the worst being 1."""
    taken_at: Mapped[datetime]
