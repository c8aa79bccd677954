"""Imports as drafts: questions for a module, documents of a pack; nothing is overwritten."""

from collections.abc import Iterator, Set
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.exchange.losses import Exchanged, Loss
from content.exchange.naming import numbered
from content.module import Question
from content.pack import Pack
from content.problems import N_
from content.text.grammar import EXERCISE_HEADING, TO_TRY_HEADING, question_ids
from content.text.writing import question_text
from models.catalogue import coming_into_force, documents, of_the_day, pictures
from models.catalogue import drafts as catalogue_drafts
from models.catalogue.documents import ENTRY, PROGRAMMES, RULES, SKILLS, TOPICS
from models.tables.directory import ListedEntry
from models.tables.documents import Document, DocumentKind, DocumentStatus, PublishedQuestion, Version

ALREADY_HERE = N_("Cette question est déjà dans le module, mot pour mot : elle n'est pas ajoutée.")
RENAMED = N_("L'identifiant %(id)s est déjà pris ici : cette question devient %(new)s.")


# ------------------------------------------------------------------------------------------------------- questions


def fitted(
    db: Session, document: Document, read: Exchanged[tuple[Question, ...]], language: str
) -> Exchanged[tuple[Question, ...]]:
    """Return the questions that a module's draft lacks, with ids that no question of any module has."""
    text = catalogue_drafts.latest_text(db, document)
    taken = question_ids(text) | _taken_elsewhere(db, document)
    questions: dict[str, Question] = {question.id: question for question in read.value}
    losses = []
    for question in read.value:
        # Its own id is no obstacle to itself, those of the others in the file are.
        del questions[question.id]
        found = _first_free(text, question, language, taken | questions.keys())
        if found.id in taken:
            losses.append(Loss(found.id, ALREADY_HERE))
            continue
        if found.id != question.id:
            losses.append(Loss(found.id, RENAMED, {"id": question.id, "new": found.id}))
        questions[found.id] = found
    return Exchanged(tuple(questions.values()), (*read.losses, *losses))


def _first_free(text: str, question: Question, language: str, taken: Set[str]) -> Question:
    """Return the question by the first of its names that is free, or by which the text holds it already."""
    named = (question._replace(id=name) for name in numbered(question.id))
    return next(one for one in named if one.id not in taken or _holds(text, one, language))


def _holds(text: str, question: Question, language: str) -> bool:
    # Blank lines around it: a question that only begins like this one is another.
    return f"\n\n{question_text(question, language)}\n\n" in f"\n\n{text}\n\n"


def _taken_elsewhere(db: Session, document: Document) -> set[str]:
    published = select(PublishedQuestion.id).where(PublishedQuestion.module_id != document.id)
    drafts = select(Document.draft).where(Document.id != document.id, Document.draft.is_not(None))
    return {*db.scalars(published), *(name for draft in db.scalars(drafts) for name in question_ids(draft or ""))}


def append(db: Session, document: Document, questions: str, opened: str, at: datetime, by: UUID) -> None:
    """Add the text of questions to the draft of a module, above « À essayer »; `opened` and DraftMoved as in
    save_draft."""
    documents.lock(db, document)
    text = with_questions(catalogue_drafts.latest_text(db, document), questions)
    catalogue_drafts.save_draft(db, document, text, at, by, opened)


def with_questions(text: str, questions: str) -> str:
    """Return the text of a module, with the text of more questions above what there is to try, else at its end."""
    lines = text.split("\n")
    headings = {f"## {heading}" for closing in (TO_TRY_HEADING, EXERCISE_HEADING) for heading in closing.values()}
    place = next((number for number, line in enumerate(lines) if line.strip() in headings), len(lines))
    parts = ("\n".join(lines[:place]).rstrip("\n"), questions.strip("\n"), "\n".join(lines[place:]).strip("\n"))
    return "\n\n".join(filter(None, parts)) + "\n"


# ------------------------------------------------------------------------------------------------------------ packs


class PackStanding(StrEnum):
    """How a document of a pack compares to the one here."""

    NEW = "new"
    DIFFERENT = "different"
    SAME = "same"
    BEING_WRITTEN = "being_written"
    """There is a draft of it here that says something else: it is left alone."""


class Compared(NamedTuple):
    """A document of a pack beside the one of that name here."""

    name: str
    kind: DocumentKind
    text: str
    standing: PackStanding

    @property
    def becomes_draft(self) -> bool:
        """Whether taking up the pack makes a draft of it."""
        return self.standing in {PackStanding.NEW, PackStanding.DIFFERENT}


def pack_in_force(db: Session) -> Pack:
    """Return the pack of all that is published, but for entries from elsewhere: they are not ours to hand on."""
    in_force = select(Document, Version).join(Version, Document.published_id == Version.id)
    from_elsewhere = select(ListedEntry.document_id).where(ListedEntry.publisher != "")
    ours = in_force.where(Document.status == DocumentStatus.PUBLISHED, Document.id.not_in(from_elsewhere))
    rows = db.execute(ours.order_by(Document.id))
    published = [(document, of_the_day.standing(db, version).text) for document, version in rows]
    entries = {
        document.id.removeprefix(ENTRY): text for document, text in published if document.kind == DocumentKind.ENTRY
    }
    originals = [one for one in published if one[0].original_id is None and one[0].kind != DocumentKind.ENTRY]
    texts = {document.id: text for document, text in originals}
    twins = {document.id: text for document, text in published if document.original_id is not None}
    shared = texts.pop(SKILLS), texts.pop(RULES)
    topics, programmes = texts.pop(TOPICS, ""), texts.pop(PROGRAMMES, "")
    along = pictures.packed_for(db, [*texts.values(), *twins.values()])
    return Pack(*shared, texts, twins, topics, entries=entries, programmes=programmes, pictures=along)


def compare(db: Session, pack: Pack) -> list[Compared]:
    """Compare the documents of a pack with those here."""
    return [
        Compared(name, kind, text, _standing(db, db.get(Document, name), text))
        for name, kind, text in coming_into_force.documents_of(pack)
    ]


def _standing(db: Session, document: Document | None, text: str) -> PackStanding:
    if document is None:
        return PackStanding.NEW
    if text in (document.draft, documents.published_text(db, document)):
        return PackStanding.SAME
    return PackStanding.DIFFERENT if document.draft is None else PackStanding.BEING_WRITTEN


def take_up(db: Session, pack: Pack, at: datetime, by: UUID) -> list[Compared]:
    """Make drafts of what is new or different in a pack; returns those."""
    return list(_drafted(db, pack, at, by))


def _drafted(db: Session, pack: Pack, at: datetime, by: UUID) -> Iterator[Compared]:
    pictures.land(db, pack.pictures, at, by)
    for one in compare(db, pack):
        if not one.becomes_draft:
            continue
        document = db.get(Document, one.name)
        if document is None:
            document = coming_into_force.new_document(one.name, one.kind)
            db.add(document)
        catalogue_drafts.save_draft(db, document, one.text, at, by)
        yield one
