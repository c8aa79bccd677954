"""What became of mails: as they are shown, addresses and servers that refuse, and the answer that a link takes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, load_only

from content.errors import N_, or_not_found
from content.marking import Response
from models.ground.anonymity import blurred_count
from models.ground.calendar import local_day, local_hour, monday_of
from models.learning import answering, learners
from models.people.mail_sending import pause, settle
from models.people.messages import IN_WORDS
from models.tables.answers import Answer, Confidence
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
        # An invitation is sent by the administrator who looks here, at an hour of her own.
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


# -------------------------------------------------------------------------------------- addresses that refuse our mails


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


# ----------------------------------------------------------------------------------- the mail server that takes nothing


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


# ------------------------------------------------------------------------------------ answers to the question of a mail


class LinkUsed(Exception):
    """The question of this mail has its answer."""


def answer_by_link(
    db: Session,
    presentation_id: UUID,
    learner_key: UUID,
    response: Response,
    at: datetime,
    confidence: Confidence | None = None,
) -> Answer:
    """Answer as `study.answering.answer` does, once; raises LinkUsed for a question that has its answer."""
    presentation = answering.hold(db, presentation_id, learner_key)
    # Asked behind the lock: a link opened twice at once takes one answer.
    learners.lock(db, learner_key)
    if answering.answer_to(db, presentation_id):
        raise LinkUsed
    return answering.take(db, presentation, response, at, confidence)
