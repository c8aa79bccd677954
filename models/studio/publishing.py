"""The publication of a version, with what it means for those who had learned from the ones before."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.module import Question
from content.text.corrections import still_right
from content.text.translations import moved_on, said_in
from models.catalogue import coming_into_force, draft_reading, suspensions, translations
from models.catalogue import documents as catalogue_documents
from models.directory import confidential_addresses
from models.directory import entry_index as directory_index
from models.learning import answer_log, objection
from models.studio.version_changes import (
    ChangeSaid,
    ChangesUnsaid,
    KeyChanged,
    NothingCorrected,
    beside,
    change_said,
    check_change,
)
from models.tables.answers import Answer, DueCheck, Mastery, Notice
from models.tables.documents import Document, SuspensionReason, Version, VersionChange
from models.tables.people import Learner
from models.tables.reviewing import Review

Refused = (
    BrokenText,
    ChangesUnsaid,
    KeyChanged,
    NothingCorrected,
    draft_reading.OtherId,
    draft_reading.QuestionTaken,
    catalogue_documents.UnknownModule,
)
"""What keeps a text that was prepared elsewhere from coming into force."""


def publish(
    db: Session,
    document: Document,
    text: str,
    change: VersionChange,
    at: datetime,
    by: UUID | None,
    word: str = "",
    changes: Mapping[str, VersionChange] | None = None,
) -> Version:
    """Put a text in force as a new version.

    *wording* keeps everything; *meaning* keeps mastery and queues a check for those who had acquired its skills; *key*
    withdraws the questions whose key was wrong, annuls what was answered to them, and tells each person once. Both hold
    back what they concern in the other languages of the module until it is confirmed there: see
    models/catalogue/translations.py.
    With `changes`, each holds for the questions of which it is said, and `change`, or what is said of AROUND, for the
    text around them; the version keeps the gravest.
    Raises BrokenText, OtherId, QuestionTaken, KeyChanged, NothingCorrected, ChangesUnsaid.
    """
    catalogue_documents.lock(db, document)
    before = catalogue_documents.in_force_of(db, document)
    version = _publish(db, document, before, text, change, at, by, word, changes)
    _end_readings(db, document, at)
    return version


def _publish(
    db: Session,
    document: Document,
    before: Version | None,
    text: str,
    change: VersionChange,
    at: datetime,
    by: UUID | None,
    word: str,
    changes: Mapping[str, VersionChange] | None = None,
) -> Version:
    said, read = check(db, document, before, text, change, word, changes)
    # Asked before anything changes: what waited for this very correction must not be told twice.
    followed = translations.waiting(db, document) if before else frozenset()
    version = coming_into_force.bring_into_force(
        db, document, before, text, read, said.gravest, at, by, word, said.kept
    )
    kind = catalogue_documents.kind_of(document)
    if kind.is_in_directory:
        confidential_addresses.hide_earlier(db, document.id, text)
        directory_index.index(db, version)
    if kind.is_played:
        concerned = _take_effect(db, document, before, version, said, followed, at, by) if before else frozenset()
        translations.withdraw(db, document, concerned, at, by)
    return version


def publish_beside_draft(
    db: Session, document: Document, text: str, change: VersionChange, at: datetime, by: UUID | None, word: str = ""
) -> Version:
    """Publish a text and leave what somebody is writing as it is, unless it is that text or tells what that hides."""
    catalogue_documents.lock(db, document)
    before = catalogue_documents.in_force_of(db, document)
    written = (document.draft, document.draft_at, document.draft_by)
    earlier = before.text if before else None  # read now: publishing may blank it
    version = _publish(db, document, before, text, change, at, by, word)
    if written[0] in {None, text} or not confidential_addresses.may_stay(written[0] or "", earlier, text):
        _end_readings(db, document, at)
    else:
        document.draft, document.draft_at, document.draft_by = written
    return version


def follow(db: Session, document: Document, version: Version, at: datetime) -> None:
    """Do what follows from a version that was written for a day, and changes a meaning, once that day has come.

    What somebody is writing stays as it is, unless it is that text.
    """
    if document.draft in {None, version.text}:
        document.draft = document.draft_at = document.draft_by = None
        _end_readings(db, document, at)
    coming_into_force.begin(db, document, version)
    if catalogue_documents.kind_of(document).is_played and document.original_id is None:
        questions = catalogue_documents.parse_module(version.text).questions
        _queue_checks(db, version, {one.skill for one in questions}, at)


def _end_readings(db: Session, document: Document, at: datetime) -> None:
    """Leave what was said of a draft behind with it."""
    db.execute(update(Review).where(Review.document_id == document.id, Review.over_at.is_(None)).values(over_at=at))


def _take_effect(
    db: Session,
    document: Document,
    before: Version,
    version: Version,
    said: ChangeSaid,
    followed: Collection[str],
    at: datetime,
    by: UUID | None,
) -> frozenset[str]:
    """Apply a change to those who had learned; returns the questions concerned in other languages.

    A translation that changes its meaning follows its original, which has queued the checks.
    """
    old, new = catalogue_documents.parse_module(before.text), catalogue_documents.parse_module(version.text)
    concerned: frozenset[str] = frozenset()
    # First: who had acquired a skill by an answer that no longer counts had not.
    if wrong := said.corrected(old, new):
        concerned = _correct(db, document, before, version, wrong, followed, at, by)
    if document.original_id is not None:
        return concerned
    meant = said.meant_otherwise(new)
    _queue_checks(db, version, {one.skill for one in new.questions if one.id in meant}, at)
    # What is gone is in no list of what means something else: only a change around the questions speaks of all.
    touched = moved_on(old, new) if said.around is VersionChange.MEANING else moved_on(old, new) & meant
    return concerned | touched


def check(
    db: Session,
    document: Document,
    before: Version | None,
    text: str,
    change: VersionChange,
    word: str = "",
    changes: Mapping[str, VersionChange] | None = None,
) -> tuple[ChangeSaid, Any]:
    """Return what is said to change, and what the text says, as its kind reads it.

    Raises what keeps a text from being published so, as `publish` does.
    """
    texts = beside(document, before, text)
    said = change_said(texts, change, changes)
    # A translation may put a key right first: its original may still have it wrong.
    corrected = said.corrected(*texts) if texts and document.original_id is not None else ()
    read = draft_reading.read_document(db, document, text, corrected)
    if catalogue_documents.kind_of(document).is_in_directory:
        confidential_addresses.check_word(document.id, text, word)
    if texts:
        check_change(said, *texts)
    return said, read


def _queue_checks(db: Session, version: Version, asked: Collection[str], at: datetime) -> None:
    # Only who had it: others will meet the new text anyway.
    had = select(Mastery).where(Mastery.skill.in_(asked), Mastery.acquired, objection.estimated(Mastery.learner_key))
    for mastery in db.scalars(had):
        db.add(DueCheck(learner_key=mastery.learner_key, skill=mastery.skill, version_id=version.id, due_at=at))


# ---------------------------------------------------------------------------------------------------- the key was wrong


def _correct(
    db: Session,
    document: Document,
    before: Version,
    version: Version,
    wrong: Collection[str],
    followed: Collection[str],
    at: datetime,
    by: UUID | None,
) -> frozenset[str]:
    """Put keys right; returns the questions of which the key was wrong in every language.

    Where this language follows another that had been put right, all is said and done. Where a translation had it wrong
    and its original had not, the fault was the translation's.
    """
    new = catalogue_documents.parse_module(version.text)
    # Up to the version before: open pages and mailed links refuse, the corrected text asks.
    suspensions.suspend(db, before, wrong, SuspensionReason.KEY, at, by)
    alike = {one for one in wrong if translations.agrees(db, document, new.question(one))}
    anew = {one for one in wrong if one not in alike.intersection(followed)}
    everywhere = anew if document.original_id is None else anew - alike
    family = [one.id for one in catalogue_documents.family(db, document)]
    answers = given(db, anew - everywhere, Version.document_id == document.id)
    answers += given(db, everywhere, Version.document_id.in_(family))
    tell(db, answers, before, version, at)
    answer_log.annul_all(db, answers, f"key was wrong: version {version.number}", at, by)
    return frozenset(everywhere)


def given(db: Session, questions: Collection[str], *of_version: ColumnElement[bool]) -> list[Answer]:
    """Return what was answered to some questions in the versions of which this holds, of each learner in its order."""
    answers = select(Answer).where(Answer.question_id.in_(questions))
    answers = answers.where(Answer.version_id.in_(select(Version.id).where(*of_version)))
    return list(db.scalars(answers.order_by(Answer.learner_key, Answer.sequence)))


def tell(db: Session, answers: Iterable[Answer], before: Version, version: Version, at: datetime) -> None:
    """Tell each who has answered, and does not object, once for each question, whether she was right after all."""
    object_to_it = set(db.scalars(select(Learner.key).where(Learner.without_estimation)))
    # Ordered by sequence, so the latest answer to a question overwrites the earlier ones.
    latest = {(answer.learner_key, answer.question_id): answer for answer in answers}
    for answer in latest.values():
        if answer.learner_key in object_to_it:
            continue
        now = catalogue_documents.parse_module(version.text).question(answer.question_id)
        right = not answer.dont_know and _was_right(db, answer, before, now)
        about = {"learner_key": answer.learner_key, "question_id": answer.question_id, "version_id": version.id}
        db.add(Notice(**about, right=right, at=at))


def _was_right(db: Session, answer: Answer, before: Version, now: Question) -> bool:
    """Return whether an answer, given in whatever language, is right as the question stands now."""
    # Options are matched in the version that she saw: letters may have moved since.
    given_to, response = db.get_one(Version, answer.version_id), tuple(answer.response)
    asked = catalogue_documents.parse_module(given_to.text).question(answer.question_id)
    if given_to.document_id == before.document_id:
        return still_right(asked, now, response)
    same = catalogue_documents.parse_module(before.text).question(answer.question_id)
    # A translation of another shape cannot be matched: rather no « juste » than a false one.
    if (asked.kind, len(asked.options)) != (same.kind, len(same.options)):
        return False
    return still_right(same, now, said_in(asked, same, response))
