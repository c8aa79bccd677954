"""« Périmé » on a question of law: nobody is asked it until a trainer has replied, or a new version is there."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from content.module import Nature
from models import authoring
from models.authoring import Why
from models.reports.about import Kind, Outcome
from models.tables import Document, Report, Version, Withholding


def lock(db: Session, version_id: int) -> Document:
    """Hold the document of a version until the end of the transaction; to be called before any learner is locked."""
    document = authoring.document_of(db, db.get_one(Version, version_id).document_id)
    authoring.lock(db, document)
    return document


def hold_back(db: Session, row: Report, at: datetime) -> None:
    """Hold a question back that states law and is said to be outdated, in every language that is in force."""
    if row.kind != Kind.OUTDATED or row.question_id is None or not authoring.in_force(db, row.version_id):
        return
    version = db.get_one(Version, row.version_id)
    if authoring.parse_module(version.text).question(row.question_id).nature is Nature.LAW:
        for document in authoring.family(db, authoring.document_of(db, version.document_id)):
            if in_force := authoring.in_force_of(db, document):
                # By nobody: whoever reports stays unknown to those who read this.
                authoring.withhold(db, in_force, [row.question_id], Why.OUTDATED, at, by=None)


def ask_again(db: Session, document: Document, question_id: str, at: datetime, by: UUID | None) -> None:
    """Let a question be asked again where no report that is open, or was accepted, holds it back any more."""
    languages = [one.id for one in authoring.family(db, document)]
    for row in [row for language in languages for row in authoring.held(db, language)]:
        if (row.why, row.question_id) == (Why.OUTDATED, question_id) and not _is_still_held(db, row, languages):
            row.released_at, row.released_by = at, by
    db.flush()


def _is_still_held(db: Session, row: Withholding, languages: Collection[str]) -> bool:
    """An open or accepted report, in any language, that came once it was held back, or that held it back."""
    same = select(Report.id).join(Version, Version.id == Report.version_id)
    same = same.where(Version.document_id.in_(languages), Report.question_id == row.question_id)
    outdated = same.where(Report.kind == Kind.OUTDATED, Report.withdrawn_at.is_(None), Report.at >= row.since)
    standing = outdated.where(or_(Report.outcome.is_(None), Report.outcome == Outcome.ACCEPTED))
    return db.scalar(standing.limit(1)) is not None
