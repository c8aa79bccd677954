"""Trouble in a few words, and the mail that tells administrators of something new: one a day at most."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.ground.calendar import local_day, local_hour
from models.ground.words import Words
from models.people.health import overview
from models.people.health.overview import Content, Running
from models.people.mail import mornings
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind
from models.tables.people import Account

LOOKED, TOLD = "health looked", "health told"
FIRST_HOUR = 7
"""Local hour before which nobody is written to."""


def in_words(running: Running | None, content: Content, said: Words) -> list[str]:
    """Return one clause for each kind of trouble, the gravest first; nothing while all is well."""
    clauses = _of_running(running, said) if running else []
    for one, many, number in (
        ("un signalement attend une réponse", "%(num)s signalements attendent une réponse", len(content.reports)),
        ("un texte est à relire", "%(num)s textes sont à relire", len(content.overdue)),
        ("un texte est sans responsable", "%(num)s textes sont sans responsable", len(content.orphans)),
    ):
        clauses += [said.ngettext(one, many, number)] if number else []
    return clauses


def _of_running(found: Running, said: Words) -> list[str]:
    clauses = []
    if found.unseen:
        clauses.append(said.gettext("le travail de fond ne tourne pas"))
    if found.late.total() or found.refit_died:
        clauses.append(said.gettext("une partie du travail de fond est en retard"))
    if found.backup.late:
        clauses.append(said.gettext("la sauvegarde de la nuit manque"))
    for one, many, number in (
        ("une source n'apporte rien", "%(num)s sources n'apportent rien", len(found.sources)),
        ("une source personnelle ne répond pas", "%(num)s sources personnelles ne répondent pas", found.personal),
    ):
        clauses += [said.ngettext(one, many, number)] if number else []
    if found.failed:
        clauses.append(said.gettext("des courriels ne sont pas partis"))
    if found.uncertain:
        clauses.append(said.gettext("des envois sont incertains"))
    return clauses


def make_due(db: Session, at: datetime, timezone: str) -> int:
    """Make a mail due to each administrator if something is wrong that was not so when they were last told.

    Looks once an hour, from seven on; returns how many mails are new.
    """
    day = local_day(at, timezone)
    if at < local_hour(day, FIRST_HOUR, timezone) or not jobs.take_slot(db, LOOKED, f"{at:%Y-%m-%dT%H}", at):
        return 0
    jobs.forget_slots(db, LOOKED, at - jobs.LEASE)
    signs = _signs(overview.running(db, at, timezone), overview.content(db, at, timezone))
    told = set(db.scalars(select(Slot.slot).where(Slot.kind == TOLD)))
    # What has gone away is news when it comes back.
    jobs.forget(db, TOLD, told - signs)
    written = db.scalar(select(Mail.id).where(Mail.kind == MailKind.HEALTH, Mail.slot == day.isoformat()).limit(1))
    # At most one mail a day, and none that says nothing new: mails that nag are not read.
    if written or signs <= told:
        return 0
    for sign in signs:
        jobs.take_slot(db, TOLD, sign, at)
    return sum(mornings.queue(db, key, MailKind.HEALTH, day.isoformat(), at) for key in _administrators(db))


def _administrators(db: Session) -> Sequence[UUID]:
    there = (Account.administrator, Account.closed_at.is_(None), Account.password_hash.is_not(None))
    return db.scalars(select(Account.learner_key).where(*there)).all()


def _signs(running: Running, content: Content) -> set[str]:
    """Return what is wrong, each thing by a name that stays the same while it lasts."""
    # A unary plus drops the counts of zero: collections.Counter.
    signs = {f"late {job}" for job in +running.late} | {f"source {one.source.id}" for one in running.sources}
    for name, wrong in (
        ("unseen", running.unseen),
        ("refit died", running.refit_died),
        ("backup", running.backup.late),
        ("failed", running.failed),
        ("uncertain", running.uncertain),
        ("personal", running.personal),
        ("reports", content.reports),
        ("overdue", content.overdue),
        ("orphans", content.orphans),
    ):
        signs |= {name} if wrong else set()
    return signs
