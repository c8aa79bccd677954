"""Drafts: texts being written, kept as typed, read for what is to be mended."""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from content.directory.entry import EntryKind
from content.fields import LANGUAGES
from content.module import Module
from content.pictures.naming import named_in
from content.problems import N_, BrokenText, Problem, Severity
from content.programmes import advise_on_programmes
from content.skills import line_of
from content.starter import TITLE, starter_entry, starter_text
from content.text.grammar import ID, LARGEST_TEXT, question_ids
from content.text.reading import read_module
from content.translations import check_twin, language_named
from models.catalogue import pictures
from models.catalogue.documents import (
    ENTRY,
    UnknownModule,
    in_force_of,
    lock,
    parse_entry,
    parse_module,
    parse_programmes,
    parse_rules,
    parse_skills,
    parse_topics,
    published_text,
    versions,
)
from models.catalogue.in_force import published_in, published_modules, rules, skill_map, topics
from models.tables.documents import Document, DocumentKind, DocumentStatus, DraftAside, PublishedQuestion

FIRST_REVIEW = timedelta(days=365)
PICTURE_ABSENT = N_("Cette image n'est pas dans la maison : apportez-la, puis copiez ici sa ligne.")
PICTURE_WITHDRAWN = N_("Cette image a été retirée : il n'en reste que la description. Remplacez-la, ou ôtez sa ligne.")


class IdTaken(ValueError):
    """A document of that name exists already."""


class BadId(ValueError):
    """A module id is written in lower case without accents, with hyphens, and does not end in a language."""


class OtherId(ValueError):
    """The text carries the id of another module, or of another entry."""


class QuestionTaken(ValueError):
    """A question id of the text belongs to another module."""


class TextTooLong(ValueError):
    """A text of more than LARGEST_TEXT bytes."""


class DraftMoved(Exception):
    """Somebody else has saved a draft since this one was opened."""


def create_module(db: Session, module_id: str, at: datetime, by: UUID, title: str = "") -> Document:
    """Create a module with a text to begin from, under its title where it has one; raises BadId, IdTaken."""
    if not ID.fullmatch(module_id) or language_named(module_id):
        raise BadId(module_id)
    if db.get(Document, module_id) is not None:
        raise IdTaken(module_id)
    document = Document(id=module_id, language=LANGUAGES[0], kind=DocumentKind.MODULE, status=DocumentStatus.DRAFT)
    db.add(document)
    first_skill = next(iter(skill_map(db)))
    text = starter_text(module_id, first_skill.id, at.date() + FIRST_REVIEW, title or TITLE)
    save_draft(db, document, text, at, by)
    return document


def create_entry(db: Session, entry_id: str, kind: EntryKind, at: datetime, by: UUID) -> Document:
    """Create an entry of the directory with a text to begin from; raises BadId, IdTaken."""
    if not ID.fullmatch(entry_id):
        raise BadId(entry_id)
    if db.get(Document, f"{ENTRY}{entry_id}") is not None:
        raise IdTaken(entry_id)
    document = Document(id=f"{ENTRY}{entry_id}", kind=DocumentKind.ENTRY, status=DocumentStatus.DRAFT)
    db.add(document)
    save_draft(db, document, starter_entry(kind, entry_id, at.date(), next(iter(rules(db)), "")), at, by)
    return document


def save_draft(
    db: Session, document: Document, text: str, at: datetime, by: UUID | None, opened: str | None = None
) -> None:
    """Keep what was typed, readable or not.

    `opened` is the fingerprint of the text that the writer started from: raises DraftMoved when another is the latest,
    unless that is the very text to keep. Raises TextTooLong.
    """
    check_length(text)
    lock(db, document)
    latest = latest_text(db, document)
    # The same form sent twice finds its own text there, which is no conflict.
    if opened is not None and fingerprint(latest) not in {opened, fingerprint(text)}:
        raise DraftMoved
    differs = text != published_text(db, document)
    document.draft, document.draft_at, document.draft_by = (text, at, by) if differs else (None, None, None)


def check_length(text: str) -> None:
    """Raise TextTooLong for what is too long to be a text of ours."""
    if len(text.encode(errors="replace")) > LARGEST_TEXT:
        raise TextTooLong


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


def ids_ever(db: Session, document: Document) -> set[str]:
    """Return the ids of all the questions that a document has ever asked, so that none is given to another."""
    return {name for version in versions(db, document) for name in question_ids(version.text)}


def read_document(db: Session, document: Document, text: str, corrected: Collection[str] = ()) -> None:
    """Raise what keeps a text of any kind from being published: BrokenText, OtherId, and of a module QuestionTaken."""
    match document.kind:
        case DocumentKind.MODULE:
            _read_module(db, document, text, corrected)
        case DocumentKind.SKILLS:
            _read_skills(db, document, text)
        case DocumentKind.RULES:
            _read_rules(db, document, text)
        case DocumentKind.TOPICS:
            _read_topics(db, document, text)
        case DocumentKind.PROGRAMMES:
            parse_programmes(text)
        case _:
            _read_entry(db, document, text)


def _read_module(db: Session, document: Document, text: str, corrected: Collection[str]) -> None:
    from content.checks.findings import left_over

    file = f"{document.id}.md"
    try:
        problems = tuple(left_over(read_draft(db, document, text, corrected), text, file))
    except BrokenText as broken:
        with suppress(BrokenText):
            broken = BrokenText((*broken.problems, *left_over(parse_module(text), text, file)))
        raise broken from None
    if problems:
        raise BrokenText(problems)


