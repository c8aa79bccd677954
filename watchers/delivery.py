"""A mail on its way: written, handed over, noted; each goes out once at most, even when a worker dies."""

from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy.orm import Session

from models import health, mail, rule_changes
from models.calendar import local_day
from models.health import telling
from models.mail import Kind, Letter, Reason, State
from models.settings import Settings
from models.store import Store
from models.tables import Account, Mail
from models.words import words
from watchers import digest, letter
from watchers.mail import Outcome, RefusedForNow, Sent, Unknown, send


def deliver(settings: Settings, store: Store, mail_id: int, now: datetime) -> None:
    """Send one mail, if it is ready and nobody else is at it.

    That it is being sent is committed before the first byte leaves; a worker that dies after that leaves it
    *uncertain*, and nobody sends it again. Raises jobs.LeaseLost.
    """
    with store.writing() as db:
        lease = mail.take(db, mail_id, now)
    if lease is None:
        return
    with store.writing() as db:
        message = _prepare(db, settings, mail.held(db, mail_id, lease), now)
    if message is None:
        return
    outcome = send(settings, message)
    with store.writing() as db:
        _note(db, mail.held(db, mail_id, lease), outcome, now)


def _prepare(db: Session, settings: Settings, row: Mail, now: datetime) -> EmailMessage | None:
    """The message to send, kept with its row; None when there is nothing to send."""
    account = mail.recipient(db, row)
    if account is None:
        mail.have_nothing(row)
        return None
    if reason := mail.hopeless(row, account, now):
        mail.settle(row, State.FAILED, reason)
        return None
    written = mail.letter_of(row) or _write(db, settings, row, account, now)
    if written is None:
        mail.have_nothing(row)
        return None
    mail.keep(row, written)
    return _addressed(settings, row, account, written, now)


def _write(db: Session, settings: Settings, row: Mail, account: Account, now: datetime) -> Letter | None:
    if row.kind == Kind.INVITATION:
        return letter.invitation_letter(settings, account)
    if row.kind == Kind.HEALTH:
        return _health(db, settings, account, now)
    if mail.resting(db, account, local_day(now, account.learner.timezone)):
        return None
    rule_changes.take_effect(db, now)  # No question leaves by the law of yesterday, whenever the clock has looked.
    return digest.compose(db, settings, account, now)


def _health(db: Session, settings: Settings, account: Account, now: datetime) -> Letter | None:
    """What is wrong at the moment of writing; None when all is well again."""
    running, content = health.running(db, now, settings.timezone), health.content(db, now, settings.timezone)
    if clauses := telling.in_words(running, content, words(account.language)):
        return letter.health_letter(settings, account, clauses, running.sources)
    return None


def _addressed(settings: Settings, row: Mail, account: Account, written: Letter, now: datetime) -> EmailMessage | None:
    unsubscribe = letter.unsubscribe_address(settings, account.learner_key) if row.kind == Kind.DIGEST else None
    message_id = row.message_id or f"<{uuid4()}@{urlsplit(settings.base_url).hostname}>"
    mail.begin_sending(row, account.email, message_id, now)
    try:
        return letter.message(settings, account, written, message_id, now, unsubscribe)
    except letter.BadAddress:
        mail.settle(row, State.FAILED, Reason.BAD_ADDRESS)
        return None


def _note(db: Session, row: Mail, outcome: Outcome, now: datetime) -> None:
    match outcome:
        case Sent():
            mail.settle(row, State.SENT, outcome.reason, outcome.detail)
        case RefusedForNow():
            mail.postpone(row, now, outcome.reason, outcome.detail)
        case Unknown():
            mail.settle(row, State.UNCERTAIN, outcome.reason, outcome.detail)
        case _:
            mail.settle(row, State.FAILED, outcome.reason, outcome.detail)
            db.flush()
            mail.note_refusal(db, row.learner_key, now)
