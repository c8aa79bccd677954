"""Identities: an account and the name under which the house's provider knows its owner, linked by herself alone."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.tables.identity import Identity
from models.tables.people import Account


class UnknownIdentity(LookupError):
    """No account is linked to it; it makes none."""


class IdentityTaken(ValueError):
    """It is linked to another account, or the account to another one."""


class AccountClosed(Exception):
    """The account that it is linked to is closed, and stays so whoever vouches for its owner."""


def of(db: Session, account: Account, issuer: str) -> Identity | None:
    """Return the identity of an account at an issuer."""
    return db.scalar(select(Identity).where(Identity.account_id == account.id, Identity.issuer == issuer))


def owner(db: Session, issuer: str, subject: str) -> Account:
    """Return the account that an identity opens; raises UnknownIdentity, AccountClosed."""
    linked = select(Account).join(Identity, Identity.account_id == Account.id)
    found = db.scalar(linked.where(Identity.issuer == issuer, Identity.subject == subject))
    if found is None:
        raise UnknownIdentity
    if found.closed_at is not None:
        raise AccountClosed
    return found


def link(db: Session, account: Account, issuer: str, subject: str, at: datetime) -> None:
    """Let an identity open an account; raises IdentityTaken."""
    row = {"account_id": account.id, "issuer": issuer, "subject": subject, "since": at}
    # Of two who link the same at once, one finds it taken.
    if jobs.insert_new(db, Identity, [row]) != 1:
        raise IdentityTaken


def unlink(db: Session, account: Account) -> None:
    """Let an account be opened by its password alone."""
    db.execute(delete(Identity).where(Identity.account_id == account.id))
