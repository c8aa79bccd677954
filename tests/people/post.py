"""Mails in whatever state a test needs them."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from models.ground.store import Store
from models.people import mail_schedule, mail_sending
from models.people.messages import Message
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account
from tests.watchers.mornings import SEVEN

SECOND = timedelta(seconds=1)
LETTER = Message("Votre veille", "le texte", "<p>la page</p>")


def due_at(store: Store, at: datetime) -> int:
    """How many mails become due at that instant."""
    with store.writing() as db:
        return mail_schedule.make_due(db, at)


def written(store: Store, account: Account, state: MailState, reason: MailReason, detail: str = "") -> int:
    """A digest that went as far as that."""
    with store.writing() as db:
        row = Mail(
            learner_key=account.learner_key, kind=MailKind.DIGEST, slot=str(uuid4()), due_at=SEVEN, state="ready"
        )
        row.attempts = 1
        db.add(row)
        mail_sending.keep(row, LETTER)
        mail_sending.begin_sending(row, account.email, "<one@boussole.example>", SEVEN + SECOND)
        mail_sending.settle(row, state, reason, detail)
    return row.id


def taken(store: Store, at: datetime) -> tuple[int, datetime | None]:
    """Take the one mail that there is."""
    with store.writing() as db:
        mail_id = db.scalars(select(Mail.id)).one()
        return mail_id, mail_sending.take(db, mail_id, at)
