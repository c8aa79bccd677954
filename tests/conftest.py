"""What every test stands on: a fresh database of each kind, and no way out to the network."""

import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from hypothesis import HealthCheck, settings
from sqlalchemy import text

from models import people
from models.store import Store
from tests import builders
from tests.databases import RECALL, REMEMBER, FreshDatabase, postgresql_databases, sqlite_databases, store_on

settings.register_profile(
    "boussole",
    deadline=None,
    max_examples=30,
    # The examples of one test share its database: each makes a learner of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("boussole")


class OutsideSocket(Exception):
    """A test reached for something beyond this machine."""


def only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: sockets and look-ups stay on this machine. https://docs.python.org/3/library/audit_events.html"""
    if event in {"socket.connect", "socket.sendto"}:
        address = arguments[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise OutsideSocket(address)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not is_loopback(arguments[0]):
        raise OutsideSocket(arguments[0])


def is_loopback(host: str | bytes | None) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in {None, "", "localhost"} or ip_address(name).is_loopback
    except ValueError:
        return False


sys.addaudithook(only_loopback)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What argon2-cffi offers for tests; an installation that is set up shows what passwords cost outside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_hasher", cache(lambda: PasswordHasher.from_parameters(CHEAPEST)))
        yield


@pytest.fixture(scope="session")
def sqlite() -> Iterator[FreshDatabase]:
    """SQLite databases."""
    with sqlite_databases() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def postgresql() -> Iterator[FreshDatabase]:
    """Databases of a PostgreSQL server of this session alone."""
    with postgresql_databases() as fresh:
        yield fresh


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind, with our tables and nothing in them; other processes may open it too."""
    with request.getfixturevalue(request.param)() as url:
        yield url


@pytest.fixture
def empty_store(database_url: str) -> Store:
    """A store with nothing in it."""
    return store_on(database_url)


@pytest.fixture(scope="session")
def teach(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Store], None]:
    """Publishes the small pack in an empty database; after the first time by a copy, which is quicker."""
    template = tmp_path_factory.mktemp("taught") / "taught.sqlite3"

    def by_hand(store: Store) -> None:
        builders.set_up(store, builders.small_pack())

    def teach_sqlite(store: Store) -> None:
        file = store.url.removeprefix("sqlite:///")
        if not template.exists():
            by_hand(store)
            store.dispose()
            shutil.copy(file, template)
        shutil.copy(template, file)

    def teach_postgresql(store: Store) -> None:
        with store.engine.begin() as connection:
            taught = connection.exec_driver_sql("SELECT to_regnamespace('taught')").scalar()
            if taught:
                connection.execute(text(RECALL))
        if not taught:
            by_hand(store)
            with store.engine.begin() as connection:
                connection.execute(text(REMEMBER))

    return lambda store: (teach_sqlite if store.url.startswith("sqlite") else teach_postgresql)(store)


@pytest.fixture
def store(empty_store: Store, teach: Callable[[Store], None]) -> Store:
    """A store with parameters in force and the small pack published."""
    teach(empty_store)
    return empty_store


@pytest.fixture
def learner_key(store: Store) -> UUID:
    """The key of a learner in Brussels who has not answered anything."""
    return builders.add_learner(store)
