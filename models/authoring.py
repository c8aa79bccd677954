"""What trainers do: write drafts, publish versions, retire modules."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from content.checks import check_references
from content.module import Module
from content.pack import Pack
from content.problems import BrokenText
from content.rules import Rule, read_rules
from content.skills import SkillMap, read_skills
from content.starter import starter_text
from content.text import ID, read_module
from models import search
from models.store import once
from models.tables import Document, DueCheck, Mastery, PublishedQuestion, Story, Version

SKILLS, RULES = "skills.yaml", "rules.yaml"
FIRST_REVIEW = timedelta(days=365)


class Change(StrEnum):
    """What a new version changes for those who have learned."""

    FIRST = "first"
    WORDING = "wording"
    MEANING = "meaning"


class Status(StrEnum):
    """Where a document is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class UnknownModule(LookupError):
    """No module has that id, or it is not published."""


class IdTaken(ValueError):
    """A document of that name exists already."""


class BadId(ValueError):
    """A module id is written in lower case without accents, with hyphens."""


class OtherId(ValueError):
    """The text carries the id of another module."""


class QuestionTaken(ValueError):
    """A question id of the text belongs to another module."""


class DraftMoved(Exception):
    """Somebody else has saved a draft since this one was opened."""


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A module as it is in force."""

    version_id: int
    module: Module


@lru_cache(maxsize=1024)
def parse_module(text: str) -> Module:
    """The module of a version's text, parsed once per process."""
    return read_module(text)


@lru_cache(maxsize=8)
def _parse_skills(text: str) -> SkillMap:
    return read_skills(text)


@lru_cache(maxsize=8)
def _parse_rules(text: str) -> dict[str, Rule]:
    return read_rules(text)


_PARSE: Mapping[str, Callable[[str], object]] = {"skills": _parse_skills, "rules": _parse_rules}


def module_of(db: Session, version_id: int) -> Module:
    """The module that a version holds."""
    return parse_module(db.get_one(Version, version_id).text)


def skill_map(db: Session) -> SkillMap:
    """The skill map in force."""
    return _parse_skills(_published_text(db, SKILLS))


def rules(db: Session) -> Mapping[str, Rule]:
    """The rules in force, by id."""
    return _parse_rules(_published_text(db, RULES))


@once
def _published_text(db: Session, document_id: str) -> str:
    text = db.scalar(
        select(Version.text).join(Document, Document.published_id == Version.id).where(Document.id == document_id)
    )
    if text is None:
        raise UnknownModule(document_id)
    return text


@once
def published_modules(db: Session) -> Sequence[PublishedModule]:
    """All published modules, by id."""
    rows = db.execute(
        select(Version.id, Version.text)
        .join(Document, Document.published_id == Version.id)
        .where(Document.kind == "module", Document.status == Status.PUBLISHED)
        .order_by(Document.id)
    )
    return [PublishedModule(version_id, parse_module(text)) for version_id, text in rows]


def published_module(db: Session, module_id: str) -> PublishedModule:
    """One published module; raises UnknownModule."""
    row = db.execute(
        select(Version.id, Version.text)
        .join(Document, Document.published_id == Version.id)
        .where(Document.id == module_id, Document.kind == "module", Document.status == Status.PUBLISHED)
    ).first()
    if row is None:
        raise UnknownModule(module_id)
    return PublishedModule(row[0], parse_module(row[1]))


@dataclass(frozen=True, slots=True)
class Listed:
    """A module as the trainers' list shows it; `title` is the id until the text can be read."""

    id: str
    title: str
    status: str
    draft: bool
    questions: int


def listing(db: Session) -> list[Listed]:
    """All modules, by id, with what their published text, else their draft, says."""
    documents = db.scalars(select(Document).where(Document.kind == "module").order_by(Document.id))
    return [listed(db, document) for document in documents]


def listed(db: Session, document: Document) -> Listed:
    """One module as the list shows it."""
    title, questions = document.id, 0
    with suppress(BrokenText):
        module = parse_module(published_text(db, document) or document.draft or "")
        title, questions = module.title, len(module.questions)
    return Listed(document.id, title, document.status, document.draft is not None, questions)


def published_text(db: Session, document: Document) -> str | None:
    """The text in force; None before the first version."""
    return db.get_one(Version, document.published_id).text if document.published_id else None


def asking(db: Session, day: date) -> dict[str, PublishedModule]:
    """For each skill that can be asked about on a day, the newest published module that does."""
    valid = [published for published in published_modules(db) if published.module.valid_on(day)]
    newest_last = sorted(valid, key=lambda published: published.version_id)
    return {question.skill: published for published in newest_last for question in published.module.questions}


def in_force(db: Session, version_id: int) -> bool:
    """Whether a version is the one that its document stands for."""
    return db.scalar(select(Document.id).where(Document.published_id == version_id)) is not None


def module_document(db: Session, module_id: str) -> Document:
    """A module in any state; raises UnknownModule."""
    document = db.get(Document, module_id)
    if document is None or document.kind != "module":
        raise UnknownModule(module_id)
    return document


def versions(db: Session, document: Document) -> Sequence[Version]:
    """The versions of a document, the latest first."""
    return db.scalars(select(Version).where(Version.document_id == document.id).order_by(Version.number.desc())).all()


def create_module(db: Session, module_id: str, at: datetime, by: UUID) -> Document:
    """A new module with a text to begin from; raises BadId, IdTaken."""
    if not ID.fullmatch(module_id):
        raise BadId(module_id)
    if db.get(Document, module_id) is not None:
        raise IdTaken(module_id)
    document = Document(id=module_id, kind="module", status=Status.DRAFT)
    db.add(document)
    first_skill = next(iter(skill_map(db)))
    save_draft(db, document, starter_text(module_id, first_skill.id, at.date() + FIRST_REVIEW), at, by)
    return document


