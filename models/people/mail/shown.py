"""Mails as they are shown: a learner sees her own, an administrator what became of each, never what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, load_only

from models.people.mail.letters import IN_WORDS
from models.tables.mail import TO_HER_ALONE, Mail, MailKind, MailReason, MailState
from models.tables.people import Account

MOST_DELIVERIES = 500
LATELY = timedelta(days=7)


class NoSuchMail(LookupError):
    """This learner was sent no such mail."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an administrator may know of a mail; `result` is a sentence in French, `detail` the words of the server."""

    recipient: str
    kind: MailKind
    state: MailState
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    result: str | None
    detail: str


def mails_of(db: Session, learner_key: UUID) -> Sequence[Mail]:
    """Return the mails written to a learner, the latest first, without what they say."""
    mine = select(Mail).where(Mail.learner_key == learner_key, Mail.subject.is_not(None))
    # raiseload: a list that asks for the text of each mail fails in a test, not slowly in production.
    listed = load_only(Mail.subject, Mail.sent_at, Mail.due_at, raiseload=True)
    return db.scalars(mine.options(listed).order_by(Mail.id.desc())).all()


def mail_of(db: Session, mail_id: int, learner_key: UUID) -> Mail:
    """Return one mail of this learner; raises NoSuchMail for anybody else's."""
    row = db.get(Mail, mail_id)
    if row is None or row.learner_key != learner_key or row.subject is None:
        raise NoSuchMail(mail_id)
    return row


def failures(db: Session, most: int = MOST_DELIVERIES) -> list[Delivery]:
    """Return the latest mails that did not leave, or may not have, for an administrator; never what they say.

    A list of all mails would tell of leave and of last visits by its gaps (DESIGN, section 7).
    """
    failed = Mail.state.in_((MailState.FAILED, MailState.UNCERTAIN))
    put_off = and_(Mail.state == MailState.READY, Mail.result.is_not(None))
    rows = db.execute(
        select(
            func.coalesce(Mail.recipient, Account.email),
            Mail.kind,
            Mail.state,
            Mail.due_at,
            Mail.sent_at,
            Mail.attempts,
            Mail.result,
        )
        .join(Account, Account.learner_key == Mail.learner_key)
        .where(or_(failed, put_off), Mail.kind.not_in(TO_HER_ALONE))
        .order_by(Mail.due_at.desc(), Mail.id.desc())
        .limit(most)
    )
    return [
        Delivery(address, MailKind(kind), MailState(state), due_at, sent_at, attempts, *_in_words(result))
        for address, kind, state, due_at, sent_at, attempts, result in rows
    ]


def sent_lately(db: Session, at: datetime) -> int:
    """Return how many mails have left in the last days, whoever they were for."""
    left = select(func.count()).select_from(Mail).where(Mail.state == MailState.SENT, Mail.sent_at > at - LATELY)
    return db.scalar(left) or 0


def _in_words(result: str | None) -> tuple[str | None, str]:
    if result is None:
        return None, ""
    code, _, detail = result.partition(" ")
    return IN_WORDS[MailReason(code)], detail
