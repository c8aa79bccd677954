"""The state of the installation: the machine and the work behind the pages, now and on each of the last days."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground import backups, counts, jobs, schema, sizes
from models.ground.backups import Backup
from models.ground.calendar import local_day, local_hour
from models.ground.settings import VERSION, Settings
from models.learning import answer_log
from models.people import mail_outcomes
from models.people.mail_outcomes import LATELY, MailRefusal
from models.site import house_figures
from models.site.failing_sources import SourceTrouble, troubles
from models.tables.counts import HourlyKind
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailState
from models.tables.parameters import Promotion
from models.tables.sources import Source

CROWD = 1000
"""Tasks that wait: nobody hears them any more."""
UNSEEN = timedelta(minutes=10)
"""After how long without a tick something is wrong."""
LATE = timedelta(hours=1)
"""After how long without a job something is wrong."""


class Machine(NamedTuple):
    """What an operator asks of an installation; sizes in bytes."""

    version: str
    stands_at: str
    """The step of the migrations at which the database stands…"""
    expected: str
    """… and that which the program expects."""
    waiting: int | None
    """Tasks in the queue, in tens; None where it does not answer."""
    database: int
    copy: int
    disk_low: bool

    @property
    def matching(self) -> bool:
        """Whether database and program go together; where not, nothing else can be asked of the tables."""
        return self.stands_at == self.expected

    @property
    def crowded(self) -> bool:
        """Whether the queue is not emptied any more."""
        return self.waiting is not None and self.waiting >= CROWD


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
    refused: MailRefusal | None
    """Since when the mail server takes nothing, if so."""
    backup: Backup


@dataclass(frozen=True)
class Running(Work):
    """The work behind the pages, for administrators."""

    sources: Sequence[SourceTrouble]
    """The shared ones that bring nothing."""
    personal: int
    """How many personal ones fail."""


class Installation(NamedTuple):
    """How an installation is."""

    machine: Machine
    running: Running | None
    """None where the tables are not those that the program knows."""


def look(db: Session, settings: Settings, at: datetime) -> Installation:
    """Return how an installation is."""
    found = machine(db, settings)
    return Installation(found, running(db, settings, at) if found.matching else None)


def machine(db: Session, settings: Settings) -> Machine:
    """Return what the work stands on; sizes only as roughly as they may be told."""
    waiting, database = sizes.of_queue(db, settings.instance), sizes.of_database(db)
    return Machine(
        version=VERSION,
        stands_at=schema.step_of(db),
        expected=schema.newest_revision(),
        waiting=None if waiting is None else waiting // 10 * 10,
        database=sizes.rounded(database),
        copy=sizes.rounded(backups.size_of_last(settings.instance)),
        disk_low=sizes.is_low(settings.instance, database),
    )


def running(db: Session, settings: Settings, at: datetime) -> Running:
    """Return how all of the work behind the pages goes."""
    sources, personal = troubles(db, at)
    return Running(**vars(work(db, settings, at)), sources=sources, personal=personal)


def last_seen(db: Session) -> datetime | None:
    """Return when a worker has last taken a minute from the queue, which each does while it works."""
    return db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == jobs.TICK))


def is_unseen(seen_at: datetime | None, at: datetime) -> bool:
    """Return whether no worker has been seen for too long."""
    return seen_at is None or at - seen_at > UNSEEN


def work(db: Session, settings: Settings, at: datetime) -> Work:
    """Return how the work behind the pages goes, but for the sources."""
    seen_at = last_seen(db)
    unseen = is_unseen(seen_at, at)
    mails = Counter(one.state for one in mail_outcomes.failures(db, since=at - LATELY))
    night = db.scalar(select(func.max(Slot.slot)).where(Slot.kind == jobs.REFIT))
    refit_died = date.fromisoformat(night) if night and jobs.is_taken(db, jobs.REFIT_DIED, night) else None
    return Work(
        seen_at=seen_at,
        unseen=unseen,
        late=Counter({} if unseen else dict(_late(db, at, settings.timezone))),
        refit_died=refit_died,
        failed=mails[MailState.FAILED],
        uncertain=mails[MailState.UNCERTAIN],
        refused=mail_outcomes.refusal(db, at),
        backup=backups.last(db, settings.instance, at),
    )


def _late(db: Session, at: datetime, timezone: str) -> Iterator[tuple[Job, int]]:
    """Yield what has been due for LATE."""
    before = at - LATE
    visits = select(func.count()).where(Source.active, Source.next_visit_at < before, jobs.free(Source, at))
    mails = select(func.count()).where(Mail.state == MailState.READY, Mail.due_at < before, jobs.free(Mail, at))
    yield Job.VISITS, db.scalar(visits) or 0
    yield Job.MAILS, int(bool(db.scalar(mails)))  # how many would tell, with the rest known, who is written to
    promoted_at = db.scalar(select(func.max(Promotion.at)))
    yield Job.REPLAYS, len(answer_log.due_for_replay(db)) if promoted_at and promoted_at < before else 0
    month = house_figures.due_month(before, timezone)
    yield Job.FIGURES, int(month is not None and not jobs.is_taken(db, jobs.FIGURES, month.isoformat()))


# --------------------------------------------------- how the house has worked on each of the last days, without anybody


DAYS = 14


class WorkingDay(NamedTuple):
    """One day; None is what was not measured."""

    day: date
    seen: int
    """Minutes in which a worker was there."""
    waiting: int | None
    """The most tasks that waited, in tens."""
    visits: int
    """Of shared sources, with those that failed."""
    failed_visits: int
    failed_tasks: int
    failed_mails: bool
    """Whether there were any: how many would tell who is written to."""


def lately(db: Session, at: datetime, timezone: str) -> list[WorkingDay]:
    """Return the last days, today last."""
    today = local_day(at, timezone)
    days = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    first = local_hour(days[0], 0, timezone)
    sizes: defaultdict[tuple[date, str], Counter[int]] = defaultdict(Counter)
    for row in counts.hours_since(db, first):
        sizes[local_day(row.hour, timezone), row.kind][row.size] += row.number
    failed_mails = {one.day for one in mail_outcomes.failures(db, since=first)}
    return [
        WorkingDay(
            day=day,
            seen=sizes[day, HourlyKind.QUEUE].total(),
            waiting=max(sizes[day, HourlyKind.QUEUE], default=None),
            visits=(sizes[day, HourlyKind.VISIT] + sizes[day, HourlyKind.FAILED_VISIT]).total(),
            failed_visits=sizes[day, HourlyKind.FAILED_VISIT].total(),
            failed_tasks=sizes[day, HourlyKind.FAILED_TASK].total(),
            failed_mails=day in failed_mails,
        )
        for day in days
    ]
