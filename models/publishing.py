"""A new version comes into force, with what that means for those who had learned from the ones before."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.difference import key_changes, marked_otherwise, still_right
from content.module import Module, Question
from models import authoring, study
from models.authoring import Change, Kind, Why
from models.tables import Answer, Document, DueCheck, Mastery, Notice, Version


class KeyChanged(ValueError):
    """A right answer is no longer the same: that is no wording. Its argument is the id of the question."""


class NothingCorrected(ValueError):
    """No question is marked otherwise than before."""


def publish(
    db: Session, document: Document, text: str, change: Change, at: datetime, by: UUID | None, word: str = ""
) -> Version:
    """Put a text in force as a new version.

    *wording* keeps everything; *meaning* keeps mastery and queues a check for those who had acquired its skills; *key*
    withdraws the questions whose key was wrong, annuls what was answered to them, and tells each person once.
    Raises BrokenText, OtherId, QuestionTaken, KeyChanged, NothingCorrected.
    """
    authoring.lock(db, document)
    check(db, document, text, change)
    before = _in_force(db, document)
    version = authoring.put_in_force(db, document, text, change, at, by, word)
    if document.kind != Kind.MODULE or before is None:
        return version
    old, new = authoring.parse_module(before.text), authoring.parse_module(version.text)
    if change is Change.MEANING:
        _queue_checks(db, version, new, at)
    elif change is Change.KEY:
        _correct(db, before, version, marked_otherwise(old, new), at, by)
    return version


def check(db: Session, document: Document, text: str, change: Change) -> None:
    """Raise what keeps a text from being published so: BrokenText, OtherId, QuestionTaken, KeyChanged…"""
    authoring.read_document(db, document, text)
    before = _in_force(db, document)
    if document.kind == Kind.MODULE and before is not None:
        _check_change(change, authoring.parse_module(before.text), authoring.parse_module(text))


def _in_force(db: Session, document: Document) -> Version | None:
    return db.get_one(Version, document.published_id) if document.published_id else None


def _check_change(change: Change, old: Module, new: Module) -> None:
    if change is Change.WORDING and (changed := key_changes(old, new)):
        raise KeyChanged(changed[0])
    if change is Change.KEY and not marked_otherwise(old, new):
        raise NothingCorrected


def _queue_checks(db: Session, version: Version, module: Module, at: datetime) -> None:
    asked = {question.skill for question in module.questions}
    had = select(Mastery).where(Mastery.skill.in_(asked), Mastery.acquired)
    for mastery in db.scalars(had):
        db.add(DueCheck(learner_key=mastery.learner_key, skill=mastery.skill, version_id=version.id, due_at=at))


# ------------------------------------------------------------------------------------------------ the key was wrong


def _correct(
    db: Session, before: Version, version: Version, wrong: Collection[str], at: datetime, by: UUID | None
) -> None:
    authoring.withhold(db, before, wrong, Why.KEY, at, by)
    new = authoring.parse_module(version.text)
    latest = _latest_answers(db, before.document_id, wrong)
    for answer in latest:
        _tell(db, answer, new.question(answer.question_id), version, at)
    study.annul_all(db, _given(db, before.document_id, wrong), f"key was wrong: version {version.number}", at, by)


def _given(db: Session, document_id: str, questions: Collection[str]) -> list[Answer]:
    """What was answered to some questions in any version of a document."""
    versions = select(Version.id).where(Version.document_id == document_id)
    given = select(Answer).where(Answer.question_id.in_(questions), Answer.version_id.in_(versions))
    return list(db.scalars(given.order_by(Answer.learner_key, Answer.sequence)))


def _latest_answers(db: Session, document_id: str, questions: Collection[str]) -> list[Answer]:
    """The latest answer of each learner to each of these questions."""
    latest = {(answer.learner_key, answer.question_id): answer for answer in _given(db, document_id, questions)}
    return list(latest.values())


def _tell(db: Session, answer: Answer, now: Question, version: Version, at: datetime) -> None:
    asked = authoring.module_of(db, answer.version_id).question(answer.question_id)
    right = not answer.dont_know and still_right(asked, now, tuple(answer.response))
    db.add(
        Notice(
            learner_key=answer.learner_key,
            question_id=answer.question_id,
            version_id=version.id,
            right=right,
            at=at,
        )
    )
