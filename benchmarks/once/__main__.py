"""`python -m benchmarks.once`: two portals and two workers on one PostgreSQL, some days of the demonstration's life.

The house of `python -m portal demo`, served and worked for by the commands that an operator starts, all by one clock
that is set from hour to hour of three days (libfaketime): midnight, when rules change; the night's copy, refit and
forgetting; eight o'clock, when everybody gets her mail; hours at which a newsroom brings something new. At each of them
the minute turns for both workers in the same moment, and both portals are asked for the same way back at once. The
clock goes on when nothing is due and nobody holds anything.

Printed: what was due, done, done twice and missing, by the tables, the mail server and the newsroom's own count.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx2

from benchmarks.answer import token_of
from benchmarks.home import postgresql
from benchmarks.once import counting, house
from benchmarks.once.counting import ZONE, Row
from benchmarks.once.house import House
from benchmarks.once.newsroom import Newsroom, newsroom
from benchmarks.once.shared_clock import SharedClock
from benchmarks.post_office import post_office
from benchmarks.replay import machine
from models.demo import visitors
from models.ground.calendar import DAY, local_hour

MONDAY = date(2026, 11, 30)
"""Three working days begin with it, and the demonstration's own rule change holds from the second."""
DAYS = 3
HOURS = (0, 1, 2, 3, 7, house.HOUR, 12, 16, 19)
BEFORE = timedelta(minutes=10)
LIVED, LAST_NEWS = 19, 3
"""The hour at which the cohort comes; the hour of the last day after which the newsroom is silent."""
FEEDS = 12
DATES = [MONDAY + number * DAY for number in range(DAYS)]
HOURS_LIVED = [local_hour(day, hour, ZONE) for day in DATES for hour in HOURS]
PATIENCE = 600.0
"""Seconds that the work of one hour may take."""


@dataclass
class People:
    """Those who look at both portals at once, and what they met."""

    portals: Sequence[str]
    pages: int = 0
    errors: list[str] = field(default_factory=list)

    def come(self) -> None:
        """Open home and ask for a way back at both portals in the same moment."""
        with ThreadPoolExecutor(len(self.portals)) as pool:
            for told in pool.map(_visit, self.portals):
                self.pages += len(told)
                self.errors += [one for one in told if one]


def _visit(portal: str) -> list[str]:
    """Return what went wrong with each page; empty where nothing has."""
    told = []
    with httpx2.Client(base_url=portal, trust_env=False, follow_redirects=True, timeout=60) as client:
        try:
            for path, form in (
                ("/forgotten", {"email": visitors.TRAINER.email}),
                ("/sign-in", {"email": visitors.COUNSELLOR.email, "password": visitors.PASSWORD}),
            ):
                token = token_of(client.get(path).text)
                told.append(_wrong(client.post(path, data={**form, "csrf_token": token})))
            told += [_wrong(client.get("/")) for _ in range(3)]
        except httpx2.HTTPError as error:
            told.append(repr(error))
    return told


def _wrong(reply: httpx2.Response) -> str:
    return "" if reply.status_code == 200 else f"{reply.url}: {reply.status_code}"


def main() -> None:
    """Live, count, print; exit with 1 when anything was done twice or is missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.once", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="boussole-")))
        url = stack.enter_context(postgresql(folder))
        office, room = stack.enter_context(post_office()), stack.enter_context(newsroom(FEEDS))
        clock = SharedClock(folder / "clock")
        clock.set(local_hour(MONDAY, 0, ZONE) - BEFORE)
        environment = house.environment_of(folder / "instance", url, office.port, room, clock)
        store = house.furnish(environment, room, DATES, clock.now())
        stack.callback(store.dispose)
        print(f"{machine(store)}; two portals, two workers, {DAYS} days in {asked.minutes:g} minutes", flush=True)
        begun_at = clock.now()
        room.publish(begun_at)
        with house.opened(environment, store, folder) as open_house:
            life = Life(open_house, room, clock, [begun_at], People(open_house.portals))
            life.rest(0)
            for instant in HOURS_LIVED:
                life.go_to(instant)
                life.rest(asked.minutes * 60 / len(HOURS_LIVED))
            logged = open_house.logged()
        with store.reading() as db:
            rows = [
                *counting.news(db, room),
                *counting.mails(db, office.asked()[0], DATES, len(HOURS_LIVED)),
                *counting.rule_changes(db, begun_at, HOURS_LIVED[-1]),
                *counting.nights(db, life.instants, logged),
                Row("pages of both portals", life.people.pages, life.people.pages - len(life.people.errors), 0),
            ]
    report(rows, life.people)


@dataclass
class Life:
    """The days that are lived, hour after hour; `instants`: those to which the clock was set until now."""

    house: House
    room: Newsroom
    clock: SharedClock
    instants: list[datetime]
    people: People

    def go_to(self, instant: datetime) -> None:
        """Set the clock, and let all happen that happens then."""
        local = instant.astimezone(ZoneInfo(ZONE))
        if (local.date(), local.hour) <= (MONDAY + (DAYS - 1) * DAY, LAST_NEWS):
            self.room.publish(instant)
        self.clock.set(instant)
        self.instants.append(instant)
        house.strike(self.house, instant)
        self.people.come()
        if local.hour == LIVED:
            house.live(self.house.store, instant)

    def rest(self, seconds: float) -> None:
        """Let at least so many seconds pass, then as many as the work takes, for as long as patience lasts."""
        begun = time.monotonic()
        while (gone := time.monotonic() - begun) < PATIENCE:
            if gone >= seconds and self._at_rest():
                return
            time.sleep(0.2)
        print(f"  {self.instants[-1]:%d %H:%M} UTC: not at rest after {PATIENCE:.0f} s", flush=True)

    def _at_rest(self) -> bool:
        with self.house.store.reading() as db:
            nights = counting.nights(db, self.instants, self.house.logged())
            return house.at_rest(db, self.clock.now()) and all(one.sound for one in nights)


def report(rows: Sequence[Row], people: People) -> None:
    """Print the table; exit with 1 unless all was done, and once."""
    print(f"  {'':<46}{'due':>7}{'done':>7}{'doubled':>9}{'missing':>9}")
    for one in rows:
        print(f"  {one.what:<46}{one.due:>7}{one.done:>7}{one.doubled:>9}{one.missing:>9}")
    for error in people.errors[:5]:
        print(f"  {error}")
    if not all(one.sound for one in rows):
        sys.exit("Not everything was done, or not once.")


if __name__ == "__main__":
    main()
