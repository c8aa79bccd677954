"""Modules in other languages: begun, withdrawn when their original changes, confirmed, and what is missing of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText, NotFound
from content.module import Module, Question
from content.schema.yaml_fields import LANGUAGES
from content.text.module_writer import write_module
from content.text.translations import check_translation, drifted, is_marked_alike, translation_id
from models.catalogue import coming_into_force, documents, drafts, in_force, suspensions
from models.catalogue.published import is_in_force
from models.tables.documents import Document, DocumentStatus, SuspensionReason, Version


class TranslationState(StrEnum):
    """Where a module is in a language that is not that of its original."""

    ABSENT = "absent"
    DRAFT = "draft"
    """Being written, and never published."""
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"
    """All its questions wait until somebody has confirmed it: learners meet the original."""
    WAITING = "waiting"
    """Some do."""
    BEHIND = "behind"
    """It lacks questions that the original has now."""
    COMPLETE = "complete"


class Translation(NamedTuple):
    """A published module in one other language: its state, and the questions that are waiting or lacking."""

    module_id: str
    title: str
    """In the language of the original."""
    original_language: str
    language: str
    state: TranslationState
    questions: tuple[str, ...] = ()


# ------------------------------------------------------------------------------------------------------------ beginning


def translation_of(db: Session, original: Document, language: str) -> Document | None:
    """Return the document of a module in another language; raises NotFound."""
    if language not in LANGUAGES or language == original.language:
        raise NotFound(
            N_("Ce module ne s'écrit pas dans cette langue."),
            N_("Les traductions possibles sont toutes sous « Traductions », dans l'atelier."),
        )
    return db.get(Document, translation_id(original.id, language))


def untranslated(db: Session, original: Document, language: str) -> str:
    """Return the text that a translation begins from, with the headings of its language; raises UnknownModule."""
    published = in_force.published_module(db, original.id)
    return write_module(replace(in_force.whole(db, published), language=language))


def begin(db: Session, original: Document, language: str, at: datetime, by: UUID) -> Document:
    """Return the translation of a module, begun if it is not there yet; raises NotFound, UnknownModule."""
    # Two who begin the same translation at once: the second finds the first one's.
    documents.lock(db, original)
    if document := translation_of(db, original, language):
        return document
    text = untranslated(db, original, language)
    document = Document(
        id=translation_id(original.id, language),
        original_id=original.id,
        language=language,
        kind=original.kind,
        status=DocumentStatus.DRAFT,
    )
    db.add(document)
    drafts.save_draft(db, document, text, at, by)
    return document


# ---------------------------------------------------------------------------------------------- withdrawn and confirmed


def withdraw(db: Session, document: Document, concerned: Collection[str], at: datetime, by: UUID | None) -> None:
    """Hold back, in the other languages of a module, the questions that a new version concerns.

    And in every translation those that no longer ask what the original asks, unless the original's own are held back.
    The document is locked already, in all its languages.
    """
    for version, questions in to_withdraw(db, document, concerned):
        suspensions.suspend(db, version, questions, SuspensionReason.TRANSLATION, at, by)
    coming_into_force.let_be_found(db, documents.module_id_of(document))


def to_withdraw(db: Session, document: Document, concerned: Collection[str]) -> Iterator[tuple[Version, set[str]]]:
    """Yield what to hold back in each language; a translation is looked at after its original's own questions."""
    original, *_ = family = documents.family(db, document)
    reference = _in_force(db, original)
    for one in family:
        version = documents.in_force_of(db, one)
        if version is None or reference is None:
            continue
        module = documents.parse_module(version.text)
        hers = {question.id for question in module.questions}.intersection(concerned if one is not document else ())
        if one is not original:
            # Where the original's own question waits, it may be the one that is wrong: the translation is left.
            hers |= drifted(reference, module) - waiting(db, original)
        yield version, hers


def confirm(db: Session, document: Document, at: datetime, by: UUID | None) -> frozenset[str]:
    """Ask again what waited until somebody had confirmed this language; returns those questions.

    Raises BrokenText when it says otherwise than the original.
    """
    documents.lock(db, document)
    if document.original_id:
        _check_against_original(db, document)
    confirmed = waiting(db, document)
    suspensions.release(db, document.id, confirmed, SuspensionReason.TRANSLATION, at, by)
    # What is confirmed here may now differ from a translation: that is looked at again.
    withdraw(db, document, (), at, by)
    return confirmed


def _check_against_original(db: Session, document: Document) -> None:
    original = _in_force(db, db.get_one(Document, document.original_id))
    text = documents.published_text(db, document)
    if original is None or text is None:
        raise documents.UnknownModule
    module = documents.parse_module(text)
    if problems := tuple(check_translation(original, module, text, f"{document.id}.md", document.language or "")):
        raise BrokenText(problems)


def waiting(db: Session, document: Document) -> frozenset[str]:
    """Return the questions of the version in force that are held back because of another language."""
    version = documents.in_force_of(db, document)
    number = version.number if version else 0
    rows = suspensions.held(db, document.id)
    return frozenset(
        row.question_id for row in rows if row.why == SuspensionReason.TRANSLATION and row.up_to >= number > 0
    )


def agrees(db: Session, document: Document, question: Question) -> bool:
    """Return whether the same is right in a question as in its original; of an original, as in its translations."""
    original_id = document.original_id
    others = [db.get_one(Document, original_id)] if original_id else documents.translations_of(db, document.id)
    modules = [module for other in others if (module := _in_force(db, other))]
    asked = [one for module in modules for one in module.questions if one.id == question.id]
    return all(is_marked_alike(question, one) for one in asked)


def _in_force(db: Session, document: Document) -> Module | None:
    version = documents.in_force_of(db, document)
    return documents.parse_module(version.text) if version else None


# -------------------------------------------------------------------------------------------------------------- missing


def missing(db: Session) -> list[Translation]:
    """Return what published modules lack in other languages, by language and module."""
    return [one for one in translations(db) if one.state is not TranslationState.COMPLETE]


def translations(db: Session) -> list[Translation]:
    """Return every published module in every other language, by language and module."""
    rows = select(Document, Version).outerjoin(Version, is_in_force(db))
    found = db.execute(rows.where(Document.original_id.is_not(None)))
    translated = {one.id: (one, version) for one, version in found}
    originals = in_force.published_modules(db)
    return [
        _translation(db, in_force.whole(db, original), language, translated)
        for language in LANGUAGES
        for original in originals
        if original.module.language != language
    ]


def _translation(
    db: Session, original: Module, language: str, translated: Mapping[str, tuple[Document, Version | None]]
) -> Translation:
    told = Translation(original.id, original.title, original.language, language, TranslationState.ABSENT)
    document, version = translated.get(translation_id(original.id, language), (None, None))
    if document is None:
        return told
    if version is None or document.status != DocumentStatus.PUBLISHED:
        return told._replace(
            state=TranslationState.RETIRED if document.status == DocumentStatus.RETIRED else TranslationState.DRAFT,
        )
    there = {question.id for question in documents.parse_module(version.text).questions}
    if held := there & waiting(db, document):
        return told._replace(
            state=TranslationState.WAITING if there - held else TranslationState.WITHDRAWN,
            questions=tuple(sorted(held)),
        )
    lacking = tuple(question.id for question in original.questions if question.id not in there)
    return told._replace(state=TranslationState.BEHIND if lacking else TranslationState.COMPLETE, questions=lacking)
