"""All that is published, kept between transactions while one small statement says that it is still true."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Date, bindparam, delete, event, func, or_, select, update
from sqlalchemy.orm import Mapper, Session, SessionTransaction, aliased, object_session

from content.kinds import KINDS
from models.ground import revisions
from models.ground.store import kept
from models.tables.attestations import Attestation
from models.tables.documents import Document, DocumentStatus, Suspension, Version
from models.tables.rule_changes import RuleChange, RuleChangeText

V = TypeVar("V")

DAY, STAMP, PUBLISHED, CHANGED = "day", "stamp", "published", "changed what is published"
LOCKED = "locked"
"""The documents that a session has locked until the end of its transaction."""
PUBLISHING = 5
"""The first counts of a stamp: those that what is published depends on."""
MOST_VERSIONS = 512
"""Texts no longer in force that are kept: those of open plays and of a history that is being read."""


class Stamp(NamedTuple):
    """The counts by which two states of what is published on a day differ, and of stories.

    One statement for all that is kept between transactions.
    """

    versions: int
    latest: int
    suspended: int
    released: int
    retired: int
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


class SuspendedQuestion(NamedTuple):
    """A question that is held back up to a version of its document."""

    document_id: str
    question_id: str
    up_to: int
    why: str


@dataclass(frozen=True)
class Published:
    """What is published on a day, but for the entries of the directory."""

    documents: Mapping[str, PublishedDocument]
    """By id, in the order of ids; retired ones too."""
    held: Sequence[SuspendedQuestion]
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


def read_on(db: Session, day: date | None) -> None:
    """Have a session read what is in force on a day; on none, on the last on which a change took effect."""
    db.info[DAY] = day
    forget(db)


def day_of(db: Session) -> date:
    """Return the day on which a session reads; of which nobody has said it, the last on which a change took effect."""
    found: date | None = db.info.get(DAY)
    return found or last_day(db)


def last_day(db: Session) -> date:
    """Return the last day on which a rule change took effect; the first there is where none did."""
    return db.scalar(select(_LAST_DAY)) or date.min


def has_come(db: Session, row: type[Version] | type[Suspension] | type[Attestation]) -> ColumnElement[bool]:
    """Return whether the day of a row has come on the day on which a session reads."""
    return _has_come(row, db.info.get(DAY) or _LAST_DAY)


def is_in_force(db: Session) -> ColumnElement[bool]:
    """Return whether a version is the one in force of its document: the latest whose day has come."""
    return _is_in_force(db.info.get(DAY) or _LAST_DAY)


def _has_come(row: Any, day: object) -> ColumnElement[bool]:
    return or_(row.in_force_from.is_(None), row.in_force_from <= day)


def _is_in_force(day: object) -> ColumnElement[bool]:
    other = aliased(Version)
    of_document = select(other.id).where(other.document_id == Document.id, _has_come(other, day))
    latest = of_document.order_by(other.number.desc()).limit(1).correlate(Document)
    return Version.id == latest.scalar_subquery()


_LAST_DAY = select(func.max(RuleChange.holds_from)).where(RuleChange.took_effect_at.is_not(None)).scalar_subquery()
_count, _day = func.count(), func.coalesce(bindparam("day", type_=Date()), _LAST_DAY, date.min)
_STAMP = select(
    select(_count).select_from(Version).scalar_subquery()
    # Those to come are few, and an index knows them; each text would have to be passed over to count the others.
    - select(_count).select_from(Version).where(Version.in_force_from > _day).scalar_subquery(),
    select(func.coalesce(func.max(Version.id), 0)).scalar_subquery(),
    select(_count).select_from(Suspension).where(_has_come(Suspension, _day)).scalar_subquery(),
    select(func.count(Suspension.released_at)).scalar_subquery(),
    select(_count).select_from(Document).where(Document.status == DocumentStatus.RETIRED).scalar_subquery(),
    revisions.NUMBER,
)
_VERSION = (Version.id, Version.document_id, Version.number, Version.text)
_DOCUMENTS = (
    select(Document.id, Document.original_id, Document.language, Document.kind, Document.status, *_VERSION)
    .join(Version, _is_in_force(_day))
    # Of the directory there may be thousands: its room reads each where it is wanted.
    .where(Document.kind.not_in([one.name for one in KINDS.values() if one.is_in_directory]))
    .order_by(Document.id)
)
_HELD = (
    select(Suspension.document_id, Suspension.question_id, Suspension.up_to, Suspension.why)
    .where(Suspension.released_at.is_(None), _has_come(Suspension, _day))
    .order_by(Suspension.up_to, Suspension.id)
)
_TEXT = select(*_VERSION).where(Version.id == bindparam("version_id"))


def stamp(db: Session) -> Stamp:
    """Return the stamp of what is published, read once in a session until it changes something."""
    found: Stamp | None = db.info.get(STAMP)
    if found is None:
        found = Stamp(*db.execute(_STAMP, {"day": db.info.get(DAY)}).one())
        if not db.info.get(CHANGED):
            db.info[STAMP] = found
    return found


def published(db: Session) -> Published:
    """Return all that is published on the day of a session, from memory while its stamp is true."""
    # As a query would: what is still to be written may be what is asked for.
    if db.autoflush:
        db.flush()
    found: Published | None = db.info.get(PUBLISHED)
    if found is None:
        # What this session itself has changed may be rolled back: nobody else is to see it.
        found = db.info[PUBLISHED] = _read(db) if db.info.get(CHANGED) else _kept(db)
    return found


def _kept(db: Session) -> Published:
    now, memory = stamp(db)[:PUBLISHING], kept(db)
    state: tuple[object, Published] | None = memory.get(PUBLISHED)
    # Another thread may put another state there meanwhile: this session keeps its own.
    if state is None or state[0] != now:
        state = memory[PUBLISHED] = now, _read(db)
    return state[1]


def _read(db: Session) -> Published:
    day = {"day": db.info.get(DAY)}
    rows = db.execute(_DOCUMENTS, day)
    documents = {row[0]: PublishedDocument(*row[:5], version=VersionText(*row[5:])) for row in rows}
    return Published(documents, [SuspendedQuestion(*row) for row in db.execute(_HELD, day)])


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


@event.listens_for(Session, "after_soft_rollback")
def _taken_back(db: Session, _: SessionTransaction) -> None:
    # With a savepoint go its changes, and its locks.
    forget(db)
    db.info.pop(LOCKED, None)


def _changed(_: Mapper[Any], __: object, row: object) -> None:
    if db := object_session(row):
        forget(db)
        db.info[CHANGED] = True


for _table in (Document, Version, Suspension):
    for _happening in ("after_insert", "after_update"):
        event.listen(_table, _happening, _changed)


# --------------------------------------------------------- what is written for a day to come, and in force from then on


_PLANNED = select(RuleChange).where(RuleChange.is_planned, RuleChange.took_effect_at.is_(None))


def forget_planned(db: Session) -> None:
    """Forget what is written for days to come: what it follows from has changed, so it is planned anew."""
    # Whatever the clock says now: what has taken effect stays.
    day = max(day_of(db), last_day(db))
    if not (planned := db.scalars(_PLANNED.where(RuleChange.holds_from > day)).all()):
        return
    for change in planned:
        change.is_planned, change.rules_before_id, change.rules_after_id = False, None, None
    texts = update(RuleChangeText).where(RuleChangeText.change_id.in_([change.id for change in planned]))
    db.execute(texts.values(version_id=None))
    db.flush()
    for table in (Version, Suspension, Attestation):
        db.execute(delete(table).where(table.in_force_from > day))
    forget(db)
    db.info[CHANGED] = True
