"""`python -m benchmarks.crowd`: people who think, all at once, on one machine as it is shipped.

Each person opens home, begins a module, reads its cards, answers its questions, and begins anew, with two to five
seconds of thought before every step; they arrive over twenty seconds, and from then on it is measured. An answer that
came sooner than its question can be read is given again, and counted apart. Portal and database are started as `make
run` starts them; whoever visits shares the machine. Prints for home, answers and the rest how many there were, p50 and
p95, what failed, and what memory did.
"""

import argparse
import asyncio
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from time import monotonic, perf_counter
from uuid import UUID

import httpx2
from sqlalchemy.orm import Session

from benchmarks.answer import PASSWORD, account_of, portal, token_of
from benchmarks.home import postgresql, sqlite, tell_in_bulk
from benchmarks.replay import machine
from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.ground import schema
from models.ground.store import Store
from models.people import passwords
from models.tables.people import Learner

THINKING, ARRIVING = (2.0, 5.0), 20.0
"""Seconds."""
FORM = re.compile(r'<form method="post" action="([^"]+/(?:answer|advance))"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
OPTION = re.compile(r'name="option" value="([^"]+)"')


@dataclass
class Told:
    """The seconds of each request, by what it asked for, and what went wrong."""

    since: float = 0.0
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Let people come, on both databases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    databases: Sequence[Callable[[Path], AbstractContextManager[str]]] = (sqlite, postgresql)
    for database in databases:
        for people in asked.people:
            with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as url:
                come(url, Path(folder), people, asked)


def come(url: str, folder: Path, people: int, asked: argparse.Namespace) -> None:
    """Fill a database, start the portal on it, let people in, and print what they met."""
    schema.upgrade(url)
    store, random = Store(url), Random(asked.seed)
    modules = fill(store, people, random, asked.stories)
    print(f"{machine(store)}; {people} people for {asked.seconds:.0f} s", flush=True)
    store.dispose()
    with portal({**os.environ, "INSTANCE": str(folder), "DATABASE_URL": url}) as address:
        before, told = memory(), Told()
        asyncio.run(visit_all(address, people, modules, asked.seconds, random, told))
        report(told, before, memory())


def fill(store: Store, people: int, random: Random, stories: int) -> list[str]:
    """Add the pack, people with a password, and news; returns the ids of the modules."""
    now = datetime.now(UTC)
    with store.writing() as db:
        parameters.ensure_defaults(db, now)
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), now)
        known_hash = passwords.hashed(PASSWORD)
        learners = (Learner(key=UUID(int=number + 1), timezone="Europe/Brussels") for number in range(people))
        db.add_all(account_of(learner, known_hash, now) for learner in learners)
    tell_in_bulk(store, stories, random)
    with store.reading() as db:
        return modules_of(db)


def modules_of(db: Session) -> list[str]:
    """Return the ids of what can be begun."""
    return [one.module.id for one in in_force.published_modules(db)]


async def visit_all(
    address: str, people: int, modules: Sequence[str], seconds: float, random: Random, told: Told
) -> None:
    """Let everybody sign in, then come at once; signing in is not measured."""
    # gunicorn closes a connection after two idle seconds; a person who thinks for longer must not reuse it.
    limits = httpx2.Limits(keepalive_expiry=1)
    clients = [httpx2.AsyncClient(base_url=address, trust_env=False, timeout=60, limits=limits) for _ in range(people)]
    tokens = [await sign_in(client, number) for number, client in enumerate(clients)]
    told.since = monotonic() + ARRIVING
    end = told.since + seconds
    seeds = [Random(random.random()) for _ in range(people)]
    visits = zip(clients, tokens, seeds, strict=True)
    await asyncio.gather(*(visit(client, token, modules, end, own, told) for client, token, own in visits))
    for client in clients:
        await client.aclose()


async def sign_in(client: httpx2.AsyncClient, number: int) -> str:
    """Enter, and return the token for forms."""
    token = token_of((await client.get("/sign-in")).text)
    form = {"csrf_token": token, "email": f"{UUID(int=number + 1)}@example.org", "password": PASSWORD}
    return token_of((await client.post("/sign-in", data=form, follow_redirects=True)).text)


async def visit(
    client: httpx2.AsyncClient, token: str, modules: Sequence[str], end: float, random: Random, told: Told
) -> None:
    """Learn until the end, a thought before each step."""
    await asyncio.sleep(random.uniform(0, ARRIVING))
    while await thought(end, random):
        await ask(client, "home", "GET", "/", {}, told)
        if not await thought(end, random):
            return
        start = f"/modules/{random.choice(modules)}/start"
        page = await ask(client, "begin", "POST", start, {"csrf_token": token}, told)
        while (form := FORM.search(page)) and await thought(end, random):
            page = await step(client, token, form[1], page, random, told)


async def step(client: httpx2.AsyncClient, token: str, action: str, page: str, random: Random, told: Told) -> str:
    """Answer the question, or go on."""
    sent = {**dict(HIDDEN.findall(page)), "csrf_token": token}
    if action.endswith("advance"):
        return await ask(client, "go on", "POST", action, sent, told)
    options = OPTION.findall(page)
    sent |= {"option": random.choice(options), "answering": "1"} if options else {"dont_know": "1"}
    return await ask(client, "answer", "POST", action, sent, told)


async def ask(
    client: httpx2.AsyncClient, what: str, method: str, address: str, form: dict[str, str], told: Told
) -> str:
    """Send one request and note how long it took; a redirection is followed, as a browser would."""
    begun = perf_counter()
    try:
        headers = {"HX-Request": "true"} if address.startswith("/play/") else {}
        reply = await client.request(method, address, data=form or None, headers=headers, follow_redirects=True)
    except httpx2.HTTPError as error:
        told.errors.append(f"{what}: {error!r}")
        return ""
    if monotonic() > told.since:
        told.seconds[what].append(perf_counter() - begun)
    if reply.status_code >= 400:
        told.errors.append(f"{what}: {reply.status_code}")
    return reply.text


async def thought(end: float, random: Random) -> bool:
    """Think, and return whether there is time for more."""
    await asyncio.sleep(random.uniform(*THINKING))
    return monotonic() < end


def memory() -> float:
    """Return the resident MB of all processes of the portal (proc(5))."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text, command = status.read_text(), (status.parent / "cmdline").read_text()
        except OSError:
            continue
        if "gunicorn" in command and (resident := re.search(r"VmRSS:\s+(\d+)", text)):
            total += int(resident[1])
    return total / 1024


def report(told: Told, before: float, after: float) -> None:
    """Print the spread of each kind of request."""
    for what, seconds in sorted(told.seconds.items()):
        if len(seconds) < 2:  # there is no spread of one
            continue
        cuts = quantiles(seconds, n=100)
        p50, p95 = cuts[49] * 1000, cuts[94] * 1000
        print(f"  {what:8} {len(seconds):6}   p50 {p50:7.1f} ms   p95 {p95:7.1f} ms", flush=True)
    print(f"  errors {len(told.errors)} {told.errors[:3]}; memory {before:.0f} → {after:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
