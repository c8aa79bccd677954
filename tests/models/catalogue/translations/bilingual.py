"""A module in French and in Dutch."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.module import Module, Question
from content.text.module_writer import write_module
from models.catalogue import documents, in_force
from models.learning import answering
from models.studio import publishing
from models.tables.answers import Answer
from models.tables.documents import Document, Version, VersionChange
from models.tables.people import Account
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, WRONG, in_dutch, module, question

TRAINER = uuid4()
DAY = timedelta(days=1)
LATER = MONDAY + 7 * DAY
FIRST, SECOND = "listen-active-1", "listen-active-2"
ORIGINAL = module("ecouter")
TRANSLATION = in_dutch(ORIGINAL)


def document(db: Session, name: str = "ecouter.nl") -> Document:
    return documents.module_document(db, name)


def publish(db: Session, now: Module, change: VersionChange, name: str = "ecouter") -> Version:
    return publishing.publish(db, document(db, name), write_module(now), change, LATER, TRAINER)


def having(original: Module, changed: Question) -> Module:
    asked = tuple(changed if one.id == changed.id else one for one in original.questions)
    return replace(original, questions=asked)


def key_on(letter: str, asked: Question) -> Question:
    return asked._replace(options=tuple(option._replace(right=option.key == letter) for option in asked.options))


B_IS_RIGHT = having(ORIGINAL, key_on("b", question(FIRST)))
B_IS_RIGHT_IN_DUTCH = in_dutch(B_IS_RIGHT)
CLEARER = having(ORIGINAL, question(FIRST)._replace(stem="Et maintenant, que faites-vous ?"))


def asked(db: Session, language: str) -> list[str]:
    """The first two questions of the module, as far as somebody who reads a language is asked them."""
    found = in_force.published_module(db, "ecouter", language).module
    return [one.id for one in found.questions if one.id in {FIRST, SECOND}]


def met(db: Session, language: str) -> str:
    """The language in which somebody who reads a language meets the module."""
    return in_force.published_module(db, "ecouter", language).module.language


def answer(db: Session, key: UUID, question_id: str = FIRST, response: tuple[str, ...] = WRONG) -> Answer:
    """Asked in the language in which this learner meets the module."""
    language = "nl" if key in _dutch_readers(db) else "fr"
    published = in_force.published_module(db, "ecouter", language)
    shown = answering.present(
        db, key, published.module.question(question_id), published.version_id, Purpose.LEARN, MONDAY
    )
    return answering.answer(db, shown.id, key, response, MONDAY + builders.READING)


def _dutch_readers(db: Session) -> set[UUID]:
    return set(db.scalars(select(Account.learner_key).where(Account.language == "nl")))
