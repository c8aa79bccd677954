"""The database: one engine, a transaction to read in and a transaction to write in."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Dialect, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, DataError, OperationalError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

import models.ground.revisions  # anyone who opens a session raises the revision of what it changes
import models.tables.all  # noqa: F401  # what one table refers to is known before the first of them is asked
from models.ground.processes import Turn, open_beside

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

# How long writers wait for SQLite's one lock: first for their turn, then for anyone who takes none, as a copy may.
BUSY_SECONDS = 15
LOG_SECONDS = 1
ANSWERED, KEPT, OPENED = "answered", "kept", "opened"

DISK_FULL = {"SQLITE_FULL", "53100"}
"""How SQLite and PostgreSQL say so: https://www.postgresql.org/docs/current/errcodes-appendix.html"""
TOO_MUCH = "54"
"""How PostgreSQL begins what it says of a value that no index holds, as if it did not answer."""
NOT_SQL = "SQLITE_ERROR"
"""How SQLite says so, in the same way; PostgreSQL calls that a fault of the program."""

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K")


class NoRoom(OperationalError):
    """The disk on which the database lies is full: it can be read, and nothing more is written."""


def once(verb: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """Return a verb that asks the database once in a session that only reads: such a session sees one state.

    For verbs whose arguments can be hashed and whose answers nobody changes.
    """

    @wraps(verb)
    def asking(db: Session, /, *args: P.args, **kwargs: P.kwargs) -> R:
        # Only `reading` sets this: a session that writes must see what it has just written.
        answered: dict[Any, R] | None = db.info.get(ANSWERED)
        if answered is None:
            return verb(db, *args, **kwargs)
        question = (verb, args, tuple(sorted(kwargs.items())))
        if question not in answered:
            answered[question] = verb(db, *args, **kwargs)
        return answered[question]

    return asking


@contextmanager
def changing_nothing(db: Session) -> Iterator[None]:
    """Say that a session that writes changes nothing meanwhile: like one that reads, it asks nothing twice."""
    db.flush()
    answered = db.info.get(ANSWERED)
    if answered is None:
        db.info[ANSWERED] = {}
    try:
        yield
    finally:
        if answered is None:
            del db.info[ANSWERED]


def kept(db: Session) -> dict[Any, Any]:
    """Return what this process keeps of a database between transactions.

    For what never changes, and for what lies beside the means to see that it has.
    """
    memory: dict[Any, Any] = db.info.setdefault(KEPT, {})
    return memory


def keep_while(db: Session, name: object, mark: object, make: Callable[[], K]) -> K:
    """Return what this process has made while a mark stood, made again once it is another.

    What a session that writes sees may be rolled back: nothing of it is kept.
    """
    if ANSWERED not in db.info:
        return make()
    before, found = kept(db).get(name, (None, None))
    if found is None or before != mark:
        found = make()
        kept(db)[name] = mark, found
    made: K = found
    return made


class Store:
    """The database of one installation; nothing is opened before the first transaction."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._memory: dict[Any, Any] = {}
        self._sqlite = url.startswith("sqlite")
        self._turn = Turn(Path(make_url(url).database or ""), BUSY_SECONDS) if self._sqlite else None

    @cached_property
    def engine(self) -> Engine:
        """The engine, with the modes that keep what is committed and lose no update."""
        options: dict[str, Any] = (
            # A server may have been restarted since a pooled connection was last used: ask before use.
            {"connect_args": {"timeout": BUSY_SECONDS}} if self._sqlite else {"pool_pre_ping": True}
        )
        # Parameters are names, notes, addresses: an error is logged without them.
        engine = create_engine(self.url, hide_parameters=True, **options)
        event.listen(engine, "handle_error", _named)
        if self._sqlite:
            event.listen(engine, "do_connect", _open_beside)
            event.listen(engine, "close", _close_beside)
            event.listen(engine, "connect", _durable_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return engine

    @cached_property
    def _reader(self) -> Engine:
        # What SQLite does by itself in WAL mode; PostgreSQL would let each statement see a newer state.
        one_state = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        options = {} if self._sqlite else one_state
        return self.engine.execution_options(**options)

    @cached_property
    def _writer(self) -> Engine:
        return self.engine.execution_options(begin="IMMEDIATE")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that sees one state of the database and changes nothing."""
        # Nothing is to be written here, so nothing has to be flushed before each query.
        with Session(self._reader, autoflush=False, info={ANSWERED: {}, KEPT: self._memory}) as db:
            yield db
            if not self._sqlite:
                # Committed, with nothing in it: after a rollback psycopg forgets what it has prepared, and PostgreSQL
                # would plan every statement anew. https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
                db.expunge_all()
                db.commit()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open one transaction: committed at the end, rolled back on an exception.

        SQLite takes its lock at once, so that what is read is what is changed; on PostgreSQL the verb locks its rows.
        """
        # Rows stay readable after the commit: the page is made, and bells ring, when the transaction is over.
        turn = self._turn.taken() if self._turn else nullcontext()
        with turn, Session(self._writer, expire_on_commit=False, info={KEPT: self._memory}) as db, db.begin():
            yield db

    def empty_log(self) -> None:
        """Have what is committed leave the write-ahead log: what was deleted still stands there."""
        if self._turn is None:
            return
        connection = self.engine.raw_connection()
        try:
            with self._turn.taken():
                cursor = connection.cursor()
                # Anyone who still reads what was before is waited for, a moment; then it is left to the next time.
                # https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
                for pragma in (f"busy_timeout={LOG_SECONDS * 1000}", "wal_checkpoint(TRUNCATE)"):
                    cursor.execute(f"PRAGMA {pragma}")
                cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        finally:
            connection.close()

    def dispose(self) -> None:
        """Close every connection, and forget what was kept."""
        self.engine.dispose()
        self.forget()

    def forget(self) -> None:
        """Forget what was kept: another database has come to lie in this place."""
        self._memory.clear()


def _named(context: ExceptionContext) -> DatabaseError | None:
    """Return what stands for an error from now on; None for one that stays as it is."""
    error = context.original_exception
    code = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or ""
    kind: type[DatabaseError] | None = None
    if code in DISK_FULL:
        kind = NoRoom
    elif code.startswith(TOO_MUCH) or isinstance(error, OverflowError):  # of a number that SQLite cannot hold
        kind = DataError
    elif code == NOT_SQL:
        kind = ProgrammingError
    return kind(context.statement, None, error, hide_parameters=True) if kind else None


def _open_beside(dialect: Dialect, record: ConnectionPoolEntry, address: list[str], options: dict[str, Any]) -> None:
    record.info[OPENED] = open_beside(Path(address[0]))


def _close_beside(_: "SqliteConnection", record: ConnectionPoolEntry) -> None:
    if (door := record.info.pop(OPENED, None)) is not None:
        os.close(door)


def _durable_sqlite(connection: "SqliteConnection", _: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late: https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
    connection.isolation_level = None
    # WAL: readers never wait for the writer. FULL: a commit outlives a power cut, which NORMAL does not promise.
    # https://www.sqlite.org/wal.html · https://www.sqlite.org/pragma.html#pragma_synchronous
    # secure_delete: what was deleted is overwritten, also where SQLite was not built so.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # IMMEDIATE takes the lock before the first read: a DEFERRED one fails when it turns to writing (SQLITE_BUSY).
    # https://www.sqlite.org/lang_transaction.html
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")
