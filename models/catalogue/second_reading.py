"""Second readings of law: which questions, as they stand, a second person has vouched for."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.fields import LANGUAGES
from content.module import Module, Question
from content.text.writing import question_text
from models.catalogue.of_the_day import pending
from models.catalogue.withholding import release
from models.tables.documents import Document, SecondReading, WithholdingReason


def vouch(db: Session, document: Document, questions: Iterable[Question], at: datetime, by: UUID) -> None:
    """Note that somebody who did not write them has read these questions: they may be asked from now on."""
    rows = vouchings(db, document, questions, at, by)
    db.add_all(rows)
    db.flush()
    release(db, document.id, [row.question_id for row in rows], WithholdingReason.SECOND_READER, at, by)


def vouchings(
    db: Session, document: Document, questions: Iterable[Question], at: datetime, by: UUID
) -> list[SecondReading]:
    """Return the rows that vouch for those questions that nobody has vouched for as they stand."""
    read = list(questions)
    unread_ids = set(unread(db, document.id, read))
    return [
        SecondReading(document_id=document.id, question_id=one.id, fingerprint=_fingerprint(one), reader=by, at=at)
        for one in read
        if one.id in unread_ids
    ]


def carry_over(db: Session, document_id: str, before: Module, worded: Iterable[Question]) -> None:
    """Keep a second reading for questions of which nothing but the wording has changed."""
    still_read = {one.id: row for one in before.questions for row in _readings(db, document_id, one)[:1]}
    for question in worded:
        row = still_read.get(question.id)
        if row is not None and not _readings(db, document_id, question):
            db.add(
                SecondReading(
                    document_id=document_id,
                    question_id=question.id,
                    fingerprint=_fingerprint(question),
                    reader=row.reader,
                    at=row.at,
                )
            )
    db.flush()


def unread(db: Session, document_id: str, questions: Iterable[Question]) -> list[str]:
    """Return the ids of the questions that nobody has vouched for as they stand."""
    return [question.id for question in questions if not _readings(db, document_id, question)]


def readings(db: Session, document_id: str, questions: Iterable[Question]) -> dict[str, SecondReading]:
    """Return the first reading of each question as it stands; what nobody has read is not there."""
    stands = {question.id: _fingerprint(question) for question in questions}
    rows = select(SecondReading).where(SecondReading.document_id == document_id).order_by(SecondReading.id.desc())
    today = [row for row in pending(db).readings if row.document_id == document_id]
    read = [*today, *db.scalars(rows)]
    # The latest come first and are overwritten, so that the first reading is the one that stays.
    return {row.question_id: row for row in read if stands.get(row.question_id) == row.fingerprint}


def _readings(db: Session, document_id: str, question: Question) -> list[SecondReading]:
    mine = select(SecondReading).where(
        SecondReading.document_id == document_id, SecondReading.question_id == question.id
    )
    return list(db.scalars(mine.where(SecondReading.fingerprint == _fingerprint(question)).order_by(SecondReading.id)))


def _fingerprint(question: Question) -> str:
    # Of the question's own text: a module that changes around it takes no reading away.
    return hashlib.sha256(question_text(question, LANGUAGES[0]).encode()).hexdigest()
