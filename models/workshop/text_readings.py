"""What the versions of modules and rules tell of their re-readings: after how long each came, and what it found."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.text.redating import mannerless, rule_texts, undated
from models.catalogue.documents import ORIGINALS, RULES
from models.catalogue.published import has_come
from models.freshness import LEAST_READINGS, YEAR, Rereading
from models.tables.documents import Document, Version, VersionChange

A_DAY = timedelta(days=1)


class TextThen(NamedTuple):
    """A text as it was published at an instant."""

    at: datetime
    text: str
    says: str
    """The same without the days on which it was read and is to be read again."""
    is_wording: bool
    """Whether its author says that only words have changed."""


def readings_of(history: Iterable[TextThen]) -> Iterator[Rereading]:
    """Yield each re-reading of one text, from its versions in their order: the same but for its dates, or changed.

    Other words that keep the meaning are no reading: nobody says that what they rest on was looked at.
    """
    since: datetime | None = None
    for before, after in pairwise(history):
        since = since or before.at
        changed = before.says != after.says
        if before.text != after.text and not (changed and after.is_wording):
            yield Rereading((after.at - since) / A_DAY / YEAR, changed)
            since = after.at


def of_modules(db: Session) -> list[Rereading]:
    """Return the re-readings of all modules in the language of their original; none while too few can be there."""
    again = select(func.count()).select_from(Version).join(Document, Document.id == Version.document_id)
    if (db.scalar(again.where(*ORIGINALS, Version.number > 1)) or 0) < LEAST_READINGS:
        return []
    texts = select(Version.document_id, Version.published_at, Version.text, Version.change)
    texts = texts.join(Document, Document.id == Version.document_id).where(*ORIGINALS, has_come(db, Version))
    rows = db.execute(texts.order_by(Version.document_id, Version.number)).all()
    found: list[Rereading] = []
    for _, versions in groupby(rows, key=lambda row: row[0]):
        found += readings_of(
            TextThen(at, text, undated(text), change == VersionChange.WORDING) for _, at, text, change in versions
        )
    return found


def of_rules(db: Session) -> list[Rereading]:
    """Return the re-readings of all rules, each by itself: a version of their text changes one or two of them."""
    texts = select(Version.published_at, Version.text, Version.change).where(Version.document_id == RULES)
    texts = texts.where(has_come(db, Version))
    histories: dict[str, list[TextThen]] = {}
    for at, text, change in db.execute(texts.order_by(Version.number)):
        for rule_id, lines in rule_texts(text).items():
            then = TextThen(at, mannerless(lines), undated(lines), change == VersionChange.WORDING)
            histories.setdefault(rule_id, []).append(then)
    return [reading for history in histories.values() for reading in readings_of(history)]