def save_draft(
    db: Session, document: Document, text: str, at: datetime, by: UUID | None, opened: str | None = None
) -> None:
    """Keep what was typed, readable or not, less the NUL that no database keeps.

    `opened` is the fingerprint of the text that the writer started from: raises DraftMoved when another is the latest.
    """
    _lock(db, document)
    if opened is not None and opened != fingerprint(latest_text(db, document)):
        raise DraftMoved
    kept = text.replace("\0", "")
    differs = kept != published_text(db, document)
    document.draft, document.draft_at, document.draft_by = (kept, at, by) if differs else (None, None, None)


def _lock(db: Session, document: Document) -> None:
    """Hold a document until the end of the transaction, as it stands now."""
    db.flush()
    db.refresh(document, with_for_update=True)


def fingerprint(text: str) -> str:
    """A short name for a text, the same for the same text."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def latest_text(db: Session, document: Document) -> str:
    """The draft where there is one, else the published text, else nothing."""
    return document.draft if document.draft is not None else published_text(db, document) or ""


def read_draft(db: Session, document: Document, text: str) -> Module:
    """The module that a draft would publish; BrokenText when there is something to mend, OtherId, QuestionTaken."""
    module = read_module(text, f"{document.id}.md")
    problems = check_references(module, text, f"{document.id}.md", [skill.id for skill in skill_map(db)], rules(db))
    if found := tuple(problems):
        raise BrokenText(found)
    if module.id != document.id:
        raise OtherId(module.id)
    ids = [question.id for question in module.questions]
    elsewhere = select(PublishedQuestion.id).where(
        PublishedQuestion.id.in_(ids), PublishedQuestion.module_id != module.id
    )
    if taken := db.scalars(elsewhere.order_by(PublishedQuestion.id)).first():
        raise QuestionTaken(taken)
    return module


def publish(db: Session, document: Document, text: str, change: Change, at: datetime, by: UUID | None) -> Version:
    """Put a text in force as a new version; *meaning* queues a check for those who had acquired its skills.

    Raises BrokenText, OtherId, QuestionTaken.
    """
    _lock(db, document)
    if document.kind != "module":
        _PARSE[document.kind](text)
        version = _add_version(db, document, text, change, at, by)
        if document.kind == "skills":
            _let_modules_be_found(db)
        return version
    module = read_draft(db, document, text)
    version = _add_version(db, document, text, change, at, by)
    _index(db, version, module)
    search.index_module(db, module, skill_map(db), version.published_at)
    if version.change == Change.MEANING:
        _queue_checks(db, version, module, at)
    return version


def _add_version(db: Session, document: Document, text: str, change: Change, at: datetime, by: UUID | None) -> Version:
    number = db.scalar(select(func.max(Version.number)).where(Version.document_id == document.id)) or 0
    version = Version(
        document_id=document.id,
        number=number + 1,
        text=text,
        change=change if number else Change.FIRST,
        published_at=at,
        published_by=by,
    )
    db.add(version)
    db.flush()
    document.status, document.published_id = Status.PUBLISHED, version.id
    document.draft = document.draft_at = document.draft_by = None
    return version


def _queue_checks(db: Session, version: Version, module: Module, at: datetime) -> None:
    asked = {question.skill for question in module.questions}
    had = select(Mastery).where(Mastery.skill.in_(asked), Mastery.acquired)
    for mastery in db.scalars(had):
        db.add(DueCheck(learner_key=mastery.learner_key, skill=mastery.skill, version_id=version.id, due_at=at))


def retire(db: Session, document: Document) -> None:
    """Take a module out of what is proposed and found; whoever is in it may finish it."""
    document.status = Status.RETIRED
    search.forget_module(db, document.id)


def _index(db: Session, version: Version, module: Module) -> None:
    db.execute(delete(PublishedQuestion).where(PublishedQuestion.module_id == module.id))
    db.add_all(
        PublishedQuestion(
            id=question.id,
            module_id=module.id,
            version_id=version.id,
            skill=question.skill,
            use=question.use,
            position=place,
        )
        for place, question in enumerate(module.questions)
    )


def reindex(db: Session) -> None:
    """Rebuild what is derived: the index of published questions, and what can be searched."""
    db.execute(delete(PublishedQuestion))
    for document in db.scalars(select(Document).where(Document.kind == "module", Document.published_id.is_not(None))):
        version = db.get_one(Version, document.published_id)
        _index(db, version, parse_module(version.text))
    search.forget_all(db)
    _let_modules_be_found(db)
    for story in db.scalars(select(Story).order_by(Story.id)):
        search.index_story(db, story)


def _let_modules_be_found(db: Session) -> None:
    in_force = select(Version).join(Document, Document.published_id == Version.id)
    skills = skill_map(db)
    for version in db.scalars(in_force.where(Document.kind == "module", Document.status == Status.PUBLISHED)):
        search.index_module(db, parse_module(version.text), skills, version.published_at)


def load_pack(db: Session, pack: Pack, at: datetime) -> list[str]:
    """Publish the texts of a pack that are new here; returns their names.

    A document that already has a version is left alone: from then on the portal holds the truth.
    """
    texts = [(SKILLS, "skills", pack.skills), (RULES, "rules", pack.rules)]
    texts += [(module_id, "module", text) for module_id, text in pack.modules.items()]
    loaded = []
    for name, kind, text in texts:
        if db.get(Document, name) is None:
            document = Document(id=name, kind=kind, status=Status.DRAFT)
            db.add(document)
            db.flush()
            publish(db, document, text, Change.FIRST, at, by=None)
            loaded.append(name)
    return loaded
