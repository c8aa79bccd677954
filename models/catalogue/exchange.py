"""Imports as drafts: questions for a module, documents of a pack; nothing is overwritten."""

from collections.abc import Iterable, Sequence, Set
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from content.errors import N_
from content.exchange.losses import Exchanged, Loss, PackedPicture, Pictures
from content.exchange.question_drafts import LONGEST_NAME, numbered, pictures_in
from content.kinds import MODULE
from content.module import Module, Question, Reference
from content.pack import Pack, other_kinds
from content.strings.late_patterns import LatePattern
from content.strings.words import slugs
from content.text.grammar import ID, is_heading, part_of, question_ids
from content.text.module_writer import question_text, write_module
from content.text.redating import with_source
from content.text.translations import language_named
from models.catalogue import coming_into_force, documents, pictures
from models.catalogue import drafts as catalogue_drafts
from models.catalogue.documents import ENTRY, RULES, SKILLS, TOPICS
from models.catalogue.published import is_in_force
from models.tables.directory import ListedEntry
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.uploads import Picture

ALREADY_HERE = N_("Cette question est déjà dans le module, mot pour mot : elle n'est pas ajoutée.")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}
_SKILLS = LatePattern(r"(?m)^skills: \[([^\[\]\n]*)\]$")
_NOT_AFTER = ("", "cards", "questions")
"""What of a module stands before or among its questions."""
MINUTES = 5
"""What a module that begins with questions is said to take."""
RENAMED = N_("L'identifiant %(id)s est déjà pris ici : cette question devient %(new)s.")


# ------------------------------------------------------------------------------------------------------------ questions


def fitted(
    db: Session, document: Document | None, read: Exchanged[tuple[Question, ...]], language: str
) -> Exchanged[tuple[Question, ...]]:
    """Return the questions that a module's draft lacks, with ids that no question of any module has.

    Without a document they are for a module to come; with one, it stays locked, so that each name is given once.
    """
    if document:
        documents.lock(db, document)
    text = catalogue_drafts.latest_text(db, document) if document else ""
    taken = question_ids(text) | catalogue_drafts.ids_elsewhere(db, document)
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


def pictures_here(db: Session, questions: Iterable[Question], whole: bool = False) -> Pictures:
    """Return the pictures of questions that are still here, by their hashes; with their bytes only where `whole`."""
    names = {name for one in questions for name in pictures_in(one)}
    here = select(Picture).where(Picture.hash.in_(names), Picture.withdrawn_at.is_(None))
    found = db.scalars(here.options(undefer(Picture.data)) if whole else here) if names else ()
    return {
        one.hash: PackedPicture(f"{one.hash}.{ENDINGS[one.media_type]}", (one.data or b"") if whole else b"")
        for one in found
    }


def _first_free(text: str, question: Question, language: str, taken: Set[str]) -> Question:
    """Return the question by the first of its names that is free, or by which the text holds it already."""
    named = (question._replace(id=name) for name in numbered(question.id))
    # Blank lines around it: a question that only begins like this one is another.
    here = f"\n\n{text}\n\n"
    return next(one for one in named if one.id not in taken or f"\n\n{question_text(one, language)}\n\n" in here)


def append(
    db: Session, document: Document, questions: Sequence[Question], language: str, credit: str, at: datetime, by: UUID
) -> None:
    """Add questions to the draft of a module, their skills and who made them to its header; nothing is replaced.

    Raises Invalid.
    """
    documents.lock(db, document)
    added = "\n\n".join(question_text(one, language) for one in questions)
    latest = with_skills(catalogue_drafts.latest_text(db, document), (one.skill for one in questions))
    text = with_questions(with_source(latest, Reference(credit)) if credit else latest, added, language)
    catalogue_drafts.save_draft(db, document, text, at, by)


def begin(
    db: Session, title: str, language: str, questions: Sequence[Question], credit: str, at: datetime, by: UUID
) -> Document:
    """Begin a module with questions; what is known of who made them is its first source. Raises Invalid."""
    (slug,) = (one[:LONGEST_NAME].rstrip("-") for one in slugs([title]))
    # One that would end like a translation's is no id of a module.
    wanted = slug if ID.fullmatch(slug) and not language_named(slug) else f"module-{slug}".rstrip("-.")
    free = (name for name in numbered(wanted) if db.get(Document, name) is None)
    document = Document(id=next(free), language=language, kind=MODULE.name, status=DocumentStatus.DRAFT)
    module = Module(
        id=document.id,
        title=title,
        language=language,
        minutes=MINUTES,
        skills=tuple(dict.fromkeys(one.skill for one in questions)),
        cards=(),
        questions=tuple(questions),
        sources=(Reference(credit),) if credit else (),
        review_by=at.date() + catalogue_drafts.FIRST_REVIEW,
    )
    db.add(document)
    catalogue_drafts.save_draft(db, document, write_module(module), at, by)
    return document


