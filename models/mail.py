"""Mails: what is due, who sends it, what became of it; each leaves once at most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from models import jobs, week
from models.calendar import Days, is_paused, is_working_day, local_day, local_hour
from models.jobs import LeaseLost
from models.tables import Account, Mail, Presentation
from models.words import N_

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=5)
"""After a first refusal; three times longer after each of the next."""
MOST_DELIVERIES = 500

INVITATION_DAYS, QUESTION_DAYS, UNSUBSCRIBE_DAYS = 7, 7, 365
"""How long the links of a mail hold."""


class Kind(StrEnum):
    """What a mail is."""

    DIGEST = "digest"
    INVITATION = "invitation"
    HEALTH = "health"


class State(StrEnum):
    """Where a mail is; *uncertain* is one whose sending was cut off: it may have left, so nobody sends it again."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    NOTHING = "nothing"


LEFT = (State.SENDING, State.SENT, State.UNCERTAIN)
"""The states of a mail that has left, or may have."""


class Reason(StrEnum):
    """Why a mail is where it is."""

    ACCEPTED = "accepted"
    KEPT = "kept"
    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    SIGN_IN_REFUSED = "sign_in_refused"
    REFUSED = "refused"
    UNWRITABLE = "unwritable"
    BAD_ADDRESS = "bad_address"
    INTERRUPTED = "interrupted"
    TOO_LATE = "too_late"
    CUT_OFF = "cut_off"


IN_WORDS = {
    Reason.ACCEPTED: N_("Le serveur de courrier l'a accepté."),
    Reason.KEPT: N_("Sans serveur de courrier, il est déposé dans le dossier « outbox » de l'instance."),
    Reason.UNREACHABLE: N_("Le serveur de courrier ne répond pas."),
    Reason.UNSAFE: N_(
        "Le serveur de courrier n'offre pas de connexion sécurisée : ni le mot de passe ni le message ne sont partis."
    ),
    Reason.SIGN_IN_REFUSED: N_("Le serveur de courrier refuse le nom ou le mot de passe de Boussole."),
    Reason.REFUSED: N_("Le serveur de courrier l'a refusé."),
    Reason.UNWRITABLE: N_("Boussole ne peut pas écrire dans le dossier « outbox » de l'instance."),
    Reason.BAD_ADDRESS: N_("Cette adresse ne peut pas recevoir de courriel : corrigez-la."),
    Reason.INTERRUPTED: N_("Sa préparation s'est interrompue à chaque essai : voyez le journal."),
    Reason.TOO_LATE: N_("La journée s'est terminée avant qu'il puisse partir."),
    Reason.CUT_OFF: N_("L'envoi a été interrompu : le courriel est peut-être parti, Boussole ne le renvoie pas."),
}


class NoSuchMail(LookupError):
    """This learner was sent no such mail."""


