"""The audit log: what was done to what is shared, by whom and when; nothing is ever taken from it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.audit import Audit


def note(db: Session, actor: UUID | None, verb: str, subject: str, at: datetime, **detail: Any) -> None:
    """Add a row to the audit log."""
    db.add(Audit(at=at, actor=actor, verb=verb, subject=subject, detail=detail))


def trail(db: Session, subject: str, verbs: Collection[str]) -> Sequence[Audit]:
    """Return what was done to a subject, as far as it is one of these verbs; the latest first."""
    mine = select(Audit).where(Audit.subject == subject, Audit.verb.in_(verbs))
    return db.scalars(mine.order_by(Audit.at.desc(), Audit.id.desc())).all()
