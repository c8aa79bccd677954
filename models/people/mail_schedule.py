"""Which mail is due when: learners' mornings, mails about accounts, one a day to trainers for whom work waits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import DAY, Days, is_working_day, local_day, local_hour
from models.ground.lookups import Lookup
from models.learning import absence, report_inbox, week
from models.people.messages import LEFT, AccountEvent, LeavingOccasion
from models.studio import reviewing
from models.studio.reviewing import ReviewNews
from models.studio.rule_changes import deciding
from models.tables.answers import Presentation
from models.tables.mail import Mail, MailKind, MailRhythm, MailState
from models.tables.people import Account
from models.tables.rule_changes import RuleChange

WEEK = 7 * DAY
"""Between two mails of a weekly rhythm, and between two to somebody who is away."""

FIRST_HOUR = 7
"""Until another one is chosen."""


# -------------------------------------------------------------------------------------------------------------- choices


def rhythm_of(account: Account) -> MailRhythm:
    """Return the rhythm that somebody chose."""
    if account.digest_hour is None:
        return MailRhythm.NEVER
    return MailRhythm.DAILY if account.digest_weekday is None else MailRhythm.WEEKLY


def choose_rhythm(account: Account, rhythm: MailRhythm, hour: int, weekday: int) -> None:
    """Choose how often, at which local hour and, each week, on which day (0 is Monday); raises ValueError."""
    # No mail on a Sunday: docs/decisions/0003.
    if not (0 <= hour <= 23 and 0 <= weekday <= 4):
        raise ValueError(hour, weekday)
    account.digest_hour = None if rhythm is MailRhythm.NEVER else hour
    account.digest_weekday = weekday if rhythm is MailRhythm.WEEKLY else None


def unsubscribe(db: Session, learner_key: UUID) -> None:
    """End the digests of somebody; may be asked any number of times, also by somebody since erased."""
    # A bare UPDATE: RFC 8058 wants a one-click POST to work without signing in, however often it comes.
    no_more = {"digest_hour": None, "digest_weekday": None}
    db.execute(update(Account).where(Account.learner_key == learner_key).values(no_more))


# ---------------------------------------------------------------------------------------------------------- what is due


def make_due(db: Session, at: datetime) -> int:
    """Add one row for each learner whose hour has come, on a morning of hers; returns how many are new.

    Her first is that of the working day after she has come: anyone who has not read who sees what has not come yet.
    """
    wanted = select(Account).where(
        Account.closed_at.is_(None),
        Account.privacy_read_at.is_not(None),
        Account.digest_hour.is_not(None),
        Account.mail_paused_at.is_(None),
    )
    off = week.pauses_around(db, at.date(), before=WEEK)
    mornings = [(one.learner_key, *due) for one in db.scalars(wanted) if (due := _morning(one, off, at))]
    slots = {slot for _, slot, _ in mornings}
    known = db.execute(select(Mail.learner_key, Mail.slot).where(Mail.kind == MailKind.DIGEST, Mail.slot.in_(slots)))
    # Only spares statements: what is due stays due all day, and is asked for every minute.
    there = {(learner_key, slot) for learner_key, slot in known}
    new = ((key, slot, due_at) for key, slot, due_at in mornings if (key, slot) not in there)
    # The unique slot decides who is first: two clocks make one mail (docs/design.md, law 10).
    return sum(queue(db, key, MailKind.DIGEST, slot, due_at) for key, slot, due_at in new)


def _morning(account: Account, off: Mapping[UUID, Collection[Days]], at: datetime) -> tuple[str, datetime] | None:
    """Return that day's mail slot, and when it is due; None on none of hers, before her hour, and as she comes."""
    timezone = account.learner.timezone
    day = local_day(at, timezone)
    due_at = local_hour(day, account.digest_hour or 0, timezone)
    came = account.privacy_read_at and local_day(account.privacy_read_at, timezone)
    if due_at > at or not came or came >= day:
        return None
    chosen, hers = account.digest_weekday, off.get(account.learner_key, ())
    since_chosen = 0 if chosen is None else (day.weekday() - chosen) % 7
    # Of a week the chosen day, else the first working day after it: the first after a holiday stands in for it.
    instead = any(is_working_day(day - number * DAY, pauses=hers) for number in range(1, since_chosen + 1))
    return (day.isoformat(), due_at) if is_working_day(day, pauses=hers) and not instead else None


