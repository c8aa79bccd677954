"""All that is published, kept between transactions: one small statement says whether it is still true.

See docs/design.md, law 15. A version is one immutable text (law 3), so what has been read of it never grows old. What
may change is which version a document stands for, and what is held back. Each such change adds a version, holds back,
releases or retires: it raises a count of the stamp, and none of them is lowered without another, that stands before it,
being raised.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Date, and_, bindparam, event, func, or_, select
from sqlalchemy.orm import Mapper, Session, object_session

from content.kinds import KINDS
from models.ground import revisions
from models.ground.store import kept
from models.tables.documents import Document, DocumentStatus, Version, Withholding
from models.tables.rule_changes import ChangeDecision, RuleChange

V = TypeVar("V")

DAY, STAMP, PUBLISHED, CHANGED = "day", "stamp", "published", "changed what is published"
PUBLISHING = 5
"""The first counts of a stamp: those that what is published depends on."""
MOST_VERSIONS = 512
"""Texts no longer in force that are kept: those of open plays and of a history that is being read."""


class Stamp(NamedTuple):
    """The counts by which two states of what is published differ, how much is due and not yet written, and of stories.

    One statement for all that is kept between transactions.
    """

    versions: int
    latest: int
    withheld: int
    released: int
    retired: int
    waiting: int
    stories: int
    """How often stories were changed: see models.ground.revisions."""


class VersionText(NamedTuple):
    """One version, as far as marking and asking need it."""

    id: int
    document_id: str
    number: int
    text: str


class PublishedDocument(NamedTuple):
    """A document with the version that it stands for."""

    id: str
    original_id: str | None
    language: str | None
    kind: str
    status: str
    version: VersionText


class HeldQuestion(NamedTuple):
    """A question that is held back up to a version of its document."""

    document_id: str
    question_id: str
    up_to: int
    why: str


@dataclass(frozen=True)
class Published:
    """What is published and written, whatever the day, but for the entries of the directory."""

    documents: Mapping[str, PublishedDocument]
    """By id, in the order of ids; retired ones too."""
    held: Sequence[HeldQuestion]
    """The highest versions come last."""

    @cached_property
    def versions(self) -> Mapping[int, VersionText]:
        """The versions in force, by number of the row."""
        return {one.version.id: one.version for one in self.documents.values()}

    @cached_property
    def _derived(self) -> dict[Any, Any]:
        return {}

    def derived(self, key: object, make: Callable[["Published"], V]) -> V:
        """Return what follows from this state alone, made once."""
        if key not in self._derived:
            self._derived[key] = make(self)
        found: V = self._derived[key]
        return found


def is_due(day: object) -> Any:
    """Return whether an accepted rule change has come to its day, given or to be filled in, and is not yet written.

    What is only announced and names no day is due at once: it switches nothing.
    """
    return and_(
        RuleChange.decision == ChangeDecision.ACCEPTED,
        RuleChange.undone_at.is_(None),
        RuleChange.took_effect_at.is_(None),
        or_(RuleChange.holds_from.is_(None), RuleChange.holds_from <= day),
    )


_count = func.count()
_STAMP = select(
    select(_count).select_from(Version).scalar_subquery(),
    select(func.coalesce(func.max(Version.id), 0)).scalar_subquery(),
    select(_count).select_from(Withholding).scalar_subquery(),
    select(func.count(Withholding.released_at)).scalar_subquery(),
    select(_count).select_from(Document).where(Document.status == DocumentStatus.RETIRED).scalar_subquery(),
    select(_count).select_from(RuleChange).where(is_due(bindparam("day", type_=Date()))).scalar_subquery(),
    revisions.NUMBER,
)
_VERSION = (Version.id, Version.document_id, Version.number, Version.text)
_DOCUMENTS = (
    select(Document.id, Document.original_id, Document.language, Document.kind, Document.status, *_VERSION)
    .join(Version, Version.id == Document.published_id)
    # Of the directory there may be thousands: its room reads each where it is wanted.
    .where(Document.kind.not_in([one.name for one in KINDS.values() if one.is_in_directory]))
    .order_by(Document.id)
)
_HELD = (
    select(Withholding.document_id, Withholding.question_id, Withholding.up_to, Withholding.why)
    .where(Withholding.released_at.is_(None))
    .order_by(Withholding.up_to, Withholding.id)
)
_TEXT = select(*_VERSION).where(Version.id == bindparam("version_id"))


def stamp(db: Session) -> Stamp:
    """Return the stamp of what is published, read once in a session until it changes something."""
    found: Stamp | None = db.info.get(STAMP)
    if found is None:
        # Nothing waits for a session of which nobody has said on which day it reads.
        found = Stamp(*db.execute(_STAMP, {"day": db.info.get(DAY, date.min)}).one())
        if not db.info.get(CHANGED):
            db.info[STAMP] = found
    return found


def published(db: Session) -> Published:
    """Return all that is published and written, from memory while its stamp is true."""
    # As a query would: what is still to be written may be what is asked for.
    if db.autoflush:
        db.flush()
    # What this session itself has changed may be rolled back: nobody else is to see it.
    if db.info.get(CHANGED):
        return _read(db)
    found: Published | None = db.info.get(PUBLISHED)
    if found is None:
        now, memory = stamp(db)[:PUBLISHING], kept(db)
        before, found = memory.get(PUBLISHED, (None, None))
        if found is None or before != now:
            found = _read(db)
            memory[PUBLISHED] = now, found
        db.info[PUBLISHED] = found
    return found


def _read(db: Session) -> Published:
    rows = db.execute(_DOCUMENTS)
    documents = {row[0]: PublishedDocument(*row[:5], version=VersionText(*row[5:])) for row in rows}
    return Published(documents, [HeldQuestion(*row) for row in db.execute(_HELD)])


def version_text(db: Session, version_id: int) -> VersionText:
    """Return a version, in force or not; raises sqlalchemy.exc.NoResultFound."""
    if db.info.get(CHANGED):
        return VersionText(*db.execute(_TEXT, {"version_id": version_id}).one())
    memory = kept(db).setdefault(VersionText, {})
    if version_id not in memory:
        found = VersionText(*db.execute(_TEXT, {"version_id": version_id}).one())
        if len(memory) >= MOST_VERSIONS:
            memory.clear()
        memory[version_id] = found
    text: VersionText = memory[version_id]
    return text


def forget(db: Session) -> None:
    """Have a session ask again what is published: it has waited for a lock, and somebody may have published."""
    for name in (STAMP, PUBLISHED):
        db.info.pop(name, None)


def _changed(_: Mapper[Any], __: object, row: object) -> None:
    if db := object_session(row):
        forget(db)
        db.info[CHANGED] = True


for _table in (Document, Version, Withholding):
    for _happening in ("after_insert", "after_update"):
        event.listen(_table, _happening, _changed)
