"""The clock: a query on the tables finds what is due; the queue only wakes the workers.

A ring may come twice, late or never: a worker looks in the tables, and the tick of every minute rings again for what
is still due. So losing the whole queue costs a minute, and two clocks do nothing twice.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from random import random
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from models.catalogue import uploads
from models.ground import counts, jobs
from models.ground import sizes as queue_file
from models.ground.jobs import TICK
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from models.learning import answer_log
from models.news.sources import visits
from models.people import erasing, mail_schedule, mail_sending
from models.site import alarms
from models.studio.rule_changes import effective_day
from models.tables.counts import HourlyKind
from watchers import nightly, queue
from watchers.periods import SLOTS_KEPT, Periods

if TYPE_CHECKING:
    from watchers.outside import Watch

WORKERS = 4
SLOWEST_POLL_SECONDS = 1.0
HEALTH_SECONDS = 10.0
IDLE_SECONDS = 300.0
"""After so long without a page or an article their processes end; the models take four seconds to load again."""
GRACE_SECONDS = 3.0
ROUND_SECONDS = 2.0
"""How long mails are sent one after the other: less than a worker is given to stop."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PERIODS = ("refit", "figures", "backup", "statistics")

logger = logging.getLogger(__name__)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Clock:
    """The tasks of one queue: look at what is due, visit, deliver, refit, replay, figures, measures, meaning, files."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self._settings, self._now = settings, now
        self._store = Store(settings.database_url)
        self._opened = ExitStack()
        self._encoder = Encoder(settings.encoder, settings.encoder_threads)
        self.huey = queue.queue(settings)
        self.huey.signal(queue.FAILED)(self._note_failure)
        self.huey.periodic_task(queue.EACH_MINUTE, name=TICK)(self.tick)
        self._look = self.huey.task(name="look")(self.look)
        self._visit = self.huey.task(name="visit")(self.visit)
        self._deliver = self.huey.task(name="deliver")(self.deliver)
        self._replay = self.huey.task(name="replay")(self.replay)
        self._find_near = self.huey.task(name="find near")(self.find_near)
        self._bring = self.huey.task(name="bring")(self.bring)
        self.periods = Periods(self._store, settings, now)
        self._once = {name: self.huey.task(name=name)(getattr(self.periods, name)) for name in PERIODS}
        self._turns = {name: Lock() for name in ("visit", "deliver", "replay", "find near", "bring")}

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
            waiting = queue_file.of_queue(db, self._settings.instance)
            if waiting is not None:
                counts.count_in_hour(db, HourlyKind.QUEUE, self._now(), waiting // 10 * 10)

    def _note_failure(self, *_: object) -> None:
        """Count a task that was broken off; huey has written why to the log."""
        with self._store.writing() as db:
            counts.count_in_hour(db, HourlyKind.FAILED_TASK, self._now())

    def keep_up(self) -> None:
        """Apply the rule changes whose day has come."""
        at = self._now()
        with self._store.reading() as db:
            due = effective_day.due(db, at)
        # Looked at first: SQLite has one writer, and most minutes there is nothing to write.
        if due:
            with self._store.writing() as db:
                logger.info("rule changes that have taken effect: %d", len(effective_day.take_effect(db, at)))

    def alarm(self) -> None:
        """Mail administrators what has to be mended."""
        with self._store.writing() as db:
            alarms.make_due(db, self._settings, self._now())

    def remind(self) -> None:
        """Mail trainers what waits for them."""
        with self._store.writing() as db:
            mail_schedule.make_due_for_trainers(db, self._now(), self._settings.timezone)

    def tidy(self) -> None:
        """Forget, once a day, what is too old, and erase anyone who has left for so long."""
        nightly.tidy(self._store, self._settings, self._now())

    def look(self) -> None:
        """Ring for the visits that are due, the mails, replays, meanings, files, and what a period has once."""
        from watchers.nightly import is_any_due

        at = self._now()
        with self._store.writing() as db:
            mail_schedule.make_due(db, at)
        with self._store.reading() as db:
            visit, mails, replays = (
                visits.is_any_due(db, at),
                mail_sending.due(db, at, 1),
                answer_log.due_for_replay(db),
            )
            files, periods = uploads.is_any_due(db, at), self.periods.due(db, at)
        near = is_any_due(self._store, self._encoder, at)
        rings = (
            (visit, self._visit),
            (mails, self._deliver),
            (replays, self._replay),
            (near, self._find_near),
            (files, self._bring),
        )
        for due, ring in rings:
            if due:
                ring()
        for name, period in periods.items():
            if period:
                self._once[name](period)

    @contextmanager
    def _alone(self, task: str) -> Iterator[bool]:
        """Tell whether this worker does a task alone; it never waits for that, and so is not lost to others."""
        mine = self._turns[task].acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._turns[task].release()

    def visit(self) -> None:
        """Make every visit that is due, with one worker of these, and ring again when a host has had its pause."""
        from watchers.visit import visit_all

        # Anyone who is at it sees what is due next by itself.
        with self._alone("visit") as mine:
            again_at = visit_all(self.watch) if mine else None
        if again_at:
            self._visit.schedule(eta=again_at)

    def deliver(self) -> None:
        """Send the mails that are due, for two seconds and with one worker of these, and ring again for the others.

        So a mail server that does not answer holds one worker, and what else is rung for gets its turn meanwhile.
        """
        from watchers import delivery
        from watchers.smtp import PostRound

        end, mine = time.monotonic() + ROUND_SECONDS, False
        mails: Sequence[int] = []
        try:
            with self._alone("deliver") as mine, PostRound(self._settings) as post:
                left = self._due_mail() if mine else []
                # One that cannot even be taken waits for the next look.
                while left not in ([], mails) and time.monotonic() < end:
                    (mail_id,) = mails = left
                    delivery.deliver(self._settings, self._store, mail_id, self._now(), post)
                    left = self._due_mail()
        finally:
            if mine and self._due_mail() not in ([], mails):
                self._deliver()

    def replay(self) -> None:
        """Take up a replay that was left unfinished, with one worker of these."""
        from models.fitting.fit import silent
        from models.fitting.refit import replay_due

        with self._alone("replay") as mine:
            if mine:
                logger.info("replayed after a promotion: %d learners", replay_due(self._store, silent))

    def find_near(self) -> None:
        """Write what cards are near to in meaning, with one worker of these."""
        from watchers.nightly import write

        with self._alone("find near") as mine:
            if mine:
                logger.info("found by meaning from now on: %d cards", write(self._store, self.watch.teller, self._now))

    def bring(self) -> None:
        """Read the files that were brought, and publish what was accepted of them, with one worker of these."""
        from watchers.uploads import work_through

        with self._alone("bring") as mine:
            more = mine and work_through(self._store, self._now, time.monotonic() + ROUND_SECONDS)
        if more:
            self._bring()

    def _due_mail(self) -> Sequence[int]:
        with self._store.reading() as db:
            return mail_sending.due(db, self._now(), 1)

    @cached_property
    def watch(self) -> "Watch":
        """The tools of visits, made when the first visit needs them."""
        from watchers.child import Child
        from watchers.fetch.fetcher import Fetcher
        from watchers.outside import Outside, Watch
        from watchers.tellings import Teller, models

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
        queue.keep_quiet()
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
