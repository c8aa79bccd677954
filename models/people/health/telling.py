"""The mail that tells administrators of something new that has to be mended: one a day at most."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import local_day, local_hour
from models.ground.settings import Settings
from models.ground.words import words
from models.people.health import alarms, overview
from models.people.mail import mornings
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind
from models.tables.people import Account

LOOKED, TOLD = "health looked", "health told"
FIRST_HOUR = 7
"""Local hour before which nobody is written to."""


def make_due(db: Session, settings: Settings, at: datetime) -> int:
    """Make a mail due to each administrator if something is wrong that was not so when they were last told.

    Looks once an hour, from seven on; returns how many mails are new.
    """
    day = local_day(at, settings.timezone)
    first = local_hour(day, FIRST_HOUR, settings.timezone)
    if at < first or not jobs.take_slot(db, LOOKED, f"{at:%Y-%m-%dT%H}", at):
        return 0
    jobs.forget_slots(db, LOOKED, at - jobs.LEASE)
    signs = alarms.signs_of(alarms.raised(overview.look(db, settings, at), words("fr")))
    told = set(db.scalars(select(Slot.slot).where(Slot.kind == TOLD)))
    # What has gone away is news when it comes back.
    jobs.forget(db, TOLD, told - signs)
    written = db.scalar(select(Mail.id).where(Mail.kind == MailKind.HEALTH, Mail.slot == day.isoformat()).limit(1))
    # At most one mail a day, and none that says nothing new: mails that nag are not read.
    if written or signs <= told:
        return 0
    for sign in signs:
        jobs.take_slot(db, TOLD, sign, at)
    there = (Account.administrator, Account.closed_at.is_(None), Account.password_hash.is_not(None))
    administrators = db.scalars(select(Account.learner_key).where(*there)).all()
    return sum(mornings.queue(db, key, MailKind.HEALTH, day.isoformat(), at) for key in administrators)
