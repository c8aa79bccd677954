"""The mail server that takes nothing: since when it refuses, or does not answer, as the mails that wait tell."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.people.mail.sending import pause
from models.tables.mail import Mail, MailReason, MailState

LATELY = timedelta(days=7)
"""Mails that went wrong since then are told."""
OF_THE_SERVER = (MailReason.UNREACHABLE, MailReason.UNSAFE, MailReason.SIGN_IN_REFUSED)
"""Reasons that lie with the server of the house, or with what Boussole is told of it."""
OFTEN = 3
"""Attempts: a server that is started anew has refused one or two."""


class MailRefusal(NamedTuple):
    """A mail server that has taken nothing since it has refused a mail, or not answered."""

    since: datetime
    lasting: bool
    """Whether it was asked OFTEN."""


def refusal(db: Session, at: datetime) -> MailRefusal | None:
    """Return since when the mail server takes nothing; None while it does, or was not asked."""
    taken_at = db.scalar(select(func.max(Mail.sent_at)).where(Mail.state == MailState.SENT))
    of_the_server = or_(*(Mail.result.startswith(reason) for reason in OF_THE_SERVER))
    waiting = Mail.state.in_((MailState.READY, MailState.SENDING, MailState.FAILED))
    rows = select(Mail.due_at, Mail.attempts, Mail.state).where(Mail.due_at > at - LATELY, waiting, of_the_server)
    tries = [(attempts, *_tries(due_at, attempts, state)) for due_at, attempts, state in db.execute(rows)]
    refused = [(attempts, first) for attempts, first, last in tries if taken_at is None or last > taken_at]
    if not refused:
        return None
    since = min(first for _, first in refused)
    return MailRefusal(max(since, taken_at or since), max(attempts for attempts, _ in refused) >= OFTEN)


def _tries(due_at: datetime, attempts: int, state: str) -> tuple[datetime, datetime]:
    """Return when a mail that was refused had been tried first, at the latest, and last."""
    done = attempts - (state == MailState.SENDING)
    # One that was given up is due no more: its instant is still that of the last try.
    last = due_at if state == MailState.FAILED else due_at - pause(done)
    return last - sum((pause(one) for one in range(1, done)), timedelta()), last
