"""What waits for whoever replies, reads or decides, and the mail that says so: one for all of it, one a day at most."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import DAY, is_working_day, local_day, local_hour
from models.learning import report_inbox, week
from models.people.mail import mornings
from models.tables.mail import Mail, MailKind
from models.tables.people import Account
from models.tables.rule_changes import RuleChange
from models.workshop import review_news
from models.workshop.review_news import ReviewNews
from models.workshop.rule_changes import proposing

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
    news = review_news.news(db, reader.learner_key, at) if reader.trainer else []
    reviews = [one for one in news if one.personal and (not told or one.at > told) and (not until or one.at <= until)]
    changes = proposing.waiting_for(db, reader.learner_key)
    came = [one.told.report.at for text in reported for one in text.waiting]
    came += [one.at for one in reviews] + [change.proposed_at for change in changes]
    return WaitingWork(len(reported), reviews, [one.id for one in changes], max(came, default=None))


def make_due(db: Session, at: datetime, timezone: str) -> int:
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
            due += mornings.queue(db, one.learner_key, MailKind.WAITING, at.isoformat(), at)
    return due


def due_in(db: Session, row: Mail, reader: Account, at: datetime, timezone: str) -> WaitingWork:
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
