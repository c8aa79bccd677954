"""« Périmé » on a question of law: nobody is asked it until a trainer has replied, or a new version is there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from content.module import QuestionNature
from models.catalogue import documents, withholding
from models.catalogue import in_force as catalogue_in_force
from models.tables.documents import Document, Version, WithholdingReason
from models.tables.reports import Report, ReportKind, ReportOutcome


def lock(db: Session, version_id: int) -> Document:
    """Lock the document of a version until the end of the transaction; call it before any learner is locked."""
    document = documents.document_of(db, db.get_one(Version, version_id).document_id)
    documents.lock(db, document)
    return document


def hold_back(db: Session, row: Report, at: datetime) -> None:
    """Hold back a question of law that is said to be outdated, in every language that is in force."""
    if (
        row.kind != ReportKind.OUTDATED
        or row.question_id is None
        or not catalogue_in_force.in_force(db, row.version_id)
    ):
        return
    version = db.get_one(Version, row.version_id)
    if documents.parse_module(version.text).question(row.question_id).nature is QuestionNature.LAW:
        for document in documents.family(db, documents.document_of(db, version.document_id)):
            if in_force := documents.in_force_of(db, document):
                # By nobody: whoever reports stays unknown to those who read this.
                withholding.withhold(db, in_force, [row.question_id], WithholdingReason.OUTDATED, at, by=None)


def ask_again(db: Session, document: Document, question_id: str, at: datetime, by: UUID | None) -> None:
    """Release a question once no open or accepted report holds it back any more."""
    languages = [one.id for one in documents.family(db, document)]
    # In whatever language it was said to be.
    outdated = select(Report.id).join(Version, Version.id == Report.version_id)
    outdated = outdated.where(Version.document_id.in_(languages), Report.question_id == question_id)
    outdated = outdated.where(Report.kind == ReportKind.OUTDATED, Report.withdrawn_at.is_(None))
    standing = outdated.where(or_(Report.outcome.is_(None), Report.outcome == ReportOutcome.ACCEPTED)).limit(1)
    for row in [row for language in languages for row in withholding.held(db, language)]:
        if (row.why, row.question_id) != (WithholdingReason.OUTDATED, question_id):
            continue
        if db.scalar(standing.where(Report.at >= row.since)) is None:
            row.released_at, row.released_by = at, by
    db.flush()
