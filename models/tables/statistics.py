"""Figures of questions: derived from the log, without anybody in them, refreshed by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, VersionId


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
    """All of them, as models.workshop.statistics.figures writes them; those above are what a list needs."""
    signs: Mapped[list[dict[str, Any]]]
    """What looks wrong, the worst first."""
    place: Mapped[int | None]
    """Among the questions to look at, the worst being 1."""
    taken_at: Mapped[datetime]
