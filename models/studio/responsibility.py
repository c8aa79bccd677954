"""Responsibility: an owner for each module and rule, and a deputy for when she cannot."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from content import kinds
from content.errors import N_, Invalid
from models.catalogue import in_force
from models.catalogue.documents import ORIGINALS
from models.tables.documents import Document, DocumentStatus
from models.tables.people import Account
from models.tables.reviewing import Responsibility

RULE = kinds.RULE


class NoTrainer(Invalid):
    """Only a trainer whose account is open answers for something."""

    what = N_("Cette personne ne fait plus partie de l'équipe de formation.")
    then = N_("Rien n'est changé. Revenez en arrière et choisissez quelqu'un d'autre.")


class Answering(NamedTuple):
    """Who answers for a subject, as far as they are still there."""

    subject: str
    owner: Account | None
    deputy: Account | None

    @property
    def orphan(self) -> bool:
        """Whether nobody answers for it (« Sans responsable »)."""
        return self.owner is None and self.deputy is None

    @property
    def rule(self) -> str | None:
        """The id of the rule that this is about; none when it is a module."""
        return self.subject.removeprefix(RULE) if self.subject.startswith(RULE) else None


def subjects(db: Session) -> list[str]:
    """Return all that somebody should answer for: the modules that are not retired, and the rules."""
    originals = select(Document.id).where(*ORIGINALS)
    modules = originals.where(Document.status != DocumentStatus.RETIRED)
    return [*db.scalars(modules.order_by(Document.id)), *(f"{RULE}{rule}" for rule in sorted(in_force.rules(db)))]


def answering(db: Session, subject: str) -> Answering:
    """Return who answers for one subject."""
    row = db.get(Responsibility, subject)
    owner, deputy = (_trainer(db, key) for key in ((row.owner, row.deputy) if row else (None, None)))
    return Answering(subject, owner, deputy)


def all_answering(db: Session) -> list[Answering]:
    """Return who answers for each subject."""
    there: dict[UUID | None, Account] = {account.learner_key: account for account in trainers(db)}
    rows = {row.subject: row for row in db.scalars(select(Responsibility))}
    return [
        Answering(subject, there.get(row.owner), there.get(row.deputy)) if row else Answering(subject, None, None)
        for subject, row in ((subject, rows.get(subject)) for subject in subjects(db))
    ]


def orphans(db: Session) -> list[str]:
    """Return what nobody answers for."""
    return [one.subject for one in all_answering(db) if one.orphan]


def entrust(db: Session, subject: str, owner: UUID | None, deputy: UUID | None) -> None:
    """Say who answers for a subject; raises NoTrainer."""
    for key in (owner, deputy):
        if key is not None and _trainer(db, key) is None:
            raise NoTrainer
    # Nobody is her own deputy.
    db.merge(Responsibility(subject=subject, owner=owner, deputy=deputy if deputy != owner else None))
    db.flush()


def held_by(db: Session, key: UUID) -> Sequence[Responsibility]:
    """Return all that somebody answers for, as owner or deputy, by subject."""
    hers = or_(Responsibility.owner == key, Responsibility.deputy == key)
    return db.scalars(select(Responsibility).where(hers).order_by(Responsibility.subject)).all()


def hand_over(db: Session, key: UUID, successor: UUID | None) -> None:
    """Hand over all that somebody answers for; without a successor deputies take over, the rest are orphans.

    Raises NoTrainer.
    """
    if successor is not None and (successor == key or _trainer(db, successor) is None):
        raise NoTrainer
    for row in held_by(db, key):
        if row.deputy == key:
            row.deputy = None
        if row.owner == key:
            row.owner, row.deputy = (successor, row.deputy) if successor else (row.deputy, None)
        if row.deputy == row.owner:
            row.deputy = None
    db.flush()


def trainer_numbered(db: Session, account_id: int) -> Account:
    """Return the trainer whose account has that number and is open; raises NoTrainer."""
    account = db.get(Account, account_id)
    if account is None or not account.trainer or account.closed_at is not None:
        raise NoTrainer
    return account


def trainers(db: Session) -> Sequence[Account]:
    """Return those who may answer for something, by name."""
    open_trainers = select(Account).where(Account.trainer, Account.closed_at.is_(None))
    return db.scalars(open_trainers.order_by(Account.name, Account.id)).all()


def _trainer(db: Session, key: UUID | None) -> Account | None:
    if key is None:
        return None
    there = select(Account).where(Account.learner_key == key, Account.trainer, Account.closed_at.is_(None))
    return db.scalar(there)
