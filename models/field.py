"""Questions of practice, validated by the field: three practitioners, answering blind, agree two to one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.marking import mark
from content.module import Nature, Question
from models import authoring
from models.tables import Version, Vote

LEAST_VOTES = 3
AGREEING = 2 / 3
"""Share of the votes that must be the key."""


def is_provisional(db: Session, version_id: int, question: Question) -> bool:
    """Whether answers to a question leave *acquired* alone: its skill is thin, or the field has not validated it."""
    skills = authoring.skill_map(db)
    thin = question.skill in skills and skills[question.skill].thin
    return thin or (question.nature is Nature.PRACTICE and not is_validated(db, version_id, question))


def is_validated(db: Session, version_id: int, question: Question) -> bool:
    """Whether enough practitioners have answered a question as it stands, and enough of them by its key."""
    right = [mark(question, tuple(vote.response)).correct for vote in votes(db, version_id, question)]
    return len(right) >= LEAST_VOTES and sum(right) >= AGREEING * len(right)


def votes(db: Session, version_id: int, question: Question) -> list[Vote]:
    """The votes on a question as it stands, the oldest first, whatever the version in which it stood so."""
    document = select(Version.document_id).where(Version.id == version_id).scalar_subquery()
    cast = select(Vote).join(Version, Version.id == Vote.version_id)
    rows = db.scalars(cast.where(Vote.question_id == question.id, Version.document_id == document).order_by(Vote.id))
    return [vote for vote in rows if authoring.module_of(db, vote.version_id).question(question.id) == question]
