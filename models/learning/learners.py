"""The learner's own row, which every verb needs: where she works, in what language she reads; and its lock."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from models.ground.lookups import Lookup
from models.tables.people import Account, Learner


class ReadLearner(NamedTuple):
    """What verbs need of a learner: where she works, in what language she reads, how many answers she has given."""

    timezone: str
    language: str
    answers: int
    without_estimation: bool
    """Whether she has objected to being estimated: see models.learning.objection."""
    unasked: bool
    """Whether she has an account, and was not asked for her themes yet."""

    @property
    def is_new(self) -> bool:
        """Whether she is at her very beginning: no answer yet, and not asked for her themes, which comes after.

        Anyone who was asked for them when she first came in knows her home already.
        """
        return bool(self.unasked) and not self.answers


READ = Lookup(
    select(
        Learner.timezone,
        func.coalesce(Account.language, LANGUAGES[0]),
        Learner.last_sequence,
        Learner.without_estimation,
        Account.id.is_not(None) & Account.themes_asked_at.is_(None),
    )
    .outerjoin(Account, Account.learner_key == Learner.key)
    .where(Learner.key == bindparam("learner_key")),
    lambda rows: ReadLearner(*rows[0]),
)


def read(db: Session, learner_key: UUID) -> ReadLearner:
    """Return what is needed of a learner; in a session that only reads it is asked once."""
    return READ.ask(db, learner_key=learner_key)


def lock(db: Session, learner_key: UUID) -> Learner:
    """Lock the learner's row until the end of the transaction, so that her answers queue up behind each other.

    What the session read before is forgotten, for it may have changed while this one waited.
    """
    db.flush()
    db.expire_all()
    # SQLite leaves FOR UPDATE out: there the lock was taken when the transaction began (docs/design.md, law 4).
    return db.execute(_LOCKED, {"key": learner_key}).scalar_one()


_LOCKED = select(Learner).where(Learner.key == bindparam("key")).with_for_update()
