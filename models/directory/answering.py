"""« Ça marche · Ne répond plus · A changé »: what people say of a fact that they have just used."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import monday_of
from models.tables.directory import FactAnswer, FactVerdict, ListedFact

KEPT = timedelta(days=365)
"""As long as a fact is believed at all: then it is old, whatever was said of it."""


class UnknownFact(LookupError):
    """The entry says no such fact now."""


def answer(db: Session, learner_key: UUID, document_id: str, fingerprint: str, verdict: FactVerdict, day: date) -> None:
    """Keep what somebody says of a fact, in the place of what she said of it before; raises UnknownFact.

    Only the week is kept, not the day.
    """
    said = select(ListedFact.place).where(ListedFact.document_id == document_id, ListedFact.fingerprint == fingerprint)
    if db.scalar(said.limit(1)) is None:
        raise UnknownFact(fingerprint)
    row = {"document_id": document_id, "verdict": verdict, "week": monday_of(day)}
    jobs.insert_new(db, FactAnswer, [{"learner_key": learner_key, "fingerprint": fingerprint, **row}])
    hers = db.get_one(FactAnswer, (learner_key, fingerprint), with_for_update=True)
    hers.document_id, hers.verdict, hers.week = document_id, verdict, monday_of(day)
    db.flush()


def forget_old(db: Session, at: datetime) -> None:
    """Forget what was said more than a year ago."""
    db.execute(delete(FactAnswer).where(FactAnswer.week < at.date() - KEPT))
