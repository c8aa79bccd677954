"""An address of one's own, for anyone who leaves: named and confirmed by its owner, and shown to nobody else."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from content.errors import N_, Gone, Refused
from models.ground.signing import new_token, token_hash
from models.people import mail_schedule
from models.tables.mail import Mail, MailKind
from models.tables.people import Account, OwnAddress

CONFIRM_WITHIN = timedelta(days=7)
MOST_A_DAY = 5
"""Mails that one person may have sent to addresses that she names."""


class NoSuchOwnAddress(Gone):
    """The link is not ours, has had its time, or another address was named since."""

    what = N_("Ce lien ne confirme plus d'adresse.")
    then = N_("Une autre a été donnée depuis, ou la semaine est passée : donnez-la de nouveau sous « Mon compte ».")


def confirmed(db: Session, account: Account) -> str | None:
    """Return the address that she has confirmed."""
    return db.scalar(select(OwnAddress.email).where(_hers(account), OwnAddress.confirmed_at.is_not(None)))


def waiting(db: Session, account: Account) -> OwnAddress | None:
    """Return the address that waits until she confirms it."""
    return db.scalar(select(OwnAddress).where(_hers(account), OwnAddress.confirmed_at.is_(None)))


def name(db: Session, account: Account, email: str, at: datetime) -> None:
    """Keep an address and have it written to; one confirmed before holds until this one is. Raises Refused."""
    sent = (Mail.learner_key == account.learner_key, Mail.kind == MailKind.OWN_ADDRESS)
    if (db.scalar(select(func.count()).where(*sent, Mail.due_at > at - timedelta(days=1))) or 0) >= MOST_A_DAY:
        raise Refused(N_("Cinq adresses par jour au plus : réessayez demain."), "email")
    db.execute(delete(OwnAddress).where(_hers(account), OwnAddress.confirmed_at.is_(None)))
    row = OwnAddress(account_id=account.id, email=email.strip().lower(), named_at=at)
    db.add(row)
    db.flush()
    mail_schedule.queue(db, account.learner_key, MailKind.OWN_ADDRESS, f"{at:%Y-%m-%dT%H:%M:%S.%f}", at)


def begin_confirmation(db: Session, account: Account) -> str:
    """Return the token that confirms the address that waits. Raises NoSuchOwnAddress when none does."""
    row = waiting(db, account)
    if row is None:
        raise NoSuchOwnAddress
    token = new_token()
    row.token_hash = token_hash(token)
    db.flush()
    return token


def of_token(db: Session, token: str, at: datetime) -> tuple[OwnAddress, Account]:
    """Return the address that a link confirms, or has confirmed, and whose it is; raises NoSuchOwnAddress."""
    there = select(OwnAddress, Account).join(Account, Account.id == OwnAddress.account_id)
    in_time = or_(OwnAddress.confirmed_at.is_not(None), OwnAddress.named_at > at - CONFIRM_WITHIN)
    found = db.execute(there.where(OwnAddress.token_hash == token_hash(token), in_time)).one_or_none()
    if found is None:
        raise NoSuchOwnAddress
    row, account = found
    return row, account


def confirm(db: Session, token: str, at: datetime) -> None:
    """Note that she reads mails at that address, in the place of an earlier one. Raises NoSuchOwnAddress."""
    row, account = of_token(db, token, at)
    if row.confirmed_at is None:
        db.execute(delete(OwnAddress).where(_hers(account), OwnAddress.id != row.id))
        row.confirmed_at = at


def forget(db: Session, account: Account) -> None:
    """Forget the addresses of a person, confirmed or not."""
    db.execute(delete(OwnAddress).where(_hers(account)))


def _hers(account: Account) -> ColumnElement[bool]:
    return OwnAddress.account_id == account.id
