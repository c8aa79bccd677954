"""The learner's own row, which every verb needs: where she works, in what language she reads; and its lock."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.fields import LANGUAGES
from models.ground.store import once
from models.tables.people import Account, Learner


def timezone_of(db: Session, learner_key: UUID) -> str:
    """Return the time zone in which a learner works."""
    return _reader(db, learner_key)[0]


def language_of(db: Session, learner_key: UUID) -> str:
    """Return the language in which a learner reads."""
    return _reader(db, learner_key)[1]


@once
def _reader(db: Session, learner_key: UUID) -> tuple[str, str]:
    known = select(Learner.timezone, Account.language).outerjoin(Account, Account.learner_key == Learner.key)
    timezone, language = db.execute(known.where(Learner.key == learner_key)).one()
    return timezone, language or LANGUAGES[0]


def lock(db: Session, learner_key: UUID) -> Learner:
    """Lock the learner's row until the end of the transaction, so that her answers queue up behind each other.

    What the session read before is forgotten, for it may have changed while this one waited.
    """
    db.flush()
    db.expire_all()
    # SQLite leaves FOR UPDATE out: there the lock was taken when the transaction began (DESIGN, law 4).
    return db.execute(select(Learner).where(Learner.key == learner_key).with_for_update()).scalar_one()
