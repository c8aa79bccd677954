"""The sending of one mail at a time: who may send it, to whom, and what became of it; each leaves once at most."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import DAY, is_paused, local_day
from models.ground.jobs import LeaseLost
from models.learning import week
from models.people import own_address
from models.people.messages import Message
from models.tables.mail import Mail, MailKind, MailReason, MailState
from models.tables.people import Account

MOST_ATTEMPTS, MOST_TAKEN = 5, 12
"""How often a server is asked, and how often a mail is taken whose sender dies before it has asked."""
KEPT_NOWHERE = {MailKind.INVITATION, MailKind.FAREWELL, *(kind for kind in MailKind if kind.opens_a_door)}
ROWS_KEPT = timedelta(days=365)
"""That a mail was sent, and its subject."""
SETTLED = Mail.state.not_in((MailState.READY, MailState.SENDING))
FIRST_PAUSE = timedelta(minutes=5)
"""After a first refusal; three times longer after each of the next."""


def due(db: Session, at: datetime, most: int) -> Sequence[int]:
    """Return ids of up to so many mails to take: to send them, or to note that their sending was cut off.

    What was taken before lets the others go first: one that kills its worker holds nobody up.
    """
    waiting = or_(_ready(at), Mail.state == MailState.SENDING)
    # Fewest attempts first: a mail that kills its worker holds nobody up.
    ids = select(Mail.id).where(waiting, jobs.free(Mail, at)).order_by(Mail.attempts, Mail.due_at, Mail.id)
    return db.scalars(ids.limit(most)).all()


def _ready(at: datetime) -> ColumnElement[bool]:
    return and_(Mail.state == MailState.READY, Mail.due_at <= at)


def take(db: Session, mail_id: int, at: datetime) -> datetime | None:
    """Take a mail that is ready; returns the lease, or None when there is nothing to send.

    A mail whose sender never came back is *uncertain* from now on.
    """
    if lease := jobs.claim(db, Mail, mail_id, at, _ready(at), attempts=Mail.attempts + 1):
        return lease
    cut_off = {"state": MailState.UNCERTAIN, "result": MailReason.CUT_OFF}
    # Its sender died in the middle: the server may have it (RFC 5321, 6.1), so it is never sent again.
    jobs.claim(db, Mail, mail_id, at, Mail.state == MailState.SENDING, **cut_off)
    return None


def held(db: Session, mail_id: int, lease: datetime) -> Mail:
    """Return the mail under our lease, locked until the end of the transaction; raises jobs.LeaseLost."""
    return held_for(db, mail_id, lease)[0]


def held_for(db: Session, mail_id: int, lease: datetime) -> tuple[Mail, Account | None]:
    """Return `held`, with the account that it is for, None once that is erased, or closed before it could leave."""
    # The lease is the token of the owner (docs/decisions/0003).
    mine = select(Mail, Account).where(Mail.id == mail_id, Mail.lease_until == lease).with_for_update(of=Mail)
    for_leavers = (Mail.kind == MailKind.LEAVING) == Account.closed_at.is_not(None)
    there = and_(Account.learner_key == Mail.learner_key, for_leavers)
    found = db.execute(mine.outerjoin(Account, there)).one_or_none()
    if found is None:
        raise LeaseLost(f"mail {mail_id}")
    row, account = found
    return row, account


def forget_farewell(db: Session, mail_id: int) -> None:
    """Forget a mail if it is a farewell that is settled: it holds the address of somebody who was erased."""
    db.flush()
    db.execute(delete(Mail).where(Mail.id == mail_id, Mail.kind == MailKind.FAREWELL, SETTLED))


def forget_farewells(db: Session, at: datetime) -> None:
    """Forget the farewells that are settled, or could not be sent within a day."""
    # By the key first, which has an index.
    farewells = and_(Mail.learner_key.is_(None), Mail.kind == MailKind.FAREWELL)
    db.execute(delete(Mail).where(farewells, or_(SETTLED, Mail.due_at < at - DAY)))


def forget_texts(db: Session, at: datetime, kept: timedelta) -> None:
    """Forget what mails say after so long; of what was sent, day and subject stay for a year."""
    written = or_(Mail.text.is_not(None), Mail.html.is_not(None))
    db.execute(update(Mail).where(SETTLED, written, Mail.due_at < at - kept).values(text=None, html=None))
    db.execute(delete(Mail).where(SETTLED, Mail.due_at < at - max(kept, ROWS_KEPT)))


def is_wanted(db: Session, row: Mail, account: Account) -> bool:
    """Return whether somebody still wants a mail, and it still concerns her."""
    if (account.closed_at is not None) != (row.kind == MailKind.LEAVING):
        return False
    match row.kind:
        case MailKind.DIGEST:
            off = is_paused(date.fromisoformat(row.slot), week.PAUSES.ask(db, learner_key=account.learner_key))
            return account.digest_hour is not None and account.mail_paused_at is None and not off
        case MailKind.HEALTH:
            return account.administrator and account.mail_paused_at is None
        case MailKind.WAITING:
            return account.mail_paused_at is None
        case MailKind.PASSWORD_RESET:
            return account.password_hash is not None
        case MailKind.OWN_ADDRESS:
            return own_address.waiting(db, account) is not None
        case MailKind.NOTICE | MailKind.FAREWELL | MailKind.LEAVING:
            return True
        case _:
            return account.password_hash is None


def hopeless(row: Mail, account: Account, at: datetime) -> MailReason | None:
    """Return why it is no use to try: too often cut short, or the morning of a day that is over."""
    # Counted when taken, so that a crash before SMTP counts too.
    if row.attempts > MOST_TAKEN:
        return MailReason.INTERRUPTED
    # Yesterday's morning is over: its news come with today's mail.
    if row.kind == MailKind.DIGEST and row.slot != local_day(at, account.learner.timezone).isoformat():
        return MailReason.TOO_LATE
    return None


def message_of(row: Mail) -> Message | None:
    """Return the message of a mail; None before it is written."""
    if row.subject is None or row.text is None or row.html is None:
        return None
    told = tuple(row.story_ids), tuple(row.correction_ids)
    return Message(row.subject, row.text, row.html, *told, row.presentation_id)


def address_of(db: Session, row: Mail, account: Account) -> str:
    """Return where a mail goes: to its account, to one of her own, or, of a notice, to where she was reached before."""
    match row.kind:
        case MailKind.OWN_ADDRESS:
            named = own_address.waiting(db, account)
            return named.email if named else account.email
        case MailKind.LEAVING:
            return own_address.confirmed(db, account) or account.email
        case MailKind.NOTICE:
            before = row.slot.rpartition(":")[2]
            return before if "@" in before else account.email
        case _:
            return account.email


def keep(row: Mail, message: Message) -> None:
    """Store the message with its mail: a second attempt says the same. One that opens a door is kept nowhere."""
    if MailKind(row.kind) in KEPT_NOWHERE:
        return
    row.subject, row.text, row.html = message.subject, message.text, message.html
    row.story_ids, row.correction_ids = list(message.story_ids), list(message.correction_ids)
    row.presentation_id = message.presentation_id


def begin_sending(row: Mail, address: str, message_id: str, at: datetime) -> None:
    """Mark a mail as being sent, to be committed before the first byte leaves."""
    row.state, row.recipient, row.message_id, row.sent_at = MailState.SENDING, address, message_id, at


def have_nothing(row: Mail) -> None:
    """Settle a mail with nothing to say, or nobody to say it to."""
    row.state, row.lease_until = MailState.NOTHING, None


def settle(row: Mail, state: MailState, reason: MailReason, detail: str = "") -> None:
    """Note what became of a mail: sent, failed or uncertain."""
    row.state, row.lease_until = state, None
    # The code first: shown.py and addresses.py read it up to the first space.
    row.result = f"{reason} {detail}".strip()
    if state == MailState.FAILED:
        row.sent_at = None


def note_sent(db: Session, mail_id: int, lease: datetime, reason: MailReason, detail: str) -> None:
    """Note that the mail under our lease has left; raises jobs.LeaseLost."""
    jobs.finish(db, Mail, mail_id, lease, state=MailState.SENT, result=f"{reason} {detail}".strip())


def postpone(row: Mail, at: datetime, reason: MailReason, detail: str = "") -> None:
    """Try again after a pause that grows; after too many attempts, give up."""
    if row.attempts >= MOST_ATTEMPTS:
        settle(row, MailState.FAILED, reason, detail)
        return
    settle(row, MailState.READY, reason, detail)
    row.due_at, row.sent_at = at + pause(row.attempts), None


def pause(attempts: int) -> timedelta:
    """Return how long a mail waits after so many attempts."""
    # 5, 15, 45, 135 minutes: pauses that grow (RFC 5321, 4.5.4.1), the last ones past any greylisting.
    return FIRST_PAUSE * 3.0 ** (attempts - 1)
