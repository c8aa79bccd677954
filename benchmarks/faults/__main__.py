"""`python -m benchmarks.faults --rounds 20`: a house under load is broken on purpose, round after round.

Each round runs two houses at once as `python -m portal run` keeps them, one on PostgreSQL and one on SQLite, each with
learners who answer and press again when an answer fails, as the page lets them, and with eight mails due a second. The
database of the first is gone for a minute: stopped or crashed, with portal and worker killed meanwhile in half the
rounds. The second goes through a flood of slow clients, a mail server that refuses, a visit without an encoder, a
clock that jumps an hour and back (libfaketime), a full disk (a tmpfs, which takes root to mount), and kill -9 of
worker and portal.

Counted after each: answers that a learner saw accepted and the database lacks, or has twice; mails that have arrived
twice, or would be sent again. Rounds that stand in the file of `--results` are not run again. Returns 1 when a count
is not 0, when something has not come back, and when rounds are left.
"""

import argparse
import asyncio
import json
import logging
import os
import platform
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import watchers
from benchmarks.faults import breaking, counts
from benchmarks.faults.breaking import ENTRIES, Broken, Fault
from benchmarks.faults.counts import Tally
from benchmarks.faults.house import ARTICLE_HOSTS, POSTGRESQL, SQLITE, House, Template, house, make, stop
from benchmarks.faults.learners import learn
from benchmarks.watch import web
from models.ground.store import Store
from models.people.mail import mornings
from models.people.mail.letters import AccountEvent
from models.tables.people import Account
from portal import listening

FORMS = 100
"""Questions that were shown to each learner beforehand: more than she answers in a round."""
MAIL_EVERY, AT_ONCE = 0.5, 4
"""Seconds between two transactions that have mails due; how many each has."""
BACK_WITHIN, STARTED_WITHIN = 120.0, 180.0
"""Seconds: on a machine that has much else to do."""
QUIET = 1.0
"""Seconds without a failure, after which all counts as back."""


