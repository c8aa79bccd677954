"""Drafts: texts being written, kept as typed."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from content import kinds
from content.directory.entry import EntryKind
from content.directory.entry_text import write_entry
from content.errors import N_, Conflict, Invalid
from content.schema.yaml_fields import LANGUAGES
from content.skills import Names
from content.text.grammar import ID, LARGEST_TEXT, question_ids
from content.text.starter import TITLE, starter_entry, starter_text
from content.text.translations import language_named
from models.catalogue.documents import (
    ENTRY,
    in_force_of,
    lock,
    published_text,
    versions,
)
from models.catalogue.in_force import rules, skill_map
from models.tables.documents import Document, DocumentStatus, DraftAside, PublishedQuestion

FIRST_REVIEW = timedelta(days=365)


class IdTaken(ValueError):
    """A document of that name exists already, or another module has named its questions so."""


class BadId(ValueError):
    """An id is in lower case without accents, with hyphens, not too long; that of a module ends in no language."""


class DraftMoved(Conflict):
    """Somebody else has saved a draft since this one was opened."""

    what = N_("Le texte a changé entre-temps : celui que vous avez lu n'est plus le dernier.")
    then = N_("Rien n'est publié ni remplacé. Revenez en arrière, rechargez la page et relisez ce qui a changé.")


def create_module(db: Session, module_id: str, at: datetime, by: UUID, title: str = "", skill: str = "") -> Document:
    """Create a module with a text to begin from, on a skill, or on the first of the map; raises BadId, IdTaken."""
    if not ID.fullmatch(module_id) or language_named(module_id):
        raise BadId(module_id)
    if module_id in names_taken(db):
        raise IdTaken(module_id)
    document = Document(id=module_id, language=LANGUAGES[0], kind=kinds.MODULE.name, status=DocumentStatus.DRAFT)
    db.add(document)
    skills = skill_map(db)
    about = skill if skill in skills else next(iter(skills)).id
    text = starter_text(module_id, about, at.date() + FIRST_REVIEW, title or TITLE)
    save_draft(db, document, text, at, by)
    return document


def create_entry(
    db: Session, entry_id: str, kind: EntryKind, at: datetime, by: UUID, names: Names | None = None
) -> Document:
    """Create an entry of the directory with a text to begin from, and its names by language; raises BadId, IdTaken."""
    if not ID.fullmatch(entry_id):
        raise BadId(entry_id)
    if db.get(Document, f"{ENTRY}{entry_id}") is not None:
        raise IdTaken(entry_id)
    document = Document(id=f"{ENTRY}{entry_id}", kind=kinds.ENTRY.name, status=DocumentStatus.DRAFT)
    db.add(document)
    text = write_entry(starter_entry(kind, entry_id, at.date(), next(iter(rules(db)), ""), names))
    save_draft(db, document, text, at, by)
    return document


def save_draft(
    db: Session, document: Document, text: str, at: datetime, by: UUID | None, opened: str | None = None
) -> None:
    """Keep what was typed, readable or not.

    `opened` is the fingerprint of the text that the writer started from: raises DraftMoved when another is the latest,
    unless that is the very text to keep. Raises Invalid.
    """
    check_length(text)
    lock(db, document)
    latest = latest_text(db, document)
    # The same form sent twice finds its own text there, which is no conflict.
    if opened is not None and fingerprint(latest) not in {opened, fingerprint(text)}:
        raise DraftMoved
    if text == document.draft:
        return  # anyone who only presses « Enregistrer » is not who wrote it
    differs = text != published_text(db, document)
    document.draft, document.draft_at, document.draft_by = (text, at, by) if differs else (None, None, None)


def check_length(text: str) -> None:
    """Raise Invalid for what is too long to be a text of ours."""
    if len(text.encode(errors="replace")) > LARGEST_TEXT:
        raise Invalid(
            N_("Ce texte est trop long."),
            N_(
                "Cinq cents kilo-octets au plus : partagez-le en plusieurs modules."
                " Revenez en arrière : il y est encore."
            ),
        )


def restore(db: Session, document: Document, text: str, at: datetime, by: UUID, opened: str) -> str | None:
    """Make an earlier text the draft; returns the draft that it takes the place of, for it to be kept.

    `opened` is as in save_draft. Raises DraftMoved.
    """
    lock(db, document)
    aside = document.draft
    save_draft(db, document, text, at, by, opened)
    return aside if aside != text else None


def set_aside(db: Session, document: Document, text: str, day: date) -> DraftAside:
    """Keep the draft of which another text has taken the place."""
    aside = DraftAside(document_id=document.id, text=text, day=day)
    db.add(aside)
    db.flush()
    return aside


def is_aside(db: Session, document: Document, text: str) -> bool:
    """Return whether a text of this document is set aside already."""
    same = select(DraftAside.id).where(DraftAside.document_id == document.id, DraftAside.text == text)
    return db.scalar(same.limit(1)) is not None


def asides(db: Session, document: Document) -> Sequence[DraftAside]:
    """Return the drafts of a document that were set aside, the latest first, without their texts."""
    mine = select(DraftAside).where(DraftAside.document_id == document.id).order_by(DraftAside.id.desc())
    return db.scalars(mine.options(defer(DraftAside.text, raiseload=True))).all()


def aside_of(db: Session, document: Document, aside_id: int) -> DraftAside | None:
    """Return a draft of this document that was set aside."""
    return db.scalar(select(DraftAside).where(DraftAside.id == aside_id, DraftAside.document_id == document.id))


def fingerprint(text: str) -> str:
    """Return a short name for a text, the same for the same text."""
    # Browsers send the line ends of a form as CRLF (HTML Standard, "constructing the entry list").
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def latest_text(db: Session, document: Document) -> str:
    """Return the draft where there is one, else the published text, else nothing."""
    return document.draft if document.draft is not None else published_text(db, document) or ""


def last_written(db: Session, document: Document) -> tuple[UUID | None, datetime | None]:
    """Return who wrote the latest text, and when; nobody that is known before the first."""
    if document.draft is not None:
        return document.draft_by, document.draft_at
    version = in_force_of(db, document)
    return (version.published_by, version.published_at) if version else (None, None)


def ids_taken(db: Session, document: Document) -> set[str]:
    """Return the ids of all questions that a document has ever asked, or others ask: none is given to another."""
    ever = {name for version in versions(db, document) for name in question_ids(version.text)}
    return ever | ids_elsewhere(db, document)


def ids_elsewhere(db: Session, document: Document | None = None) -> set[str]:
    """Return the ids of the questions of all modules but one, published or being written."""
    family = (document.original_id or document.id) if document else ""
    published = select(PublishedQuestion.id).where(PublishedQuestion.module_id != family)
    written = select(Document.draft).where(func.coalesce(Document.original_id, Document.id) != family)
    texts = db.scalars(written.where(Document.draft.is_not(None), Document.kind == kinds.MODULE.name))
    return {*db.scalars(published), *(name for text in texts for name in question_ids(text or ""))}


def names_taken(db: Session) -> set[str]:
    """Return what no new module may be called: what documents are, and what questions are numbered after."""
    stems = (name.rpartition("-") for name in ids_elsewhere(db))
    return {*db.scalars(select(Document.id)), *(stem for stem, _, number in stems if number.isdecimal())}
