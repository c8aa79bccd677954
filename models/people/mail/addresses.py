"""Addresses that refuse our mails: after three in a row nobody writes there, until its reader asks again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from models.people.mail.sending import settle
from models.tables.mail import Mail, MailReason, MailState
from models.tables.people import Account

REFUSALS = 3
"""Mails in a row that came back, or that no server would take for this address."""
HARD = (MailReason.NO_MAILBOX, MailReason.BOUNCED)
"""What tells that the address is at fault, and not the server, the message or the hour."""


def note_refusal(db: Session, learner_key: UUID, at: datetime) -> None:
    """Pause the address of a learner when its last mails were all refused for good; the latest is settled already."""
    account = db.scalars(select(Account).where(Account.learner_key == learner_key)).one()
    told = or_(Mail.state == MailState.SENT, _hard())
    # An address of her own, or one of before, says nothing of the one of her account.
    mine = select(_hard()).where(Mail.learner_key == learner_key, Mail.recipient == account.email, told)
    if account.mail_resumed_at:
        # What was refused before she said « écrivez-moi » again is forgiven.
        mine = mine.where(Mail.due_at > account.mail_resumed_at)
    last = db.scalars(mine.order_by(Mail.due_at.desc(), Mail.id.desc()).limit(REFUSALS)).all()
    if account.mail_paused_at is None and len(last) == REFUSALS and all(last):
        account.mail_paused_at = at


def bounced(db: Session, message_id: str, detail: str, at: datetime) -> bool:
    """Note that a mail came back; False when it is none of ours, or was known to have come back."""
    # A report names the Message-ID of what came back (RFC 3464): nothing else ties it to one of our mails.
    row = db.scalars(select(Mail).where(Mail.message_id == message_id).with_for_update()).one_or_none()
    # Reports come twice, and late; a mail known to have failed must not count again.
    if row is None or row.state not in {MailState.SENT, MailState.UNCERTAIN}:
        return False
    settle(row, MailState.FAILED, MailReason.BOUNCED, detail)
    db.flush()
    if row.learner_key:
        note_refusal(db, row.learner_key, at)
    return True


def take_up(db: Session, learner_key: UUID, at: datetime) -> None:
    """Write to an address again: what it refused before no longer counts."""
    paused = (Account.learner_key == learner_key, Account.mail_paused_at.is_not(None))
    db.execute(update(Account).where(*paused).values(mail_paused_at=None, mail_resumed_at=at))


def paused_addresses(db: Session) -> Sequence[Account]:
    """Return the accounts to whose address nobody writes any more, by name."""
    paused = select(Account).where(Account.mail_paused_at.is_not(None), Account.closed_at.is_(None))
    return db.scalars(paused.order_by(Account.name, Account.id)).all()


def _hard() -> ColumnElement[bool]:
    return or_(*(Mail.result.startswith(reason) for reason in HARD))