def _read_skills(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_skill_map

    found = {skill.id for skill in parse_skills(text)}
    used = {question.skill for one in published_modules(db) for question in one.module.questions}
    touched = {skill for topic in topics(db) for skill in topic.skills}
    sentence = N_("La compétence %(id)s sert dans un module publié : remettez-la.")
    _raise_missing(document, sentence, used - found)
    _raise_missing(document, N_("La compétence %(id)s sert dans un sujet d'entretien : remettez-la."), touched - found)
    if problems := tuple(check_skill_map(parse_skills(text), text, document.id)):
        raise BrokenText(problems)


def _read_rules(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_rules

    found = parse_rules(text)
    cited = {rule for one in published_modules(db) for rule in _cited(one.module)}
    touched = {rule for topic in topics(db) for rule in topic.rules}
    _raise_missing(document, N_("La règle %(id)s est citée dans un module publié : remettez-la."), cited - set(found))
    _raise_missing(document, N_("La règle %(id)s est dans un sujet d'entretien : remettez-la."), touched - set(found))
    if problems := tuple(check_rules(found.values(), text, document.id)):
        raise BrokenText(problems)


def _read_topics(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_topics

    skills = {skill.id for skill in skill_map(db)}
    if problems := tuple(check_topics(parse_topics(text), text, document.id, skills, rules(db))):
        raise BrokenText(problems)


def _read_entry(db: Session, document: Document, text: str) -> None:
    from content.checks.references import check_entry

    entry, name = parse_entry(text), document.id.removeprefix(ENTRY)
    if entry.id != name:
        raise OtherId(entry.id)
    file = f"directory/{name}.yaml"
    known = [skill.id for skill in skill_map(db)], rules(db), [topic.id for topic in topics(db)]
    if problems := tuple(check_entry(entry, text, file, *known)):
        raise BrokenText(problems)


def advice(db: Session, document: Document, text: str) -> list[Problem]:
    """Return advice on a text that could be published as it is; nothing for the skill map and the topics."""
    from content.checks.plain import advise_on_entry, advise_on_rules  # the checks weigh, and few pages check

    match document.kind:
        case DocumentKind.MODULE:
            return _advice_on_module(db, document, text)
        case DocumentKind.RULES:
            return [*advise_on_rules(parse_rules(text).values(), text, document.id)]
        case DocumentKind.PROGRAMMES:
            return [*advise_on_programmes(parse_programmes(text), text, document.id, published_in(db))]
        case DocumentKind.ENTRY:
            return [*advise_on_entry(parse_entry(text), text, document.id)]
        case _:
            return []


def _advice_on_module(db: Session, document: Document, text: str) -> list[Problem]:
    from content.checks.draft import CheckedText
    from content.checks.findings import findings
    from content.checks.plain import advise_on_twin

    file = f"{document.id}.md"
    module = read_module(text, file)
    others = [one.module for one in published_modules(db) if one.module.id != module.id]
    found = findings(module, text, file, skill_map(db), rules(db), others)
    found += _pictures_gone(db, text, file, withdrawn=True)
    if document.original_id:
        found += advise_on_twin(CheckedText(module, text, file), _original(db, document.original_id))
    return found


def _raise_missing(document: Document, sentence: str, missing: set[str]) -> None:
    if missing:
        raise BrokenText(tuple(Problem(document.id, 1, sentence, {"id": name}) for name in sorted(missing)))


def _cited(module: Module) -> set[str]:
    return {*module.cites, *(rule for question in module.questions for rule in question.cites)}


def read_draft(
    db: Session, document: Document, text: str, corrected: Collection[str] = (), original: Module | None = None
) -> Module:
    """Return the module that a draft would publish, or let one play; raises BrokenText, OtherId, QuestionTaken.

    A twin says what its original says, as published unless given, but for questions whose key is `corrected` in it
    first.
    """
    from content.checks.findings import errors

    file = f"{document.id}.md"
    module = read_module(text, file)
    # Others are left out here: their ids are asked of the index below, without parsing every module.
    problems = errors(module, text, file, skill_map(db), rules(db), others=())
    problems += _pictures_gone(db, text, file, withdrawn=False)
    if document.original_id:
        original, language = original or _original(db, document.original_id), document.language or ""
        problems += check_twin(original, module, text, file, language, corrected)
    if problems:
        raise BrokenText(tuple(problems))
    if module.id != (document.original_id or document.id):
        raise OtherId(module.id)
    # Answers hang on question ids: one that moved to another module would carry its log along.
    ids = [question.id for question in module.questions]
    elsewhere = select(PublishedQuestion.id).where(
        PublishedQuestion.id.in_(ids), PublishedQuestion.module_id != module.id
    )
    if taken := db.scalars(elsewhere.order_by(PublishedQuestion.id)).first():
        raise QuestionTaken(taken)
    return module


def _pictures_gone(db: Session, text: str, file: str, *, withdrawn: bool) -> list[Problem]:
    """Return a finding for each picture that was withdrawn, which is advice; or that was never here."""
    gone = [name for name, was_here in pictures.lacking(db, named_in(text)).items() if was_here is withdrawn]
    sentence, severity = (PICTURE_WITHDRAWN, Severity.ADVICE) if withdrawn else (PICTURE_ABSENT, Severity.ERROR)
    return [Problem(file, line_of(text, name), sentence, severity=severity) for name in gone]


def _original(db: Session, module_id: str) -> Module:
    text = published_text(db, db.get_one(Document, module_id))
    if text is None:
        raise UnknownModule(module_id)
    return parse_module(text)