def with_questions(text: str, questions: str, language: str) -> str:
    """Return the text of a module with more questions: above what comes after questions, else at its end."""
    lines = text.split("\n")
    parts = (part_of(line[2:].strip(), language) if is_heading(line) else "" for line in lines)
    place = next((number for number, part in enumerate(parts) if part not in _NOT_AFTER), len(lines))
    around = ("\n".join(lines[:place]).rstrip("\n"), questions.strip("\n"), "\n".join(lines[place:]).strip("\n"))
    return "\n\n".join(filter(None, around)) + "\n"


def with_skills(text: str, skills: Iterable[str]) -> str:
    """Return the text of a module whose header names these skills too, where it lists its own on one line."""
    found = _SKILLS.search(text)
    if found is None:
        return text
    named = [name.strip() for name in found[1].split(",") if name.strip()]
    return f"{text[: found.start(1)]}{', '.join(dict.fromkeys([*named, *skills]))}{text[found.end(1) :]}"


# ---------------------------------------------------------------------------------------------------------------- packs


class PackTextState(StrEnum):
    """How a document of a pack compares to the one here."""

    NEW = "new"
    DIFFERENT = "different"
    SAME = "same"
    BEING_WRITTEN = "being_written"
    """There is a draft of it here that says something else: it is left alone."""


class PackDocument(NamedTuple):
    """A document of a pack, known by the fingerprint of its text."""

    name: str
    kind: str
    fingerprint: str


class Compared(NamedTuple):
    """A document of a pack beside the one of that name here."""

    name: str
    kind: str
    standing: PackTextState

    @property
    def becomes_draft(self) -> bool:
        """Whether taking up the pack makes a draft of it."""
        return self.standing in {PackTextState.NEW, PackTextState.DIFFERENT}


def pack_in_force(db: Session) -> Pack:
    """Return the pack of all that is published, but for entries from elsewhere: they are not ours to hand on."""
    in_force = select(Document, Version).join(Version, is_in_force(db))
    from_elsewhere = select(ListedEntry.document_id).where(ListedEntry.publisher != "")
    ours = in_force.where(Document.status == DocumentStatus.PUBLISHED, Document.id.not_in(from_elsewhere))
    rows = db.execute(ours.order_by(Document.id))
    published = [(document, version.text) for document, version in rows]
    listed = {document.id for document, _ in published if documents.kind_of(document).is_in_directory}
    entries = {document.id.removeprefix(ENTRY): text for document, text in published if document.id in listed}
    originals = [one for one in published if one[0].original_id is None and one[0].id not in listed]
    texts = {document.id: text for document, text in originals}
    # A translation goes with its original: alone, it could not be read back.
    translated = {document.id: text for document, text in published if document.original_id in texts}
    shared = texts.pop(SKILLS), texts.pop(RULES)
    topics = texts.pop(TOPICS, "")
    others = {name: texts.pop(name) for name in other_kinds() if name in texts}
    along = pictures.packed_for(db, [*texts.values(), *translated.values()])
    return Pack(*shared, texts, translated, topics, entries=entries, others=others, pictures=along)


def documents_in(pack: Pack) -> list[PackDocument]:
    """Return the documents of a pack, as they are compared with those here."""
    documents = coming_into_force.documents_of(pack)
    return [PackDocument(name, kind, catalogue_drafts.fingerprint(text)) for name, kind, text in documents]


def compare(db: Session, brought: Iterable[PackDocument]) -> list[Compared]:
    """Compare the documents of a pack with those here."""
    return [
        Compared(one.name, one.kind, _text_state(db, db.get(Document, one.name), one.fingerprint)) for one in brought
    ]


def _text_state(db: Session, document: Document | None, fingerprint: str) -> PackTextState:
    if document is None:
        return PackTextState.NEW
    texts = (document.draft, documents.published_text(db, document))
    if fingerprint in {catalogue_drafts.fingerprint(text) for text in texts if text is not None}:
        return PackTextState.SAME
    return PackTextState.DIFFERENT if document.draft is None else PackTextState.BEING_WRITTEN


def take_up(db: Session, pack: Pack, at: datetime, by: UUID) -> list[Compared]:
    """Make drafts of what is new or different in a pack; returns those."""
    pictures.land(db, pack.pictures, at, by)
    found = [one for one in compare(db, documents_in(pack)) if one.becomes_draft]
    texts = {name: text for name, _, text in coming_into_force.documents_of(pack)}
    for one in found:
        document = db.get(Document, one.name)
        if document is None:
            document = coming_into_force.new_document(one.name, one.kind)
            db.add(document)
        catalogue_drafts.save_draft(db, document, texts[one.name], at, by)
    return found
