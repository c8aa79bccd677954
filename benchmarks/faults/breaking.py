"""What is done to a house, and until when it was broken."""

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from sqlalchemy import func, select

from benchmarks.faults.house import FAKETIME, SOURCE, House
from benchmarks.watch import web
from models.ground.store import Store
from models.tables.sources import Source
from models.tables.stories import Article

ENTRIES = 3
"""Articles of the one source."""
SHORT = 6.0
"""Seconds for which what has no length of its own lasts."""
SLOW_CLIENTS, FLOOD = 200, 12.0
TOLD_WITHIN, NEVER = 180.0, float("inf")
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Broken:
    """When a fault began and was over; `worked`: when work was seen done again, where mails do not tell."""

    begun: float
    mended: float
    worked: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to do to a house."""

    name: str
    bring: Callable[[House, Random], Awaitable[Broken]]


def database_gone(seconds: float) -> Fault:
    """Stop PostgreSQL for so long: in order, or as a crash does; in half the cases both processes die meanwhile."""

    async def bring(house: House, chance: Random) -> Broken:
        begun = monotonic()
        if chance.random() < 0.5:
            await asyncio.to_thread(house.server.stop)
        else:
            os.kill(house.server.get_pid(), signal.SIGQUIT)
        await asyncio.sleep(seconds / 3)
        if chance.random() < 0.5:
            for word in ("gunicorn", "watchers"):
                _kill(house, word)
        await asyncio.sleep(begun + seconds - monotonic())
        await asyncio.to_thread(house.server.ensure_postgres_running)
        return Broken(begun, monotonic())

    return Fault("database gone", bring)


async def _fill_disk(house: House, chance: Random) -> Broken:
    begun, ballast = monotonic(), house.folder / "ballast"
    await asyncio.to_thread(_fill, ballast)
    await asyncio.sleep(SHORT)
    ballast.unlink()
    return Broken(begun, monotonic())


def _fill(ballast: Path) -> None:
    """Write until there is no room, ever smaller pieces."""
    with open(ballast, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * size)


async def _refuse_mails(house: House, chance: Random) -> Broken:
    begun = monotonic()
    house.office.fickle = True
    await asyncio.sleep(SHORT)
    house.office.fickle = False
    return Broken(begun, monotonic())


async def _visit_without_encoder(house: House, chance: Random) -> Broken:
    """Have a source visited: what it tells has to become news, by words alone."""
    begun, told = monotonic(), 0
    port = max(port for _, port in house.settings.watch_allow)
    await asyncio.to_thread(_watch, house.url, port)
    while told < ENTRIES and monotonic() < begun + TOLD_WITHIN:
        told = await asyncio.to_thread(_told, house.url)
        await asyncio.sleep(0.2)
    return Broken(begun, begun, monotonic() if told == ENTRIES else NEVER)


def _watch(url: str, port: int) -> None:
    store, at = Store(url), datetime.now(UTC)
    place = {"address": f"http://{SOURCE}:{port}{web.FEED}", "host": f"{SOURCE}:{port}"}
    with store.writing() as db:
        db.add(Source(name=SOURCE, kind="feed", next_visit_at=at, created_at=at, **place))
    store.dispose()


def _told(url: str) -> int:
    store = Store(url)
    with store.reading() as db:
        told = db.scalar(select(func.count()).select_from(Article).where(Article.story_id.is_not(None)))
    store.dispose()
    return told or 0


async def _jump(house: House, chance: Random) -> Broken:
    """Set the clock of portal and worker an hour on, then back."""
    begun = monotonic()
    house.clock.write_text(f"+{HOUR}")
    await asyncio.sleep(SHORT)
    house.clock.write_text("+0")
    return Broken(begun, monotonic())


def _killing(word: str) -> Callable[[House, Random], Awaitable[Broken]]:
    async def bring(house: House, chance: Random) -> Broken:
        begun = monotonic()
        _kill(house, word)
        return Broken(begun, begun)

    return bring


def _kill(house: House, word: str) -> None:
    with suppress(ProcessLookupError):  # it may be dead already
        os.kill(house.part(word), signal.SIGKILL)


async def _flood(house: House, chance: Random) -> Broken:
    """Open many connections, send half a form on each, and fall silent; what it does to others shows at once."""
    begun, place = monotonic(), urlsplit(house.address)
    half = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ncsrf_token="
    with ExitStack() as stack:
        for _ in range(SLOW_CLIENTS):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            with suppress(OSError):
                await asyncio.get_running_loop().sock_connect(client, (place.hostname, place.port))
                await asyncio.get_running_loop().sock_sendall(client, half)
        opened = monotonic()
        await asyncio.sleep(FLOOD)
    return Broken(begun, opened)


def on_sqlite(house: House) -> Sequence[Fault]:
    """Return what a house on SQLite goes through."""
    faults = (
        Fault("flood of slow clients", _flood),
        Fault("SMTP refusing", _refuse_mails),
        Fault("encoder missing", _visit_without_encoder),
        Fault("clock jumps an hour", _jump),
        Fault("disk full", _fill_disk),
        Fault("worker killed", _killing("watchers")),
        Fault("portal killed", _killing("gunicorn")),
    )
    impossible = {"clock jumps an hour": not FAKETIME.exists(), "disk full": not house.small}
    return [fault for fault in faults if not impossible.get(fault.name)]
