"""A portal on a real database, the people who come to it, and a clock that goes when it is told to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from flask import Flask, request
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.catalogue import coming_into_force
from models.ground import audit, signing
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts, mail_schedule, passwords, sessions
from models.tables.answers import Presentation
from models.tables.base import Base
from models.tables.mail import Mail
from models.tables.people import Account
from models.tables.people import Session as SignedIn
from portal import create_app
from tests import builders
from tests.builders import MONDAY, READING
from tests.databases import store_on
from tests.page_browser import Browser
from watchers import delivery, message_text

T = TypeVar("T")

PASSWORD = "une phrase bien assez longue"
AGES, DAY = timedelta(days=3650), timedelta(days=1)


@dataclass
class Clock:
    """The instant it is, until it is moved."""

    at: datetime = MONDAY
    reading: timedelta = READING
    """What people take to read a question before they answer it."""

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **gap: float) -> None:
        self.at += timedelta(**gap)

    def while_reading(self) -> None:
        """Before each request of the portal: time goes by when it brings an answer."""
        if request.method == "POST" and request.endpoint in {"study.answer", "mail.answer", "dialogues.say"}:
            self.at += self.reading


@dataclass
class House:
    """An installation, and those who may come in."""

    app: Flask
    settings: Settings
    store: Store
    clock: Clock
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def person(
        self, *, trainer: bool = False, administrator: bool = False, language: str = "fr", fresh: bool = False
    ) -> Account:
        """Somebody with a password, who has read « Qui voit quoi » and put her themes off, unless she is new."""
        number = next(self._numbers)
        with self.store.writing() as db:
            account = accounts.invite(
                db,
                f"claire{number}@example.org",
                f"Claire {number}",
                self.clock(),
                timezone="Europe/Brussels",
                trainer=trainer,
                administrator=administrator,
            )
            account.password_hash, account.language = password_hash(), language
            account.privacy_read_at = account.themes_asked_at = None if fresh else self.clock() - DAY
        return account

    def stranger(self, address: str | None = None) -> Browser:
        """A browser that nobody has signed in with; without one given, at an address of its own."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address or f"2001:db8::{next(self._numbers):x}"
        return Browser(client)

    def browser_of(self, account: Account) -> Browser:
        """A browser that has been signed in with before."""
        browser = self.stranger()
        with self.store.writing() as db:
            token = sessions.begin(db, account, "Firefox · Linux", self.clock())
            # However far a test moves its clock; that it ends is seen at the door (test_access.py).
            db.execute(update(SignedIn).where(SignedIn.account_id == account.id).values(ends_at=self.clock() + AGES))
        with browser.client.session_transaction() as session:
            session["_user_id"] = token
        return browser

    def visitor(self, *, trainer: bool = False, administrator: bool = False) -> Browser:
        """The browser of somebody new."""
        return self.browser_of(self.person(trainer=trainer, administrator=administrator))

    def read(self, ask: Callable[[Session], T]) -> T:
        """What a verb says of the database now."""
        with self.store.reading() as db:
            return ask(db)

    def again(self, account: Account) -> Account:
        """An account as it is kept now."""
        return self.read(lambda db: db.get_one(Account, account.id))

    def deeds(self, actor: Account) -> list[tuple[str, str]]:
        """What somebody has done to what, as the audit log says."""
        entries = self.read(lambda db: audit.of(db, actor.learner_key))
        return [(one["verb"], one["subject"]) for one in entries if one["role"] == "actor"]

    def rows(self) -> dict[str, int]:
        """How many rows each table has, but for the sessions of the browsers of a test."""
        with self.store.reading() as db:
            tables = [table for table in Base.metadata.sorted_tables if table.name != SignedIn.__tablename__]
            return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables}

    def contents(self) -> dict[str, list[str]]:
        """All that is kept, table by table."""
        with self.store.reading() as db:
            return {one.name: sorted(map(repr, db.execute(select(one)))) for one in Base.metadata.sorted_tables}

    def mail_to(self, account: Account) -> Mail:
        """The digest of this morning, sent."""
        with self.store.writing() as db:
            mail_schedule.make_due(db, self.clock())
        mail_id = self.read(lambda db: db.scalars(select(Mail.id).where(Mail.learner_key == account.learner_key)).one())
        delivery.deliver(self.settings, self.store, mail_id, self.clock())
        return self.read(lambda db: db.get_one(Mail, mail_id))

    def question_for(self, account: Account, question_id: str = "listen-active-1") -> Presentation:
        """A question as a mail shows it."""
        with self.store.writing() as db:
            shown = builders.show(db, account.learner_key, question_id, self.clock())
            return db.get_one(Presentation, shown)

    def address_of(self, shown: Presentation) -> str:
        """Where a mail leads to answer it."""
        return message_text.question_address(self.settings, shown.id, shown.learner_key).removeprefix(
            self.settings.base_url
        )

    def feedback_address(self, shown: Presentation) -> str:
        """Where the answer to it leads."""
        named = [str(shown.id), str(shown.learner_key)]
        return f"/answered/{signing.sign_link(self.settings.secret_key, 'answered', named)}"

    def unsubscribe_address(self, learner_key: UUID) -> str:
        """Where a mail leads to have no more of them."""
        return message_text.unsubscribe_address(self.settings, learner_key).removeprefix(self.settings.base_url)

    def new_module(self, module_id: str, **fields: object) -> None:
        """Publish one more module."""
        with self.store.writing() as db:
            pack = builders.small_pack(builders.module(module_id, **fields))  # type: ignore[arg-type]
            coming_into_force.load_pack(db, pack, self.clock())


@cache
def password_hash() -> str:
    """Of PASSWORD; made once, for it is slow to make."""
    return passwords.hashed(PASSWORD)


class Compiled(BytecodeCache):
    """The templates that a portal of this process has compiled, for those that come after it."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@contextmanager
def house_on(database_url: str, folder: Path, secret_key: str = "not a secret") -> Iterator[House]:
    """A portal over a database that is there; the tests look into it through its own store."""
    settings = Settings(
        instance=folder, database_url=database_url, secret_key=secret_key, base_url="https://boussole.example"
    )
    clock, store = Clock(), store_on(database_url)
    app = create_app(settings, clock)
    app.extensions["store"] = store  # which has compiled the statements of the portals before
    app.jinja_env.bytecode_cache = COMPILED
    app.before_request(clock.while_reading)
    yield House(app, settings, store, clock)
    store.dispose()