def next_morning(at: datetime, timezone: str, hour: int) -> datetime:
    """Return that hour of the next working day after the local day in which an instant lies."""
    day = local_day(at, timezone) + DAY
    while not is_working_day(day):
        day += DAY
    return local_hour(day, hour, timezone)


def invite(db: Session, account: Account, at: datetime) -> bool:
    """Have an invitation sent; False when one was asked for within the same hour."""
    # One an hour: a button pressed twice, or a wrong address tried again and again, fills no mailbox.
    slot = f"{at:%Y-%m-%dT%H}"
    return queue(db, account.learner_key, MailKind.INVITATION, slot, at)


def ten_minutes(at: datetime) -> str:
    """Return the slot of what is sent once in ten minutes, however often somebody asks for it."""
    return f"{at:%Y-%m-%dT%H:%M}"[:-1]


def send_password_reset(db: Session, account: Account, at: datetime) -> bool:
    """Have a password reset sent; False when one was asked for within ten minutes."""
    # Asked for by anybody who knows the address: that fills no mailbox.
    slot = ten_minutes(at)
    return account.password_hash is not None and queue(db, account.learner_key, MailKind.PASSWORD_RESET, slot, at)


def write_to_leaver(db: Session, account: Account, occasion: LeavingOccasion, turn: str, at: datetime) -> bool:
    """Have a link sent to anyone who has left, once for each turn of an occasion; False when it has been already.

    Somebody who has never accepted her invitation is not written to: her address may be a mistake.
    """
    slot = f"{occasion}:{turn}"
    return account.password_hash is not None and queue(db, account.learner_key, MailKind.LEAVING, slot, at)


def notify(db: Session, account: Account, notice: AccountEvent, at: datetime, to: str = "") -> None:
    """Tell the owner of an account what has happened to it, at another address where hers was changed."""
    slot = f"{notice}:{at:%Y-%m-%dT%H:%M:%S.%f}:{to}"
    queue(db, account.learner_key, MailKind.NOTICE, slot, at)


def say_farewell(db: Session, address: str, language: str, at: datetime) -> None:
    """Have one last mail sent to somebody who was erased; nothing ties it to what she was."""
    # Nothing of the person is left to find her language by.
    db.add(Mail(kind=MailKind.FAREWELL, slot=language, due_at=at, state=MailState.READY, recipient=address))


def queue(db: Session, learner_key: UUID, kind: MailKind, slot: str, due_at: datetime) -> bool:
    """Have a mail of that kind sent, once for each slot; False when there is one already."""
    row = {"learner_key": learner_key, "kind": kind, "slot": slot, "due_at": due_at, "state": MailState.READY}
    return jobs.insert_new(db, Mail, [row]) == 1


# -------------------------------------------------------------------------------------- what the next digest depends on


_MAILED = (Mail.learner_key == bindparam("learner_key"), Mail.kind == MailKind.DIGEST, Mail.state.in_(LEFT))
MAILED: Lookup[Sequence[tuple[str, datetime | None, Sequence[int]]]] = Lookup(
    select(Mail.slot, Mail.sent_at, Mail.story_ids).where(*_MAILED), lambda rows: sorted(map(tuple, rows))
)
"""The digests that have left for a learner, or may have: their day, the instant, their stories; the first first."""
MAILED_QUESTIONS = Lookup(
    select(Presentation.question_id)
    .join(Mail, Mail.presentation_id == Presentation.id)
    .where(*_MAILED, Presentation.shown_at > bindparam("rested_since")),
    lambda rows: frozenset(question_id for (question_id,) in rows),
)


def resting(db: Session, account: Account, day: date) -> bool:
    """Return whether a morning is left out: she is away, and a mail of the last seven days waits for her return."""
    if absence.away_since(db, account.learner_key, day) is None:
        return False
    last = last_digest_day(db, account.learner_key)
    return rhythm_of(account) is MailRhythm.DAILY and last is not None and day - last < WEEK


def mailed_stories(db: Session, learner_key: UUID) -> Mapping[int, datetime]:
    """Return the stories that this learner has been told by mail, by id, and when last."""
    mails = MAILED.ask(db, learner_key=learner_key)
    return {story_id: sent_at for _, sent_at, story_ids in mails if sent_at for story_id in story_ids}


def last_digest_day(db: Session, learner_key: UUID) -> date | None:
    """Return the local day of the latest digest that has left."""
    slots = [slot for slot, *_ in MAILED.ask(db, learner_key=learner_key)]
    return date.fromisoformat(max(slots)) if slots else None