def main() -> None:
    """Run the rounds that are left, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--people", type=int, default=24, help="learners of each house")
    parser.add_argument("--gone", type=float, default=60.0, help="seconds without PostgreSQL")
    parser.add_argument("--results", type=Path, default=Path("faults.jsonl"), help="a line for each round that is over")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--logs", type=Path, help="where the words of portals and workers are kept")
    asked = parser.parse_args()
    logging.disable()
    for stopping in (signal.SIGINT, signal.SIGTERM):  # a shell has what it starts with « & » ignore the first
        signal.signal(stopping, signal.default_int_handler)
    done = past(asked.results)
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boussole-")))
        port = stack.enter_context(web.served(ENTRIES, ARTICLE_HOSTS))
        left = [number for number in range(asked.rounds) if number not in done]
        templates = [make(name, folder, asked.people, FORMS) for name in (POSTGRESQL, SQLITE)] if left else []
        for number in left:
            done[number] = _round(templates, folder / str(number), number, port, asked)
            with open(asked.results, "a", encoding="utf-8") as results:
                results.write(json.dumps({"round": number, "faults": list(map(counts.as_row, done[number]))}) + "\n")
    rows = [row for number in sorted(done) if number < asked.rounds for row in done[number]]
    finished = sum(number < asked.rounds for number in done)
    print(f"{finished} of {asked.rounds} rounds", *counts.table(rows), sep="\n")
    sys.exit(finished < asked.rounds or not all(row.sound for row in rows))


def past(results: Path) -> dict[int, Sequence[Tally]]:
    """Read what earlier runs have counted."""
    lines = results.read_text("utf-8").splitlines() if results.exists() else []
    told = map(json.loads, lines)
    return {one["round"]: [Tally(**row) for row in one["faults"]] for one in told}


def _round(
    templates: Sequence[Template], folder: Path, number: int, port: int, asked: argparse.Namespace
) -> Sequence[Tally]:
    begun = monotonic()
    try:
        rows = asyncio.run(_both(templates, folder, Random(f"{asked.seed} {number}"), port, asked.gone))
    finally:
        if asked.logs:
            asked.logs.mkdir(exist_ok=True)
            for log in (*folder.glob("*.log"), *folder.glob("*/pg/log")):
                shutil.copy(log, asked.logs / f"{number}-{log.name}")
        shutil.rmtree(folder, ignore_errors=True)
    wrong = [row for row in rows if not row.sound]
    told = "sound" if not wrong else "; ".join(map(str, wrong))
    print(f"round {number + 1} of {asked.rounds}: {monotonic() - begun:.0f} s, {told}", flush=True)
    return rows


async def _both(templates: Sequence[Template], folder: Path, chance: Random, port: int, gone: float) -> Sequence[Tally]:
    with ExitStack() as stack:
        runs = []
        for template in templates:
            own = Random(chance.random())
            opened = stack.enter_context(house(template, folder, own, port))
            faults = [breaking.database_gone(gone)] if template.database == POSTGRESQL else breaking.on_sqlite(opened)
            runs.append(Run(opened, template, faults, own))
        rows = await asyncio.gather(*(run.live() for run in runs))
    return [row for own in rows for row in own]


@dataclass(frozen=True, slots=True)
class Run:
    """One house in one round, and what it goes through."""

    house: House
    template: Template
    faults: Sequence[Fault]
    chance: Random

    async def live(self) -> Sequence[Tally]:
        """Let learners answer and mails leave while faults come, one after the other; then stop, and count."""
        over = asyncio.Event()
        with ExitStack() as stack:
            store = Store(self.house.url)
            stack.callback(store.dispose)
            mails = asyncio.create_task(self._owe_mails(store, over))
            pupils = [
                asyncio.create_task(learn(self.house, pupil, Random(self.chance.random()), over))
                for pupil in self.template.pupils
            ]
            await self._until_served()
            # From now on there is none.
            shutil.rmtree(self.house.settings.encoder)
            await self._until_back(monotonic(), STARTED_WITHIN)
            self.house.tried.clear()
            brought = [(fault.name, await self._bring(fault)) for fault in self.faults]
            over.set()
            await asyncio.gather(mails, *pupils)
        await asyncio.to_thread(stop, self.house.process)
        kept = counts.read(self.house.url)
        return counts.tallies(self.house, brought, kept)

    async def _until_served(self) -> None:
        while not listening.is_taken(self.house.settings.bind):
            await asyncio.sleep(0.05)

    async def _bring(self, fault: Fault) -> Broken:
        broken = await fault.bring(self.house, self.chance)
        await self._until_back(broken.mended, BACK_WITHIN, mails=broken.worked is None)
        lasted = monotonic() - broken.begun
        print(f"  {self.house.database}, {fault.name}: over after {lasted:.1f} s", file=sys.stderr, flush=True)
        return broken

    async def _until_back(self, mended: float, within: float, *, mails: bool = True) -> None:
        """Wait until a mail has left since, and answers have been taken for a moment without a failure."""
        while monotonic() < mended + within:
            failed = max((at for at, well in self.house.tried if not well), default=0.0)
            answered = counts.first(max(mended, failed), self.house.tried)
            mailed = not mails or any(at > mended for at, _ in self.house.office.received)
            if answered and mailed and monotonic() > max(mended, failed) + QUIET:
                return
            await asyncio.sleep(0.1)

    async def _owe_mails(self, store: Store, over: asyncio.Event) -> None:
        number = 0
        while not over.is_set():
            with suppress(SQLAlchemyError, OSError):
                await asyncio.to_thread(self._owe_mails_to, store, number)
            number += 1
            await asyncio.sleep(MAIL_EVERY)

    def _owe_mails_to(self, store: Store, number: int) -> None:
        """Have some mails due to a learner, and wake the worker, as a page does that has one sent."""
        key, at = self.template.pupils[number % len(self.template.pupils)].forms[0].learner, datetime.now(UTC)
        with store.writing() as db:
            account = db.scalars(select(Account).where(Account.learner_key == key)).one()
            for place in range(AT_ONCE):
                mornings.notify(db, account, AccountEvent.EXPORT, at + timedelta(microseconds=place))
        watchers.wake(self.house.settings)


if __name__ == "__main__":
    main()
