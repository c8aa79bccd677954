"""Leavers: a link to take everything along or erase it, erasure at the term of the house."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.errors import N_, Gone
from models.ground import audit
from models.ground.calendar import local_day
from models.ground.settings import Settings
from models.ground.signing import new_token, token_hash
from models.people import accounts, erasing, mail_schedule, own_address
from models.people.messages import LeavingOccasion
from models.tables.audit import AuditVerb
from models.tables.mail import Mail, MailKind, MailState
from models.tables.people import Account, LeavingLink, OwnAddress

WARNED = timedelta(days=14)
"""Between the last mail and the erasure."""


# ------------------------------------------------------------------------------------------------------------- the link


def begin_link(db: Session, account: Account, at: datetime) -> str:
    """Return the token of one more link; those of before serve too, wherever she has put them."""
    token = new_token()
    # The mailbox of who has left is read by others: what she learned is hers alone (docs/design.md, section 7).
    asks_password = own_address.confirmed(db, account) is None
    db.add(LeavingLink(account_id=account.id, token_hash=token_hash(token), made_at=at, asks_password=asks_password))
    db.flush()
    return token


def leaver(db: Session, token: str) -> Account:
    """Return whose link a token is, while her account is closed; raises Gone."""
    there = select(Account).join(LeavingLink, LeavingLink.account_id == Account.id)
    account = db.scalar(there.where(LeavingLink.token_hash == token_hash(token), Account.closed_at.is_not(None)))
    if account is None:
        raise Gone(
            N_("Ce lien ne mène plus à rien."),
            N_("Le compte est rouvert, ou tout ce que Boussole en gardait est effacé."),
        )
    return account


def asks_password(db: Session, token: str) -> bool:
    """Return whether a link serves only together with the password of its account."""
    return db.scalars(select(LeavingLink.asks_password).where(LeavingLink.token_hash == token_hash(token))).one()


def send_again(db: Session, email: str, at: datetime) -> bool:
    """Have a link sent to each leaver who is reached at that address; False when none is, or one left just now."""
    email = accounts.normal_email(email)
    named = select(OwnAddress.account_id).where(OwnAddress.email == email, OwnAddress.confirmed_at.is_not(None))
    closed = select(Account).where(Account.closed_at.is_not(None))
    found = db.scalars(closed.where((Account.email == email) | Account.id.in_(named))).all()
    # Asked for by anybody who knows the address: that fills no mailbox.
    return any(
        [
            mail_schedule.write_to_leaver(db, one, LeavingOccasion.ASKED, mail_schedule.ten_minutes(at), at)
            for one in found
        ]
    )


def tell_taken(db: Session, account: Account, at: datetime) -> None:
    """Have a mail tell a leaver that everything was taken along by a link of hers, once in ten minutes."""
    mail_schedule.write_to_leaver(db, account, LeavingOccasion.TAKEN, mail_schedule.ten_minutes(at), at)


# ------------------------------------------------------------------------------------------------------------- the term


def erasures(db: Session, at: datetime, term: timedelta) -> dict[int, datetime]:
    """Return from when on each closed account is erased: at its term, and two weeks after a last mail at the soonest.

    By number of the account. An invitation that nobody accepted is erased without a mail.
    """
    closed = db.scalars(select(Account).where(Account.closed_at.is_not(None))).all()
    warned = _warned(db) if closed else {}
    found = {}
    for account in closed:
        assert account.closed_at is not None
        end, last_mail = account.closed_at + term, warned.get((account.learner_key, _turn(account)), at)
        found[account.id] = end if account.password_hash is None else max(end, last_mail + WARNED)
    return found


def warn(db: Session, at: datetime, term: timedelta) -> int:
    """Make a last mail due to those who are erased in two weeks; returns how many are new."""
    closed = select(Account).where(Account.closed_at <= at - term + WARNED)
    occasion = LeavingOccasion.WARNED
    return sum(mail_schedule.write_to_leaver(db, one, occasion, _turn(one), at) for one in db.scalars(closed).all())


def due(db: Session, at: datetime, term: timedelta) -> Sequence[int]:
    """Return the numbers of the accounts to erase."""
    return sorted(number for number, when in erasures(db, at, term).items() if when <= at)


def erase_due(db: Session, number: int, settings: Settings, at: datetime) -> bool:
    """Erase an account that is still to be erased, as its owner would; False for one that is open again or gone."""
    account = db.scalars(select(Account).where(Account.id == number).with_for_update(of=Account)).one_or_none()
    if account is None or number not in due(db, at, settings.terms.leavers):
        return False
    audit.note(db, None, AuditVerb.ERASE_ACCOUNT, audit.ACCOUNT, local_day(at, settings.timezone))
    # She was told in the last mail, which says that no other comes.
    erasing.erase(db, account, settings, at, farewell=False)
    return True


def _turn(account: Account) -> str:
    """Return what tells one closing of an account from the next."""
    return account.closed_at.isoformat() if account.closed_at else ""


def _warned(db: Session) -> Mapping[tuple[object, str], datetime]:
    """Return when the last mail left for a leaver, by her key and turn; or when it could not, wherever she is."""
    prefix = f"{LeavingOccasion.WARNED}:"
    over = (MailState.SENT, MailState.UNCERTAIN, MailState.FAILED)
    last_mails = select(Mail.learner_key, Mail.slot, func.coalesce(Mail.sent_at, Mail.due_at))
    rows = db.execute(
        last_mails.where(Mail.kind == MailKind.LEAVING, Mail.slot.startswith(prefix), Mail.state.in_(over))
    )
    return {(key, slot.removeprefix(prefix)): left_at for key, slot, left_at in rows}