def mailed_questions(db: Session, learner_key: UUID, since: datetime) -> frozenset[str]:
    """Return ids of the questions that this learner has been asked by mail lately."""
    return MAILED_QUESTIONS.ask(db, learner_key=learner_key, rested_since=since)


# --------------------------------------------------------------------------------------- what waits for those who reply


LOOKED = "waiting looked"
HOUR = 7
"""Local hour from which on somebody is written to: of what has come up since, the next working day."""


class WaitingWork(NamedTuple):
    """What waits for one person, by number alone: a mail says nothing of who has reported what."""

    reported: int
    """Questions, cards and topics with a report that has no reply."""
    reviews: Sequence[ReviewNews]
    """Texts that she was asked to read, her own that came back or were approved: of each once, the oldest first."""
    rule_changes: Sequence[int]
    """Changes that she may decide on, the oldest first."""
    latest: datetime | None
    """When the last of it came; none when nothing waits."""


def waiting_for(
    db: Session,
    reader: Account,
    at: datetime,
    timezone: str,
    told: datetime | None = None,
    until: datetime | None = None,
) -> WaitingWork:
    """Return what waits for somebody; reports and texts are for trainers.

    Reviews are named, so each is told once: those since she was told last, up to the instant for which a mail is due.
    A text that anybody may read is on everybody's home page, and in no mail.
    """
    reported = report_inbox.inbox(db, at, timezone) if reader.trainer else []
    news = reviewing.review_news(db, reader.learner_key, at) if reader.trainer else []
    reviews = [one for one in news if one.personal and (not told or one.at > told) and (not until or one.at <= until)]
    changes = deciding.waiting_for(db, reader.learner_key)
    came = [one.told.report.at for text in reported for one in text.waiting]
    came += [one.at for one in reviews] + [change.proposed_at for change in changes]
    return WaitingWork(len(reported), reviews, [one.id for one in changes], max(came, default=None))


def make_due_for_trainers(db: Session, at: datetime, timezone: str) -> int:
    """Make a mail due to each person for whom something waits that came since her last one; returns how many.

    Looks once on a working day, from seven on: nobody can tell from a mail at what hour a learner was here.
    """
    day = local_day(at, timezone)
    if not is_working_day(day) or at < local_hour(day, HOUR, timezone):
        return 0
    if not jobs.take_slot(db, LOOKED, day.isoformat(), at):
        return 0
    jobs.forget_slots(db, LOOKED, at - DAY)
    told, off = _told(db), week.pauses_around(db, day)
    # Trainers, and whom a trainer without colleagues has asked to decide.
    asked = select(RuleChange.invited).where(RuleChange.decision.is_(None), RuleChange.invited.is_not(None))
    there = (Account.closed_at.is_(None), Account.password_hash.is_not(None), Account.mail_paused_at.is_(None))
    readers = select(Account).where(*there, or_(Account.trainer, Account.learner_key.in_(asked))).order_by(Account.id)
    due = 0
    for one in db.scalars(readers).all():
        if not is_working_day(local_day(at, one.learner.timezone), pauses=off.get(one.learner_key, ())):
            continue
        told_at = told.get(one.learner_key)
        latest = waiting_for(db, one, at, timezone, told_at).latest
        if latest is not None and (told_at is None or latest > told_at):
            due += queue(db, one.learner_key, MailKind.WAITING, at.isoformat(), at)
    return due


def waiting_work_due(db: Session, row: Mail, reader: Account, at: datetime, timezone: str) -> WaitingWork:
    """Return what a mail is to say of what waits: as it is at the moment of writing, what is settled is left out."""
    before = _told(db, before=row.slot).get(reader.learner_key)
    return waiting_for(db, reader, at, timezone, before, datetime.fromisoformat(row.slot))


def _told(db: Session, before: str | None = None) -> Mapping[UUID, datetime]:
    """Return when each person was last written to, before a slot where one is given."""
    # The slot, not the instant at which it is due: that moves when a server refuses for now.
    last = select(Mail.learner_key, func.max(Mail.slot)).where(Mail.kind == MailKind.WAITING)
    if before is not None:
        last = last.where(Mail.slot < before)
    rows = db.execute(last.group_by(Mail.learner_key))
    return {key: datetime.fromisoformat(slot) for key, slot in rows if key is not None}
