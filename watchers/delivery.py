"""Delivery of a mail: written, handed over, noted; it leaves once at most, even when a worker dies."""

import logging
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy.orm import Session

from models.ground.calendar import local_day
from models.ground.settings import Settings
from models.ground.store import Store, changing_nothing
from models.ground.words import words
from models.people import accounts, leaving, mail_outcomes, mail_schedule, mail_sending, own_address, passwords
from models.people.messages import AccountEvent, LeavingOccasion, Message
from models.site import alarms, installation_state
from models.studio.rule_changes import effective_day
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account, Learner
from watchers import digest, message_text, mime
from watchers.digest import Plan
from watchers.smtp import Handover, PostRound, RefusedForNow, Sent, Unknown, send

logger = logging.getLogger(__name__)


def deliver(settings: Settings, store: Store, mail_id: int, now: datetime, post: PostRound | None = None) -> None:
    """Send one mail, alone or in a round, if it is ready and nobody else is at it.

    That it is being sent is committed before the first byte leaves; a worker that dies after that leaves it
    *uncertain*, and nobody sends it again. Raises jobs.LeaseLost.
    """
    with store.writing() as db:
        lease = mail_sending.take(db, mail_id, now)
    if lease is None:
        return
    with store.writing() as db:
        row, account = mail_sending.held_for(db, mail_id, lease)
        if row.kind == MailKind.FAREWELL and settings.smtp_url:
            learner = Learner(timezone=settings.timezone)
            account = Account(name="", email=row.recipient, language=row.slot, learner=learner)
        farewell = row.kind == MailKind.FAREWELL
        sent = _prepare(db, settings, row, account, now)
        if farewell:
            mail_sending.forget_farewell(db, mail_id)
    if sent is None:
        return
    outcome = post.send(sent) if post else send(settings, sent)
    with store.writing() as db:
        _note(db, mail_id, lease, outcome, now)
        if farewell:
            mail_sending.forget_farewell(db, mail_id)


def _prepare(db: Session, settings: Settings, row: Mail, account: Account | None, now: datetime) -> EmailMessage | None:
    """Return the message to send, kept with its row; None when there is nothing to send."""
    if row.kind == MailKind.DIGEST:
        # No question leaves by the law of yesterday, whenever the clock has looked.
        effective_day.take_effect(db, now)
    with changing_nothing(db):
        found = _written(db, settings, row, account, now) if account else None
    if isinstance(found, MailReason):
        mail_sending.settle(row, MailState.FAILED, found)
        return None
    if account and found is None and MailKind(row.kind).opens_a_door and mail_sending.is_wanted(db, row, account):
        # A link that stands for a person is made now, and kept as a hash alone, for its mail is not kept.
        if row.kind == MailKind.PASSWORD_RESET:
            found = message_text.password_reset_message(settings, account, passwords.begin_reset(db, account, now))
        elif row.kind == MailKind.OWN_ADDRESS:
            found = message_text.own_address_message(settings, account, own_address.begin_confirmation(db, account))
        else:
            occasion = LeavingOccasion(row.slot.partition(":")[0])
            erased_at = leaving.erasures(db, now, settings.terms.leavers)[account.id]
            token = leaving.begin_link(db, account, now)
            asks_password = leaving.asks_password(db, token)
            found = message_text.leaving_message(
                settings, account, token, occasion, erased_at, asks_password=asks_password
            )
    written = digest.compose(db, settings, account, found, now) if account and isinstance(found, Plan) else found
    if account is None or not isinstance(written, Message):
        mail_sending.have_nothing(row)
        return None
    mail_sending.keep(row, written)
    unsubscribe = (
        message_text.unsubscribe_address(settings, account.learner_key) if row.kind == MailKind.DIGEST else None
    )
    # The same at every attempt, so that a server that has it already can tell (RFC 5322, 3.6.4).
    message_id = row.message_id or f"<{uuid4()}@{urlsplit(settings.base_url).hostname}>"
    # Marked before the message exists: from here on a dead worker leaves « uncertain », never a second mail.
    address = mail_sending.address_of(db, row, account)
    mail_sending.begin_sending(row, address, message_id, now)
    try:
        return mime.message(settings, account, written, address, message_id, now, unsubscribe)
    except mime.BadMailAddress:
        mail_sending.settle(row, MailState.FAILED, MailReason.BAD_ADDRESS)
        return None


def _written(
    db: Session, settings: Settings, row: Mail, account: Account, now: datetime
) -> Message | Plan | MailReason | None:
    """Return the message of a mail or the plan of one, or why it is no use to try; None where the mail is held back."""
    if row.kind == MailKind.DIGEST:
        digest.ask_together(db, account, now)
    if not mail_sending.is_wanted(db, row, account):
        return None
    # What was written at an earlier attempt is sent again word for word: its question was presented then.
    return (
        mail_sending.hopeless(row, account, now)
        or mail_sending.message_of(row)
        or _anew(db, settings, row, account, now)
    )


def _anew(db: Session, settings: Settings, row: Mail, account: Account, now: datetime) -> Message | Plan | None:
    if row.kind == MailKind.INVITATION:
        return message_text.invitation_message(settings, account)
    if MailKind(row.kind).opens_a_door:
        return None
    if row.kind == MailKind.NOTICE:
        return message_text.notice_message(settings, account, AccountEvent(row.slot.partition(":")[0]))
    if row.kind == MailKind.FAREWELL:
        return message_text.farewell_message(settings, account)
    if row.kind == MailKind.HEALTH:
        seen = installation_state.look(db, settings, now)
        if raised := alarms.raised(seen, words(account.language)):
            return message_text.health_message(settings, account, raised, seen.running.sources if seen.running else ())
        return None
    if row.kind == MailKind.WAITING:
        found = mail_schedule.waiting_work_due(db, row, account, now, settings.timezone)
        return (
            message_text.waiting_message(settings, account, found, accounts.trainer_names(db)) if found.latest else None
        )
    resting = mail_schedule.resting(db, account, local_day(now, account.learner.timezone))
    return None if resting else digest.plan(db, account, now)


def _note(db: Session, mail_id: int, lease: datetime, outcome: Handover, now: datetime) -> None:
    if isinstance(outcome, Sent):
        mail_sending.note_sent(db, mail_id, lease, outcome.reason, outcome.detail)
        return
    row = mail_sending.held(db, mail_id, lease)
    match outcome:
        case RefusedForNow():
            # Once, and neither to whom nor in its own words, which may tell.
            if outcome.reason in mail_outcomes.OF_THE_SERVER and mail_outcomes.refusal(db, now) is None:
                logger.warning("the mail server takes no mail, and is asked again: %s", outcome.reason)
            mail_sending.postpone(row, now, outcome.reason, outcome.detail)
        case Unknown():
            mail_sending.settle(row, MailState.UNCERTAIN, outcome.reason, outcome.detail)
        case _:
            mail_sending.settle(row, MailState.FAILED, outcome.reason, outcome.detail)
            # The count of refusals asks the table, and this refusal is one of them.
            db.flush()
            if row.learner_key:
                mail_outcomes.note_refusal(db, row.learner_key, now)
