"""The texts that learners meet today, less the questions that are held back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from content.module import Module
from content.rules import Rule
from content.skills import SkillMap
from models.catalogue.documents import RULES, SKILLS, UnknownModule, parse_module, parse_rules, parse_skills
from models.catalogue.of_the_day import pending, standing
from models.catalogue.withholding import HeldUpTo, held_up_to
from models.ground.store import once
from models.tables.documents import Document, DocumentKind, DocumentStatus, Version


class PublishedModule(NamedTuple):
    """A module as it is in force.

    `version_id`: the version that holds its text, or that one will succeed which is in force today and not yet written.
    """

    version_id: int
    module: Module


def skill_map(db: Session) -> SkillMap:
    """Return the skill map in force."""
    return parse_skills(_published_text(db, SKILLS))


def rules(db: Session) -> Mapping[str, Rule]:
    """Return the rules in force, by id."""
    return parse_rules(_published_text(db, RULES))


def _published_text(db: Session, document_id: str) -> str:
    today = pending(db).versions_of(document_id)
    return today[0].text if today else _written_text(db, document_id)


@once
def _written_text(db: Session, document_id: str) -> str:
    text = db.scalar(
        select(Version.text).join(Document, Document.published_id == Version.id).where(Document.id == document_id)
    )
    if text is None:
        raise UnknownModule(document_id)
    return text


def module_of(db: Session, version_id: int) -> Module:
    """Return the module that a version holds, with all its questions."""
    return parse_module(db.get_one(Version, version_id).text)


def asked_of(db: Session, version_id: int) -> Module:
    """Return the module that a version holds, less the questions that are held back."""
    return _asked(db.get_one(Version, version_id), held_up_to(db))


def _asked(version: Version, held: HeldUpTo) -> Module:
    module = parse_module(version.text)
    # Held back up to a version: a new one asks again unless it is held back anew.
    asked = tuple(one for one in module.questions if version.number > held.get((version.document_id, one.id), 0))
    # The cached module itself where nothing is held back: a copy for each page would be work for nothing.
    return module if len(asked) == len(module.questions) else replace(module, questions=asked)


def whole(db: Session, published: PublishedModule) -> Module:
    """Return a module in force, with the questions that are held back."""
    return parse_module(standing(db, db.get_one(Version, published.version_id)).text)


def published_modules(db: Session, language: str | None = None) -> Sequence[PublishedModule]:
    """Return all published modules, by id: in a language where they are, else in that of the original."""
    originals = _originals(db)
    if language is None or all(one.module.language == language for one in originals):
        return originals
    twins = _twins(db, language)
    return [twins.get(one.module.id, one) for one in originals]


def published_module(db: Session, module_id: str, language: str | None = None) -> PublishedModule:
    """Return a module in a language if it is published in it, else in the original's; raises UnknownModule."""
    for original in _published(db, Document.id == module_id, Document.original_id.is_(None)):
        if language in {None, original.module.language}:
            return original
        twins = _published(db, Document.original_id == module_id, Document.language == language)
        return next((twin for twin in twins if twin.module.questions), original)
    raise UnknownModule(module_id)


def every_language(db: Session, module_id: str) -> list[PublishedModule]:
    """Return a published module in each language that it has, the original first; none when it is not."""
    original = _published(db, Document.id == module_id, Document.original_id.is_(None))
    twins = _published(db, Document.original_id == module_id) if original else []
    return [*original, *(twin for twin in twins if twin.module.questions)]


@once
def _originals(db: Session) -> Sequence[PublishedModule]:
    return _published(db, Document.original_id.is_(None))


@once
def _twins(db: Session, language: str) -> Mapping[str, PublishedModule]:
    """Return the twins by module; one of which every question is held back is withdrawn as a whole."""
    found = _published(db, Document.original_id.is_not(None), Document.language == language)
    return {one.module.id: one for one in found if one.module.questions}


def _published(db: Session, *which: ColumnElement[bool]) -> list[PublishedModule]:
    published = (
        select(Version)
        .join(Document, Document.published_id == Version.id)
        .where(Document.kind == DocumentKind.MODULE, Document.status == DocumentStatus.PUBLISHED, *which)
    )
    held = held_up_to(db)
    versions = db.scalars(published.order_by(Document.id))
    return [PublishedModule(version.id, _asked(standing(db, version), held)) for version in versions]


def asking(db: Session, day: date, language: str | None = None) -> dict[str, PublishedModule]:
    """Return, for each skill that can be asked about on a day, the newest published module that asks about it."""
    spoken = {published.module.id: published for published in published_modules(db, language)}
    today = {version.document_id: place for place, version in enumerate(pending(db).versions, 1)}
    newest_last = sorted(_originals(db), key=lambda one: (today.get(one.module.id, 0), one.version_id))
    valid = [one for one in (spoken[original.module.id] for original in newest_last) if one.module.valid_on(day)]
    # Later ones overwrite, so the newest module asks; version ids grow as texts come into force.
    return {question.skill: published for published in valid for question in published.module.questions}


def in_force(db: Session, version_id: int) -> bool:
    """Return whether a version is the one that its document stands for."""
    return db.scalar(select(Document.id).where(Document.published_id == version_id)) is not None
