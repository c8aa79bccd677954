"""Mails as they are shown: a learner sees her own, an administrator what became of each, never what it says."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, load_only

from content.errors import N_, or_not_found
from models.ground.anonymity import blurred_count
from models.ground.calendar import local_day, local_hour, monday_of
from models.people.mail.letters import IN_WORDS
from models.tables.mail import TO_HER_ALONE, Mail, MailKind, MailReason, MailState
from models.tables.people import Account

MOST_DELIVERIES = 500
A_WEEK = 5
"""Mails that one person is sent in a week: one each working day."""
FEW = 200
"""Mails: below that a number is mostly blur, and is not told."""
OF_AN_ADDRESS = {MailReason.REFUSED, MailReason.NO_MAILBOX, MailReason.BOUNCED, MailReason.BAD_ADDRESS}
"""Reasons that lie with the one who was written to."""


class Delivery(NamedTuple):
    """What an administrator may know of mails; `result` is a sentence in French, `detail` the words of the server.

    Without a `recipient` it stands for all those of a day that met the same: to name them, or to tell how many they
    were, would name by what is missing who is on leave and who has just been here.
    """

    recipient: str | None
    kind: MailKind
    state: MailState
    day: date
    """In UTC."""
    result: str | None
    detail: str


def mails_of(db: Session, learner_key: UUID) -> Sequence[Mail]:
    """Return the mails written to a learner, the latest first, without what they say."""
    mine = select(Mail).where(Mail.learner_key == learner_key, Mail.subject.is_not(None))
    # raiseload: a list that asks for the text of each mail fails in a test, not slowly in production.
    listed = load_only(Mail.subject, Mail.sent_at, Mail.due_at, raiseload=True)
    return db.scalars(mine.options(listed).order_by(Mail.id.desc())).all()


def mail_of(db: Session, number: int, learner_key: UUID) -> Mail:
    """Return one of the mails written to this learner, by its number among them, the first 1; raises NotFound.

    A number among everybody's would tell, by its gaps, how many others were written to on each morning.
    """
    mine = select(Mail).where(Mail.learner_key == learner_key, Mail.subject.is_not(None)).order_by(Mail.id)
    return or_not_found(
        db.scalar(mine.offset(number - 1).limit(1)) if number > 0 else None,
        N_("Ce courriel n'est pas le vôtre."),
        N_("Les vôtres sont sous « Courriels »."),
    )


def failures(db: Session, since: datetime | None = None) -> list[Delivery]:
    """Return the latest mails that did not leave, or may not have, for an administrator; never what they say.

    A list of all mails would tell of leave and of last visits by its gaps (docs/design.md, section 7).
    """
    failed = Mail.state.in_((MailState.FAILED, MailState.UNCERTAIN))
    put_off = and_(Mail.state == MailState.READY, Mail.result.is_not(None))
    address = func.coalesce(Mail.recipient, Account.email)
    rows = (
        select(address, Mail.kind, Mail.state, Mail.due_at, Mail.result)
        .join(Account, Account.learner_key == Mail.learner_key, isouter=True)
        .where(or_(failed, put_off), Mail.kind.not_in(TO_HER_ALONE))
        .order_by(Mail.due_at.desc(), Mail.id.desc())
        .limit(MOST_DELIVERIES)
    )
    if since:
        rows = rows.where(Mail.due_at > since)
    found: dict[Delivery, None] = {}
    for recipient, kind, state, due_at, result in db.execute(rows):
        code, _, detail = (result or "").partition(" ")
        # An invitation is sent by whoever looks here, at an hour of her own.
        named = code in OF_AN_ADDRESS or kind == MailKind.INVITATION
        words = IN_WORDS[MailReason(code)] if code else None
        told = Delivery(recipient if named else None, MailKind(kind), MailState(state), due_at.date(), words, detail)
        # One that is made of equal rows stays where the first of them stands.
        found.setdefault(told)
    return list(found)


def sent_last_week(db: Session, at: datetime, timezone: str, secret_key: str) -> int | None:
    """Return about how many mails left in the last whole week; None if they were FEW.

    Blurred as the figures of the house are (docs/decisions/0007-figures-of-many.md): who has invented everybody else
    would else read from it how many mails the one who is left was sent, so on how many days she was on leave.
    """
    monday = monday_of(local_day(at, timezone))
    first, end = (local_hour(day, 0, timezone) for day in (monday - timedelta(days=7), monday))
    left = select(func.count()).select_from(Mail).where(Mail.state == MailState.SENT)
    number = db.scalar(left.where(Mail.sent_at >= first, Mail.sent_at < end)) or 0
    told = blurred_count(number, A_WEEK, secret_key, "mails", str(monday))
    return told if told >= FEW else None
