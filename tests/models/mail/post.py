"""Mails in whatever state a test needs them."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from models import mail
from models.mail import Kind, Letter, Reason, State
from models.store import Store
from models.tables import Account, Mail
from tests.watchers.mornings import SEVEN

SECOND = timedelta(seconds=1)
LETTER = Letter("Votre veille", "le texte", "<p>la page</p>")


def due_at(store: Store, at: datetime) -> int:
    """How many mails become due at that instant."""
    with store.writing() as db:
        return mail.make_due(db, at)


def written(store: Store, account: Account, state: State, reason: Reason, detail: str = "") -> int:
    """A digest that went as far as that."""
    with store.writing() as db:
        row = Mail(learner_key=account.learner_key, kind=Kind.DIGEST, slot=str(uuid4()), due_at=SEVEN, state="ready")
        row.attempts = 1
        db.add(row)
        mail.keep(row, LETTER)
        mail.begin_sending(row, account.email, "<one@boussole.example>", SEVEN + SECOND)
        mail.settle(row, state, reason, detail)
    return row.id


def taken(store: Store, at: datetime) -> tuple[int, datetime | None]:
    """Take the one mail that there is."""
    with store.writing() as db:
        mail_id = db.scalars(select(Mail.id)).one()
        return mail_id, mail.take(db, mail_id, at)
