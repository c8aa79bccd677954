"""What is in force: the texts that learners meet, less the questions that are held back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Module
from content.rules import Rule
from content.skills import SkillMap
from models.authoring.documents import (
    RULES,
    SKILLS,
    Kind,
    Status,
    UnknownModule,
    parse_module,
    parse_rules,
    parse_skills,
)
from models.authoring.withholding import HeldUpTo, held_up_to
from models.store import once
from models.tables import Document, Version


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A module as it is in force."""

    version_id: int
    module: Module


def skill_map(db: Session) -> SkillMap:
    """The skill map in force."""
    return parse_skills(_published_text(db, SKILLS))


def rules(db: Session) -> Mapping[str, Rule]:
    """The rules in force, by id."""
    return parse_rules(_published_text(db, RULES))


@once
def _published_text(db: Session, document_id: str) -> str:
    text = db.scalar(
        select(Version.text).join(Document, Document.published_id == Version.id).where(Document.id == document_id)
    )
    if text is None:
        raise UnknownModule(document_id)
    return text


def module_of(db: Session, version_id: int) -> Module:
    """The module that a version holds, with all its questions."""
    return parse_module(db.get_one(Version, version_id).text)


def asked_of(db: Session, version_id: int) -> Module:
    """The module that a version holds, less the questions that are held back."""
    return _asked(db.get_one(Version, version_id), held_up_to(db))


def _asked(version: Version, held: HeldUpTo) -> Module:
    module = parse_module(version.text)
    asked = tuple(one for one in module.questions if version.number > held.get((version.document_id, one.id), 0))
    return module if len(asked) == len(module.questions) else replace(module, questions=asked)


@once
def published_modules(db: Session) -> Sequence[PublishedModule]:
    """All published modules, by id."""
    versions = db.scalars(
        select(Version)
        .join(Document, Document.published_id == Version.id)
        .where(Document.kind == Kind.MODULE, Document.status == Status.PUBLISHED)
        .order_by(Document.id)
    )
    held = held_up_to(db)
    return [PublishedModule(version.id, _asked(version, held)) for version in versions]


def published_module(db: Session, module_id: str) -> PublishedModule:
    """One published module; raises UnknownModule."""
    version = db.scalar(
        select(Version)
        .join(Document, Document.published_id == Version.id)
        .where(Document.id == module_id, Document.kind == Kind.MODULE, Document.status == Status.PUBLISHED)
    )
    if version is None:
        raise UnknownModule(module_id)
    return PublishedModule(version.id, _asked(version, held_up_to(db)))


def asking(db: Session, day: date) -> dict[str, PublishedModule]:
    """For each skill that can be asked about on a day, the newest published module that does."""
    valid = [published for published in published_modules(db) if published.module.valid_on(day)]
    newest_last = sorted(valid, key=lambda published: published.version_id)
    return {question.skill: published for published in newest_last for question in published.module.questions}


def in_force(db: Session, version_id: int) -> bool:
    """Whether a version is the one that its document stands for."""
    return db.scalar(select(Document.id).where(Document.published_id == version_id)) is not None
