"""Answers to the question of a mail: its link takes one answer, and then no more."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content.marking import Response
from models.learning import answering, learners
from models.tables.answers import Answer, Confidence


class LinkUsed(Exception):
    """The question of this mail has its answer."""


def answer_by_link(
    db: Session,
    presentation_id: UUID,
    learner_key: UUID,
    response: Response,
    at: datetime,
    confidence: Confidence | None = None,
) -> Answer:
    """Answer as `study.answering.answer` does, once; raises LinkUsed for a question that has its answer."""
    presentation = answering.hold(db, presentation_id, learner_key)
    # Asked behind the lock: a link opened twice at once takes one answer.
    learners.lock(db, learner_key)
    if answering.answer_to(db, presentation_id):
        raise LinkUsed
    return answering.take(db, presentation, response, at, confidence)
