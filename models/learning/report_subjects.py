"""What reports are about (a question, a card, a topic), and the suspension of a question that is out of date."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from content.errors import N_, NotFound
from content.module import QuestionNature
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import documents, suspensions
from models.catalogue import in_force as catalogue_in_force
from models.tables.answers import Annulment, Answer
from models.tables.documents import Document, SuspensionReason, Version
from models.tables.reports import Report, ReportKind, ReportOutcome


class NoSuchReport(NotFound):
    """This learner has no such report, or nobody has."""

    what = N_("Ce signalement n'est pas le vôtre.")
    then = N_("Les vôtres sont sous « Mes signalements ».")


class AboutAnswer(NamedTuple):
    """The question of a presentation, and the answer that was given to it."""

    presentation_id: UUID


class AboutCard(NamedTuple):
    """A card of a version; `number` counts from 1."""

    version_id: int
    number: int


class AboutQuestion(NamedTuple):
    """A question of a version, whatever was answered: of who learns without estimation no answer is kept."""

    version_id: int
    question_id: str


class AboutTopic(NamedTuple):
    """A topic of an interview, in a version and in the one of its languages that was read."""

    version_id: int
    topic_id: str
    language: str


About = AboutAnswer | AboutCard | AboutQuestion | AboutTopic


class ReportAsTold(NamedTuple):
    """A report with what it is about, in the words of its own version."""

    report: Report
    text_id: str
    """Where it is written: the id of its module, or the text that holds all topics."""
    module: str
    """The title of that module; empty for a topic."""
    subject: str
    language: str
    counts: bool
    """Whether its answer counts while no report sets it aside."""
    held: bool
    """Whether nobody is asked its question meanwhile, in that version."""


def told(db: Session, row: Report) -> ReportAsTold:
    """Return a report with what it is about."""
    version = db.get_one(Version, row.version_id)
    if row.topic_id is not None:
        language = row.language or LANGUAGES[0]
        topic = next(one for one in documents.parse_topics(version.text) if one.id == row.topic_id)
        return ReportAsTold(row, version.document_id, "", topic.name[language], language, counts=False, held=False)
    module = documents.parse_module(version.text)
    subject = module.cards[row.card - 1].title if row.card else module.question(row.question_id or "").stem
    held = row.question_id is not None and suspensions.is_suspended(db, version, row.question_id)
    annulled = select(Annulment.answer_id)
    counting = select(Answer.id).where(Answer.id == row.answer_id, Answer.counts, Answer.id.not_in(annulled))
    return ReportAsTold(
        row,
        module.id,
        module.title,
        subject,
        module.language,
        row.answer_id is not None and db.scalar(counting) is not None,
        held,
    )


def trimmed(text: str) -> str:
    """Return what somebody typed, less the spaces around it."""
    return text.replace("\r\n", "\n").strip()


def authors(rows: Iterable[Report]) -> list[UUID]:
    """Return whose these reports are, each once, in the order in which learners are locked."""
    return sorted({row.learner_key for row in rows if row.learner_key is not None})


# -------------------------------------------------------------------------------------- « Périmé » on a question of law


def lock_document(db: Session, version_id: int) -> Document:
    """Lock the document of a version until the end of the transaction; call it before any learner is locked."""
    document = documents.document_of(db, db.get_one(Version, version_id).document_id)
    documents.lock(db, document)
    return document


def suspend_question(db: Session, row: Report, at: datetime) -> None:
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
                # By nobody: the reporter stays unknown to those who read this.
                suspensions.suspend(db, in_force, [row.question_id], SuspensionReason.OUTDATED, at, by=None)


def lift_suspension(db: Session, document: Document, question_id: str, at: datetime, by: UUID | None) -> None:
    """Release a question once no open or accepted report holds it back any more."""
    languages = [one.id for one in documents.family(db, document)]
    # In whatever language it was said to be.
    outdated = select(Report.id).join(Version, Version.id == Report.version_id)
    outdated = outdated.where(Version.document_id.in_(languages), Report.question_id == question_id)
    outdated = outdated.where(Report.kind == ReportKind.OUTDATED, Report.withdrawn_at.is_(None))
    standing = outdated.where(or_(Report.outcome.is_(None), Report.outcome == ReportOutcome.ACCEPTED)).limit(1)
    for row in [row for language in languages for row in suspensions.held(db, language)]:
        if (row.why, row.question_id) != (SuspensionReason.OUTDATED, question_id):
            continue
        if db.scalar(standing.where(Report.at >= row.since)) is None:
            row.released_at, row.released_by = at, by
    db.flush()
