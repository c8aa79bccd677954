"""The clock: a query on the tables finds what is due; the queue only wakes the workers.

A ring may come twice, late or never: whoever hears it looks in the tables, and the tick of every minute rings again for
what is still due. So losing the whole queue costs a minute, and two clocks do nothing twice.
"""

import hashlib
import hmac
import logging
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import random
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.api import Task
from huey.serializer import SignedSerializer
from huey.signals import SIGNAL_ENQUEUED, SIGNAL_ERROR
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from models.catalogue import uploads
from models.ground import backups, hourly, jobs
from models.ground import queue as queue_file
from models.ground.calendar import local_day, local_hour
from models.ground.jobs import FIGURES, REFIT, REFIT_DIED, TICK
from models.ground.logs import REQUEST_ID
from models.ground.queue import QUEUE_FILE
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from models.people import erasing, house
from models.people.health import telling
from models.people.mail import mornings, sending, waiting
from models.study import replaying
from models.tables.hourly import HourlyKind
from models.watch import visits
from models.workshop.rule_changes import the_day
from models.workshop.statistics import refresh
from watchers import outage, tidying

if TYPE_CHECKING:
    from watchers.watch import Watch

NAME = "boussole"
MARK = "mark"
TURN_AT_TABLES = "SELECT pg_advisory_xact_lock(hashtext('boussole queue'))"
WORKERS = 4
SLOWEST_POLL_SECONDS = 1.0
HEALTH_SECONDS = 10.0
IDLE_SECONDS = 300.0
"""After so long without a page or an article their processes end; the models take four seconds to load again."""
GRACE_SECONDS = 3.0
ROUND_SECONDS = 2.0
"""How long mails are sent one after the other: less than a worker is given to stop."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
REFIT_HOUR = 3
"""Local hour from which on the refit of a day is due."""
SLOTS_KEPT = timedelta(days=1)

logger = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


def queue(settings: Settings) -> Huey:
    """Return the queue of an installation: in a file of its own, or in PostgreSQL when the tables are there."""
    if settings.database_url.startswith("postgresql"):
        dsn = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
        # No results: what came of a task stands in our tables, and nobody would ever read the queue's.
        made = PostgresHuey(NAME, results=False, create_tables=False, dsn=dsn, serializer=_signed(settings))
        # Of two who make a table at once, one fails, IF NOT EXISTS or not: the first statement makes the others wait.
        made.storage.ddl = [TURN_AT_TABLES, *made.storage.ddl]
        made.storage.initialize_schema()
        return made
    file = str(settings.instance / QUEUE_FILE)
    return SqliteHuey(NAME, results=False, filename=file, serializer=_signed(settings))


def _signed(settings: Settings) -> SignedSerializer:
    """Return what writes and reads the queue: it is pickle, and whoever could write it would run code as the worker."""
    key = hmac.new(settings.secret_key.encode(), b"queue", hashlib.sha256).hexdigest()
    return SignedSerializer(secret=key, salt=NAME)


def _carry_mark(_: str, task: Task) -> None:
    """Send the mark of a request along with what it has asked for."""
    if mark := REQUEST_ID.get():
        task.kwargs[MARK] = mark


def _take_mark(task: Task) -> None:
    """Work under the mark of the request that has asked for a task, and under none where the clock has."""
    REQUEST_ID.set(task.kwargs.pop(MARK, ""))


class Clock:
    """The tasks of one queue: look at what is due, visit, deliver, refit, replay, figures, measures, meaning, files."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self._settings, self._now = settings, now
        self._store = Store(settings.database_url)
        self._opened = ExitStack()
        self._encoder = Encoder(settings.encoder, settings.encoder_threads)
        self.huey = queue(settings)
        self.huey.signal(SIGNAL_ENQUEUED)(_carry_mark)
        self.huey.signal(SIGNAL_ERROR)(self._note_failure)
        self.huey.pre_execute()(_take_mark)
        self.huey.periodic_task(crontab(), name=TICK)(self.tick)
        self._look = self.huey.task(name="look")(self.look)
        self._visit = self.huey.task(name="visit")(self.visit)
        self._deliver = self.huey.task(name="deliver")(self.deliver)
        self._refit = self.huey.task(name="refit")(self.refit)
        self._replay = self.huey.task(name="replay")(self.replay)
        self._figures = self.huey.task(name="figures")(self.figures)
        self._backup = self.huey.task(name="backup")(self.backup)
        self._statistics = self.huey.task(name="statistics")(self.statistics)
        self._find_near = self.huey.task(name="find near")(self.find_near)
        self._bring = self.huey.task(name="bring")(self.bring)
        self._replaying, self._visiting, self._delivering, self._finding = Lock(), Lock(), Lock(), Lock()
        self._bringing = Lock()

    def ring(self) -> None:
        """Wake a worker to look now at what is due."""
        self._look()

    def tick(self) -> None:
        """Run the work of a minute, once however many clocks there are."""
        at = self._now()
        # Each of several clocks for its own instance: every one of them has a ledger, and mails in an outbox.
        erasing.finish(self._store, self._settings, at)
        with self._store.writing() as db:
            # A row of the minute, taken once: of several clocks one goes on (docs/decisions/0003).
            if not jobs.take_slot(db, TICK, at.strftime("%Y-%m-%dT%H:%M"), at):
                return
            jobs.forget_slots(db, TICK, at - SLOTS_KEPT)
        with ExitStack() as parts:  # They begin with the last; one that fails keeps no other from its turn.
            for part in (self.look, self.tidy, self.alarm, self.remind, self.keep_up, self.count):
                parts.callback(part)

    def count(self) -> None:
        """Count the minute, by how many tasks wait."""
        with self._store.writing() as db:
            waiting = queue_file.length(db, self._settings.instance)
            if waiting is not None:
                hourly.note(db, HourlyKind.QUEUE, self._now(), waiting // 10 * 10)

    def _note_failure(self, *_: object) -> None:
        """Count a task that was broken off; huey has written why to the log."""
        with self._store.writing() as db:
            hourly.note(db, HourlyKind.FAILED_TASK, self._now())

    def keep_up(self) -> None:
        """Apply the rule changes whose day has come."""
        at = self._now()
        with self._store.reading() as db:
            due = the_day.due(db, at)
        # Looked at first: SQLite has one writer, and most minutes there is nothing to write.
        if due:
            with self._store.writing() as db:
                logger.info("rule changes that have taken effect: %d", len(the_day.take_effect(db, at)))

    def alarm(self) -> None:
        """Mail administrators what has to be mended."""
        with self._store.writing() as db:
            telling.make_due(db, self._settings, self._now())

    def remind(self) -> None:
        """Mail trainers what waits for them."""
        with self._store.writing() as db:
            waiting.make_due(db, self._now(), self._settings.timezone)

    def tidy(self) -> None:
        """Forget, once a day, what is too old, and erase whoever has left for so long."""
        tidying.tidy(self._store, self._settings, self._now())

    def look(self) -> None:
        """Ring for the visits that are due, the mails, refit, replay, figures, measures, near, files."""
        from watchers.meaning import is_any_due

        at = self._now()
        with self._store.writing() as db:
            mornings.make_due(db, at)
        with self._store.reading() as db:
            visit, mails = visits.is_any_due(db, at), sending.due(db, at, 1)
            night, copy = self._due_day(db, REFIT, REFIT_HOUR, at), self._due_day(db, backups.BEGUN, backups.HOUR, at)
            month, measures, replays = (
                self._due_month(db, at),
                refresh.due(db, self._hour(at)),
                replaying.due_for_replay(db),
            )
            files = uploads.is_any_due(db, at)
        near = is_any_due(self._store, self._encoder, at)
        rings: tuple[tuple[object, Callable[..., object], tuple[str, ...]], ...] = (
            (visit, self._visit, ()),
            (mails, self._deliver, ()),
            (night, self._refit, (night or "",)),
            (replays, self._replay, ()),
            (month, self._figures, (month or "",)),
            (copy, self._backup, (copy or "",)),
            (measures, self._statistics, (self._hour(at),)),
            (near, self._find_near, ()),
            (files, self._bring, ()),
        )
        for due, ring, about in rings:
            if due:
                ring(*about)

    def visit(self) -> None:
        """Make every visit that is due, with one worker of these, and ring again when a host has had its pause."""
        from watchers.visit import visit_all

        # Never waits: whoever is at it sees what is due next by itself, and a waiting worker would be lost to others.
        if self._visiting.acquire(blocking=False):
            try:
                again_at = visit_all(self.watch)
            finally:
                self._visiting.release()
            if again_at:
                self._visit.schedule(eta=again_at)

    def deliver(self) -> None:
        """Send the mails that are due, for two seconds and with one worker of these, and ring again for the others.

        So a mail server that does not answer holds one worker, and what else is rung for gets its turn meanwhile.
        """
        from watchers import delivery
        from watchers.smtp import PostRound

        if self._delivering.acquire(blocking=False):
            end = time.monotonic() + ROUND_SECONDS
            mails: Sequence[int] = []
            left = self._due_mail()
            try:
                with PostRound(self._settings) as post:
                    # One that cannot even be taken waits for the next look.
                    while left not in ([], mails) and time.monotonic() < end:
                        (mail_id,) = mails = left
                        delivery.deliver(self._settings, self._store, mail_id, self._now(), post)
                        left = self._due_mail()
            finally:
                self._delivering.release()
                if self._due_mail() not in ([], mails):
                    self._deliver()

    def refit(self, night: str) -> None:
        """Refit the learner model, once for each night; one that dies is not tried again before the next."""
        from watchers.night import RefitDied, refit

        at = self._now()
        with self._store.writing() as db:
            # Committed before the refit begins: one that takes the machine down with it is not tried again all night.
            if not jobs.take_slot(db, REFIT, night, at):
                return
        try:
            logger.info("%s", refit(self._settings.database_url, at))
        except RefitDied as died:
            logger.warning("no refit tonight: %s", died)
            with self._store.writing() as db:
                jobs.take_slot(db, REFIT_DIED, night, self._now())

    def replay(self) -> None:
        """Take up a replay that was left unfinished, with one worker of these."""
        from models.fitting.fit import silent
        from models.fitting.promotion import replay_due

        if self._replaying.acquire(blocking=False):
            try:
                logger.info("replayed after a promotion: %d learners", replay_due(self._store, silent))
            finally:
                self._replaying.release()

    def find_near(self) -> None:
        """Write what cards are near to in meaning, with one worker of these."""
        from watchers.meaning import write

        if self._finding.acquire(blocking=False):
            try:
                logger.info("found by meaning from now on: %d cards", write(self._store, self.watch.teller, self._now))
            finally:
                self._finding.release()

    def bring(self) -> None:
        """Read the files that were brought, and publish what was accepted of them, with one worker of these."""
        from watchers.uploads import work_through

        if self._bringing.acquire(blocking=False):
            try:
                more = work_through(self._store, self._now, time.monotonic() + ROUND_SECONDS)
            finally:
                self._bringing.release()
            if more:
                self._bring()

    def figures(self, month: str) -> None:
        """Take the figures of the house of a month, once; a worker that is killed meanwhile has taken none."""
        with self._store.writing() as db:
            # In one transaction with the figures, unlike the refit: it is short, and must not be lost with a worker.
            if jobs.take_slot(db, FIGURES, month, self._now()):
                first = date.fromisoformat(month)
                until = house.counted_until(first, self._settings.timezone)
                # Whether there were people enough is not for the log: one of them could be told by it.
                house.take(db, first, until, self._settings.secret_key)

    def statistics(self, hour: str) -> None:
        """Measure the questions, once an hour at most; a worker that is killed meanwhile leaves it to the next hour."""
        at = self._now()
        with self._store.writing() as db:
            if not jobs.take_slot(db, refresh.SLOT, hour, at):
                return
            jobs.forget_slots(db, refresh.SLOT, at - SLOTS_KEPT)
        # Measured outside the write: it takes long, and SQLite has one writer at a time.
        with self._store.reading() as db:
            taken = refresh.take(db)
        with self._store.writing() as db:
            refresh.keep(db, taken, at)
        logger.info("questions measured: %d", len(taken.questions))

    def backup(self, day: str) -> None:
        """Copy the database, once for each day; a copy that fails is not tried again before the next."""
        with self._store.writing() as db:
            if not jobs.take_slot(db, backups.BEGUN, day, self._now()):
                return
        try:
            copy = backups.make(
                self._settings.database_url,
                self._settings.instance,
                date.fromisoformat(day),
                self._settings.terms.copies,
            )
        except backups.BackupFailed as failed:
            logger.error("no copy of the database: %s", failed)
            return
        if copy:
            logger.info("copied: %s", copy.name)

    def _due_mail(self) -> Sequence[int]:
        with self._store.reading() as db:
            return sending.due(db, self._now(), 1)

    def _hour(self, at: datetime) -> str:
        return at.strftime("%Y-%m-%dT%H")

    def _due_month(self, db: Session, at: datetime) -> str | None:
        """Return the first day of the month whose figures nobody has taken yet."""
        month = house.due_month(at, self._settings.timezone)
        due = month is not None and not jobs.is_taken(db, FIGURES, month.isoformat())
        return month.isoformat() if month and due else None

    def _due_day(self, db: Session, kind: str, hour: int, at: datetime) -> str | None:
        """Return the local day, once that hour has come, unless a worker has taken its turn already."""
        timezone = self._settings.timezone
        day = local_day(at, timezone)
        due = at >= local_hour(day, hour, timezone) and not jobs.is_taken(db, kind, day.isoformat())
        return day.isoformat() if due else None

    @cached_property
    def watch(self) -> "Watch":
        """The tools that visits work with; whoever only rings needs none of them."""
        from watchers.child import Child
        from watchers.fetch.fetcher import Fetcher
        from watchers.outside import Outside
        from watchers.stories import Teller, models
        from watchers.watch import Watch

        settings = self._settings
        child = self._opened.enter_context(Child())

        def outside(allow: frozenset[tuple[str, int]]) -> Outside:
            fetcher = self._opened.enter_context(Fetcher(settings.watch_agent, allow))
            return Outside(fetcher, child, agent=settings.watch_agent.partition("/")[0])

        # Hosts that the operator named, as in tests and demonstrations: no stranger is there to be spared.
        hurried = frozenset(f"{host}:{port}" for host, port in settings.watch_allow)
        teller = Teller(self._encoder, self._opened.enter_context(models()), settings.summariser)
        return Watch(
            self._store,
            outside(settings.watch_allow),
            teller,
            self._now,
            random,
            hurried=hurried,
            pause=settings.watch_pause,
            personal=outside(frozenset()),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()
        self.huey.storage.close()
        self._store.dispose()

    def work(self) -> None:
        """Work until a signal says stop; what is then in hand gets a few seconds, and its lease does the rest."""
        # The watch is made here, before there are threads to make it twice.
        logger.info("at work as %s", self.watch.outside.agent)
        outage.keep_quiet()
        consumer = self.huey.create_consumer(
            workers=WORKERS, max_delay=SLOWEST_POLL_SECONDS, shutdown_timeout=GRACE_SECONDS
        )
        consumer.start()
        # After start(), which installs handlers of huey's own; `consumer.run()` is not what waits here.
        for number in STOP_SIGNALS:
            signal.signal(number, signal.default_int_handler)
        try:
            while True:
                time.sleep(HEALTH_SECONDS)
                # A thread that died is started again; nothing else would notice.
                consumer.check_worker_health()
                for child in (self.watch.outside.child, self.watch.teller.child):
                    child.let_go_if_idle(IDLE_SECONDS)
        except KeyboardInterrupt:
            consumer.stop(graceful=True)
