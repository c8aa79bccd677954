"""`python -m benchmarks.mails`: five hundred digests due at 08:00, with one worker and with two.

Learners with a year of answers behind them and a fortnight of news before them; the workers as `python -m watchers
work` starts them but for a clock that stands at 07:59 when they begin; a mail server that takes mails at once, in a
process of its own; on SQLite and on PostgreSQL. A worker looks every minute at what is due: how long the first mail
waits for that is printed apart from the rate. Each mail must arrive once, all by 08:05.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from subprocess import DEVNULL, Popen

from sqlalchemy import func, select, update

from benchmarks import home
from benchmarks.killed_mails import Moved, database
from benchmarks.post_office import PostOffice, Taken, post_office
from benchmarks.replay import machine
from models.ground import jobs, schema
from models.ground.jobs import REFIT
from models.ground.settings import prepare_instance
from models.ground.store import Store
from models.tables.mail import Mail, MailState
from models.tables.people import Account

DUE = datetime(2026, 11, 26, 7, tzinfo=UTC)
"""08:00 in Brussels, the day after the invented learners have come."""
HOUR = 8
BEFORE = timedelta(seconds=40)
BY = timedelta(minutes=5)
"""After it, nothing may be left."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Morning:
    """What became of the mails of a morning; seconds after 08:00, and of processor for each mail."""

    first: float
    last: float
    arrived: int
    doubled: int
    missing: int
    of_workers: float
    of_server: float


def main() -> None:
    """Send a morning's mails with each number of workers, on each database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mails", description=__doc__)
    parser.add_argument("--mails", type=int, default=500)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], action="append")
    asked = parser.parse_args()
    well = [
        measured(name, workers, asked.mails, asked.stories)
        for name in asked.database or ["sqlite", "postgresql"]
        for workers in asked.workers
    ]
    if not all(well):
        sys.exit("Not every mail arrived once, and by 08:05.")


def measured(name: str, workers: int, mails: int, stories: int) -> bool:
    """Send one morning's mails on a database of its own, print what came of it, and return whether it is as asked."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boussole-")))
        url = stack.enter_context(database(name, folder))
        store = Store(url)
        stack.callback(store.dispose)
        filled(store, mails, stories)
        office = stack.enter_context(post_office())
        told = machine(store)
        morning = sent(folder, store, office, workers, mails)
    within = timedelta(seconds=morning.last) <= BY
    rate = (morning.arrived - 1) / (morning.last - morning.first)
    print(
        f"{told}; {workers} {'worker' if workers == 1 else 'workers'}, {mails} digests due at 08:00:00\n"
        f"  first {clock(morning.first)}, last {clock(morning.last)}, {rate:.1f} mails/s; by 08:05:"
        f" {'reached' if within else 'MISSED'}\n"
        f"  arrived {morning.arrived}, doubled {morning.doubled}, missing {morning.missing}; ms of processor for a"
        f" mail: workers {morning.of_workers * 1000:.1f}, mail server {morning.of_server * 1000:.1f}",
        flush=True,
    )
    return within and not morning.doubled and not morning.missing


def clock(seconds: float) -> str:
    """Return the time of day in Brussels, so many seconds after 08:00."""
    return f"{datetime(1, 1, 1, HOUR) + timedelta(seconds=seconds):%H:%M:%S}"


def filled(store: Store, mails: int, stories: int) -> None:
    """Fill a new house; the night's refit has had its turn."""
    schema.upgrade(store.url)
    home.fill(store, mails, mails, seed=42)
    home.tell(store, range(stories), Random(42))
    with store.writing() as db:
        db.execute(update(Account).values(digest_hour=HOUR))
        jobs.take_slot(db, REFIT, DUE.date().isoformat(), DUE)


def sent(folder: Path, store: Store, office: PostOffice, workers: int, mails: int) -> Morning:
    """Let the workers work from just before eight until nothing is left, and compare tables and mail server."""
    prepare_instance(folder)
    moved = Moved(folder / "instant")
    moved.set(DUE - BEFORE)
    due_at = time.time() + BEFORE.total_seconds()
    environment = {**os.environ, "INSTANCE": str(folder), "DATABASE_URL": store.url}
    environment["SMTP_URL"] = f"smtp://127.0.0.1:{office.port}"
    command = [sys.executable, "-m", "benchmarks.killed_mails", "--work", str(moved.file)]
    processes = [Popen(command, env=environment, stdout=DEVNULL, stderr=DEVNULL) for _ in range(workers)]
    try:
        time.sleep(max(0.0, due_at - time.time()))
        before, (_, server_before) = processor(processes), office.asked()
        while unsettled(store, mails) and time.time() < due_at + 2 * BY.total_seconds():
            time.sleep(0.5)
        after, (taken, server_after) = processor(processes), office.asked()
    finally:
        for process in processes:
            process.kill()
            process.wait()
    return compared(taken, mails, due_at, after - before, server_after - server_before)


def unsettled(store: Store, mails: int) -> bool:
    """Return whether a mail is still to come."""
    with store.reading() as db:
        return (db.scalar(select(func.count()).where(Mail.state == MailState.SENT)) or 0) < mails


def processor(processes: Sequence[Popen[bytes]]) -> float:
    """Return the seconds of processor that these have used, without what they have started (proc(5))."""
    stats = [Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def compared(taken: Sequence[Taken], mails: int, due_at: float, of_workers: float, of_server: float) -> Morning:
    """Count what the mail server was given."""
    given = Counter(one.recipient for one in taken)
    instants = sorted(one.at - due_at for one in taken) or [0.0]
    return Morning(
        first=instants[0],
        last=instants[-1],
        arrived=len(taken),
        doubled=sum(number - 1 for number in given.values()),
        missing=mails - len(given),
        of_workers=of_workers / max(1, len(taken)),
        of_server=of_server / max(1, len(taken)),
    )


if __name__ == "__main__":
    main()
