"""The learner's settings that every verb needs: where she works, and the language in which she reads."""

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
