"""Dialogues that somebody whom they concern has yet to read: until the house says that it was done, nobody plays them.

A dialogue puts words into a person's mouth, so its author is not the one to say that they hurt nobody. Who has read it
is not kept, only who in the house says so: the reader may be a job seeker.
"""

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.fields import LANGUAGES
from content.module import Dialogue, Module
from content.text.writing import dialogue_text
from models.catalogue.withholding import release
from models.tables.documents import SecondReading, WithholdingReason

OF_DIALOGUE = "dialogue:"
"""What stands before the id of a dialogue, where a question has its own."""


def name_of(dialogue_id: str) -> str:
    """Return the name under which a dialogue is held back, and a reading of it kept."""
    return f"{OF_DIALOGUE}{dialogue_id}"


def unread(db: Session, document_id: str, module: Module) -> list[Dialogue]:
    """Return the dialogues of a module of which nobody has said that somebody concerned has read them as they stand."""
    read = _read(db, document_id, module)
    return [one for one in module.dialogues if _row(module, one) not in read]


def vouch(db: Session, document_id: str, module: Module, at: datetime, by: UUID) -> None:
    """Note that somebody concerned has read the dialogues of a module, says who gives her key: they may be played."""
    found = unread(db, document_id, module)
    _keep(db, document_id, module, found, at, by)
    release(db, document_id, [name_of(one.id) for one in found], WithholdingReason.CONCERNED, at, by)


def carry_over(db: Session, document_id: str, before: Module, now: Module, worded: Collection[str]) -> None:
    """Keep the readings of the dialogues `worded`, of which nothing but the wording has changed."""
    readings = _read(db, document_id, before)
    read = {one.id: row for one in before.dialogues if (row := readings.get(_row(before, one)))}
    for one in unread(db, document_id, now):
        if one.id in worded and (row := read.get(one.id)):
            _keep(db, document_id, now, [one], row.at, row.reader)


def _keep(db: Session, document_id: str, module: Module, read: Iterable[Dialogue], at: datetime, reader: UUID) -> None:
    for one in read:
        name, mark = _row(module, one)
        db.add(SecondReading(document_id=document_id, question_id=name, fingerprint=mark, reader=reader, at=at))
    db.flush()


def _read(db: Session, document_id: str, module: Module) -> dict[tuple[str, str], SecondReading]:
    """Return the readings of dialogues of a document by name and fingerprint."""
    if not module.dialogues:
        return {}
    mine = select(SecondReading).where(SecondReading.document_id == document_id)
    rows = db.scalars(mine.where(SecondReading.question_id.startswith(OF_DIALOGUE)).order_by(SecondReading.id))
    return {(row.question_id, row.fingerprint): row for row in rows}


def _row(module: Module, dialogue: Dialogue) -> tuple[str, str]:
    text = dialogue_text(dialogue, module.turns(dialogue.id), LANGUAGES[0])
    return name_of(dialogue.id), hashlib.sha256(text.encode()).hexdigest()
