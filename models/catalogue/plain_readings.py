"""Second readings of plain words: which, as they stand, somebody who did not write them has read.

They are read like law, and their readings are kept beside those of its questions; any other word asks for another.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue.documents import parse_entry, parse_module, parse_rules
from models.catalogue.of_the_day import pending
from models.ground.store import changing_nothing, once
from models.tables.documents import Document, DocumentKind, SecondReading

PLAIN = "plain:"
"""What stands before the name of plain words, where a question has its id."""


class PlainText(NamedTuple):
    """The words for the person of a rule, an entry or a card, in one language."""

    document_id: str
    subject: str
    """The id of the rule, or the address of the card within its module; empty of an entry."""
    language: str
    words: str

    @property
    def name(self) -> str:
        """What a reading of it is kept under."""
        return f"{PLAIN}{self.language}:{self.subject}"

    @property
    def fingerprint(self) -> str:
        """The same for the same words."""
        return hashlib.sha256(self.words.encode()).hexdigest()


def plain_texts(document: Document, text: str) -> Iterator[PlainText]:
    """Yield all that a text of a document says in plain words."""
    match document.kind:
        case DocumentKind.RULES:
            for rule in parse_rules(text).values():
                yield from (PlainText(document.id, rule.id, *said) for said in rule.plain.items())
        case DocumentKind.ENTRY:
            yield from (PlainText(document.id, "", *said) for said in parse_entry(text).plain.items())
        case DocumentKind.MODULE:
            module = parse_module(text)
            for slug, card in module.addressed.items():
                if card.parts.plain:
                    yield PlainText(document.id, slug, module.language, card.parts.plain)


def vouch(db: Session, document: Document, text: str, at: datetime, by: UUID) -> None:
    """Note that somebody who did not write them has read the plain words of a text."""
    db.add_all(vouchings(db, document, text, at, by))
    db.flush()


def vouchings(db: Session, document: Document, text: str, at: datetime, by: UUID) -> list[SecondReading]:
    """Return the rows that vouch for those plain words that nobody has vouched for as they stand."""
    return [
        SecondReading(document_id=document.id, question_id=one.name, fingerprint=one.fingerprint, reader=by, at=at)
        for one in unread(db, document, text)
    ]


def unread(db: Session, document: Document, text: str) -> list[PlainText]:
    """Return the plain words of a text that nobody has vouched for as they stand."""
    with changing_nothing(db):  # a page may say forty
        return [one for one in plain_texts(document, text) if not is_vouched(db, one)]


class Saying(Protocol):
    """What says something in plain words."""

    @property
    def said(self) -> PlainText:
        """Those words, and where they are written."""


Says = TypeVar("Says", bound=Saying)


def vouched(db: Session, every: Iterable[Says]) -> list[Says]:
    """Return those whose plain words somebody who did not write them has read as they stand."""
    with changing_nothing(db):
        return [one for one in every if is_vouched(db, one.said)]


def is_vouched(db: Session, one: PlainText) -> bool:
    """Return whether somebody who did not write them has read these words as they stand."""
    wanted = one.document_id, one.name, one.fingerprint
    today = ((row.document_id, row.question_id, row.fingerprint) for row in pending(db).readings)
    return wanted in today or wanted in _written(db)


@once
def _written(db: Session) -> frozenset[tuple[str, str, str]]:
    # All of them: a few hundred at most, and a letter is made of words from many documents.
    kept = select(SecondReading.document_id, SecondReading.question_id, SecondReading.fingerprint)
    rows = db.execute(kept.where(SecondReading.question_id.startswith(PLAIN)))
    return frozenset((document_id, name, fingerprint) for document_id, name, fingerprint in rows)
