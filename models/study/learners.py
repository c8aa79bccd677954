"""The learner's own row, which every verb needs: where she works, in what language she reads; and its lock."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.fields import LANGUAGES
from models.ground.lookups import Lookup
from models.tables.people import Account, Learner


def timezone_of(db: Session, learner_key: UUID) -> str:
    """Return the time zone in which a learner works."""
    return _reader(db, learner_key).timezone


def language_of(db: Session, learner_key: UUID) -> str:
    """Return the language in which a learner reads."""
    return _reader(db, learner_key).language or LANGUAGES[0]


def answers_of(db: Session, learner_key: UUID) -> int:
    """Return how many answers a learner has given."""
    return _reader(db, learner_key).last_sequence


def is_new(db: Session, learner_key: UUID) -> bool:
    """Return whether somebody is at her very beginning: no answer yet, and not asked for her themes, which comes after.

    Whoever was asked for them when she first came in knows her home already.
    """
    reader = _reader(db, learner_key)
    return bool(reader.unasked) and not reader.last_sequence


def is_without_estimation(db: Session, learner_key: UUID) -> bool:
    """Return whether a learner has objected to being estimated: see models.study.objection."""
    return _reader(db, learner_key).without_estimation


class _Reader(NamedTuple):
    timezone: str
    language: str | None
    last_sequence: int
    without_estimation: bool
    unasked: bool


READER = Lookup(
    select(
        *(Learner.timezone, Account.language, Learner.last_sequence, Learner.without_estimation),
        Account.id.is_not(None) & Account.themes_asked_at.is_(None),
    )
    .outerjoin(Account, Account.learner_key == Learner.key)
    .where(Learner.key == bindparam("learner_key")),
    lambda rows: _Reader(*rows[0]),
)


def _reader(db: Session, learner_key: UUID) -> _Reader:
    return READER.ask(db, learner_key=learner_key)


def lock(db: Session, learner_key: UUID) -> Learner:
    """Lock the learner's row until the end of the transaction, so that her answers queue up behind each other.

    What the session read before is forgotten, for it may have changed while this one waited.
    """
    db.flush()
    db.expire_all()
    # SQLite leaves FOR UPDATE out: there the lock was taken when the transaction began (docs/design.md, law 4).
    return db.execute(_LOCKED, {"key": learner_key}).scalar_one()


_LOCKED = select(Learner).where(Learner.key == bindparam("key")).with_for_update()
