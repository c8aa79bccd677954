"""An overview of what is wrong: with the work behind the pages, for administrators; with the content, for trainers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.module import Module
from content.rules import Rule
from models.catalogue import in_force
from models.ground import backups, jobs
from models.ground.backups import Backup
from models.ground.calendar import local_day
from models.people import house
from models.people.health.sources import SourceTrouble, troubles
from models.people.mail import shown
from models.study import replaying
from models.study.reports import inbox
from models.study.reports.inbox import ReportedText
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailState
from models.tables.parameters import Promotion
from models.tables.sources import Source
from models.workshop import rereading, responsibility
from models.workshop.rereading import Due
from models.workshop.responsibility import RULE

UNSEEN, LATE = timedelta(minutes=10), timedelta(hours=1)
"""A tick, a job: after how long without it something is wrong."""
LATELY = timedelta(days=7)
"""Mails that went wrong since then are told."""


class Job(StrEnum):
    """What the worker does when it is due."""

    VISITS = "visits"
    MAILS = "mails"
    REPLAYS = "replays"
    FIGURES = "figures"


@dataclass(frozen=True)
class Work:
    """The work behind the pages, but for the sources: what can be asked every few seconds."""

    seen_at: datetime | None
    """When the worker was last seen."""
    unseen: bool
    late: Counter[Job]
    """What is late, and how much of it; nothing while the worker is not there at all."""
    refit_died: date | None
    """The night when the latest refit has died."""
    failed: int
    uncertain: int
    """What went wrong with mails in the last days, as it is shown under « Envois »: not how many they were."""
    backup: Backup


@dataclass(frozen=True)
class Running(Work):
    """The work behind the pages, for administrators."""

    sources: Sequence[SourceTrouble]
    """The shared ones that bring nothing."""
    personal: int
    """How many personal ones fail."""

    @property
    def well(self) -> bool:
        """Whether there is nothing to say."""
        work = self.unseen or self.late.total() or self.refit_died or self.backup.late
        return not (work or self.failed or self.uncertain or self.sources or self.personal)


class Content(NamedTuple):
    """The troubles of what can be learned."""

    reports: Sequence[ReportedText]
    """Without a reply for too long."""
    overdue: Sequence[Due]
    orphans: Sequence[Module | Rule]
    """What nobody answers for."""

    @property
    def well(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.reports or self.overdue or self.orphans)


def content(db: Session, at: datetime, timezone: str) -> Content:
    """Return the part for trainers."""
    return Content(
        reports=inbox.late(db, at, timezone),
        overdue=rereading.due(db, local_day(at, timezone)),
        orphans=list(_orphans(db)),
    )


def running(db: Session, at: datetime, timezone: str) -> Running:
    """Return the part for administrators."""
    sources, personal = troubles(db, at)
    return Running(**vars(work(db, at, timezone)), sources=sources, personal=personal)


def work(db: Session, at: datetime, timezone: str) -> Work:
    """Return how the work behind the pages goes."""
    seen_at = worker_seen_at(db)
    unseen, mails = is_unseen(seen_at, at), _mails_gone_wrong(db, at)
    return Work(
        seen_at=seen_at,
        unseen=unseen,
        late=Counter({} if unseen else dict(_late(db, at, timezone))),
        refit_died=_refit_died(db),
        failed=mails[MailState.FAILED],
        uncertain=mails[MailState.UNCERTAIN],
        backup=backups.last(db, at),
    )


def worker_seen_at(db: Session) -> datetime | None:
    """Return when a worker has last taken a minute from the queue, which each does while it works."""
    return db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == jobs.TICK))


def is_unseen(seen_at: datetime | None, at: datetime) -> bool:
    """Return whether no worker has been seen for too long."""
    return seen_at is None or at - seen_at > UNSEEN


def _orphans(db: Session) -> Iterator[Module | Rule]:
    modules = {one.module.id: one.module for one in in_force.published_modules(db)}
    rules = in_force.rules(db)
    for subject in responsibility.orphans(db):
        if subject in modules:
            yield modules[subject]
        elif subject.startswith(RULE):
            yield rules[subject.removeprefix(RULE)]


def _late(db: Session, at: datetime, timezone: str) -> Iterator[tuple[Job, int]]:
    """Yield what has been due for LATE."""
    before = at - LATE
    visits = select(func.count()).where(Source.active, Source.next_visit_at < before, jobs.free(Source, at))
    mails = select(func.count()).where(Mail.state == MailState.READY, Mail.due_at < before, jobs.free(Mail, at))
    yield Job.VISITS, db.scalar(visits) or 0
    yield Job.MAILS, int(bool(db.scalar(mails)))  # how many would tell, with the rest known, who is written to
    promoted_at = db.scalar(select(func.max(Promotion.at)))
    yield Job.REPLAYS, len(replaying.due_for_replay(db)) if promoted_at and promoted_at < before else 0
    month = house.due_month(before, timezone)
    yield Job.FIGURES, int(month is not None and not jobs.is_taken(db, jobs.FIGURES, month.isoformat()))


def _refit_died(db: Session) -> date | None:
    night = db.scalar(select(func.max(Slot.slot)).where(Slot.kind == jobs.REFIT))
    return date.fromisoformat(night) if night and jobs.is_taken(db, jobs.REFIT_DIED, night) else None


def _mails_gone_wrong(db: Session, at: datetime) -> Counter[MailState]:
    return Counter(one.state for one in shown.failures(db, since=at - LATELY))