class BadHour(ValueError):
    """Not an hour of the day."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, twice: as text and as HTML; and the stories and the question that it carries."""

    subject: str
    text: str
    html: str
    story_ids: tuple[int, ...] = ()
    presentation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What an administrator may know of a mail; `result` is a sentence in French, `detail` the words of the server."""

    recipient: str
    kind: Kind
    state: State
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    result: str | None
    detail: str


# ------------------------------------------------------------------------------------------------------ what is due


def make_due(db: Session, at: datetime) -> int:
    """One row for each learner whose hour has come, on a working day of hers; returns how many are new."""
    wanted = select(Account).where(
        Account.closed_at.is_(None), Account.password_hash.is_not(None), Account.digest_hour.is_not(None)
    )
    off = week.pauses_around(db, at.date())
    rows = [row for one in db.scalars(wanted) if (row := _morning(one, off.get(one.learner_key, ()), at))]
    slots = {row["slot"] for row in rows}
    known = db.execute(select(Mail.learner_key, Mail.slot).where(Mail.kind == Kind.DIGEST, Mail.slot.in_(slots)))
    there = {(learner_key, slot) for learner_key, slot in known}
    return sum(_add(db, row) for row in rows if (row["learner_key"], row["slot"]) not in there)


def _morning(account: Account, off: Collection[Days], at: datetime) -> dict[str, Any] | None:
    timezone = account.learner.timezone
    day = local_day(at, timezone)
    due_at = local_hour(day, account.digest_hour or 0, timezone)
    if due_at > at or not is_working_day(day, pauses=off):
        return None
    return {"learner_key": account.learner_key, "kind": Kind.DIGEST, "slot": day.isoformat(), "due_at": due_at}


def invite(db: Session, account: Account, at: datetime) -> bool:
    """Have an invitation sent; False when one was asked for within the same hour."""
    slot = f"{at:%Y-%m-%dT%H}"
    return _add(db, {"learner_key": account.learner_key, "kind": Kind.INVITATION, "slot": slot, "due_at": at})


def _add(db: Session, row: dict[str, Any]) -> bool:
    return jobs.insert_new(db, Mail, [{"state": State.READY, **row}]) == 1


def due(db: Session, at: datetime) -> Sequence[int]:
    """Ids of the mails that somebody should take: to send them, or to note that their sending was cut off."""
    waiting = or_(_ready(at), Mail.state == State.SENDING)
    return db.scalars(select(Mail.id).where(waiting, jobs.free(Mail, at)).order_by(Mail.due_at, Mail.id)).all()


def _ready(at: datetime) -> ColumnElement[bool]:
    return and_(Mail.state == State.READY, Mail.due_at <= at)


# --------------------------------------------------------------------------------------------------- one at a time


def take(db: Session, mail_id: int, at: datetime) -> datetime | None:
    """Take a mail that is ready; returns the lease, or None when there is nothing to send.

    A mail whose sender never came back is *uncertain* from now on.
    """
    cut_off = {"state": State.UNCERTAIN, "result": Reason.CUT_OFF}
    if jobs.claim(db, Mail, mail_id, at, Mail.state == State.SENDING, **cut_off):
        return None
    return jobs.claim(db, Mail, mail_id, at, _ready(at), attempts=Mail.attempts + 1)


def held(db: Session, mail_id: int, lease: datetime) -> Mail:
    """The mail under our lease, locked until the end of the transaction; raises jobs.LeaseLost."""
    mine = select(Mail).where(Mail.id == mail_id, Mail.lease_until == lease).with_for_update()
    row = db.scalars(mine).one_or_none()
    if row is None:
        raise LeaseLost(f"mail {mail_id}")
    return row


def recipient(db: Session, row: Mail) -> Account | None:
    """Who is to receive it; None for somebody who no longer wants it, or whom it no longer concerns."""
    open_account = select(Account).where(Account.learner_key == row.learner_key, Account.closed_at.is_(None))
    account = db.scalars(open_account).one_or_none()
    if account is None:
        return None
    return account if _wanted(db, row, account) else None


def _wanted(db: Session, row: Mail, account: Account) -> bool:
    match row.kind:
        case Kind.DIGEST:
            return _wants_digest(db, row, account)
        case Kind.HEALTH:
            return account.administrator
        case _:
            return account.password_hash is None


def _wants_digest(db: Session, row: Mail, account: Account) -> bool:
    off = is_paused(date.fromisoformat(row.slot), week.pauses(db, row.learner_key))
    return account.digest_hour is not None and not off


def hopeless(row: Mail, account: Account, at: datetime) -> Reason | None:
    """Why it is no use to try: too often cut short, or the morning of a day that is over."""
    if row.attempts > MOST_ATTEMPTS:
        return Reason.INTERRUPTED
    if row.kind == Kind.DIGEST and row.slot != local_day(at, account.learner.timezone).isoformat():
        return Reason.TOO_LATE
    return None


def letter_of(row: Mail) -> Letter | None:
    """What the mail says; None before it is written."""
    if row.subject is None or row.text is None or row.html is None:
        return None
    return Letter(row.subject, row.text, row.html, tuple(row.story_ids), row.presentation_id)


def keep(row: Mail, letter: Letter) -> None:
    """Keep what the mail says: a second attempt says the same."""
    row.subject, row.text, row.html = letter.subject, letter.text, letter.html
    row.story_ids, row.presentation_id = list(letter.story_ids), letter.presentation_id


def begin_sending(row: Mail, address: str, message_id: str, at: datetime) -> None:
    """To be committed before the first byte leaves."""
    row.state, row.recipient, row.message_id, row.sent_at = State.SENDING, address, message_id, at


def have_nothing(row: Mail) -> None:
    """There is nothing to say, or nobody to say it to."""
    row.state, row.lease_until = State.NOTHING, None


def settle(row: Mail, state: State, reason: Reason, detail: str = "") -> None:
    """Note what became of a mail: sent, failed or uncertain."""
    row.state, row.lease_until = state, None
    row.result = f"{reason} {detail}".strip()
    if state == State.FAILED:
        row.sent_at = None


def postpone(row: Mail, at: datetime, reason: Reason, detail: str = "") -> None:
    """Try again after a pause that grows; after too many attempts, give up."""
    if row.attempts >= MOST_ATTEMPTS:
        settle(row, State.FAILED, reason, detail)
        return
    settle(row, State.READY, reason, detail)
    row.due_at, row.sent_at = at + FIRST_PAUSE * 3 ** (row.attempts - 1), None


# ------------------------------------------------------------------------------------- what the next digest depends on


def mailed_stories(db: Session, learner_key: UUID) -> set[int]:
    """Ids of the stories that this learner has been told by mail."""
    rows = db.scalars(select(Mail.story_ids).where(_mailed(learner_key)))
    return {story_id for row in rows for story_id in row}


def last_digest_day(db: Session, learner_key: UUID) -> date | None:
    """The local day of the latest digest that has left."""
    slot = db.scalar(select(func.max(Mail.slot)).where(_mailed(learner_key)))
    return date.fromisoformat(slot) if slot else None


def mailed_questions(db: Session, learner_key: UUID, since: datetime) -> set[str]:
    """Ids of the questions that this learner has been asked by mail lately."""
    asked = select(Presentation.question_id).join(Mail, Mail.presentation_id == Presentation.id)
    return set(db.scalars(asked.where(_mailed(learner_key), Presentation.shown_at > since)))


def _mailed(learner_key: UUID) -> ColumnElement[bool]:
    return and_(Mail.learner_key == learner_key, Mail.kind == Kind.DIGEST, Mail.state.in_(LEFT))


# ------------------------------------------------------------------------------------------------------- who sees what


def mails_of(db: Session, learner_key: UUID) -> Sequence[Mail]:
    """The mails written to a learner, the latest first."""
    mine = select(Mail).where(Mail.learner_key == learner_key, Mail.subject.is_not(None))
    return db.scalars(mine.order_by(Mail.id.desc())).all()


def mail_of(db: Session, mail_id: int, learner_key: UUID) -> Mail:
    """One mail of this learner; raises NoSuchMail for anybody else's."""
    row = db.get(Mail, mail_id)
    if row is None or row.learner_key != learner_key or row.subject is None:
        raise NoSuchMail(mail_id)
    return row


def deliveries(db: Session, most: int = MOST_DELIVERIES) -> list[Delivery]:
    """The latest mails as an administrator may see them: never what they say, nor that there was nothing to say."""
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
        .where(Mail.state != State.NOTHING)
        .order_by(Mail.due_at.desc(), Mail.id.desc())
        .limit(most)
    )
    return [
        Delivery(address, Kind(kind), State(state), due_at, sent_at, attempts, *_in_words(result))
        for address, kind, state, due_at, sent_at, attempts, result in rows
    ]


def _in_words(result: str | None) -> tuple[str | None, str]:
    if result is None:
        return None, ""
    code, _, detail = result.partition(" ")
    return IN_WORDS[Reason(code)], detail


# ------------------------------------------------------------------------------------------------------------- choices


def set_digest_hour(account: Account, hour: int | None) -> None:
    """Choose the local hour of the digest, or none; raises BadHour."""
    if hour is not None and not 0 <= hour <= 23:
        raise BadHour(hour)
    account.digest_hour = hour


def unsubscribe(db: Session, learner_key: UUID) -> None:
    """No digest any more; may be asked any number of times, also by somebody who has since been erased."""
    db.execute(update(Account).where(Account.learner_key == learner_key).values(digest_hour=None))
