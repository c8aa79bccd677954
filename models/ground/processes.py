"""What processes share: turns at the lock of SQLite, who has a database open, an end with the caller."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep

PAUSE = 0.0005
"""Seconds between two looks: much less than a transaction takes."""


class Turn:
    """The line before one database; nothing is opened before somebody stands in it."""

    def __init__(self, database: Path, patience: float) -> None:
        """Stand in line for at most `patience` seconds: then SQLite itself says that its lock is taken."""
        self._next, self._turn = (database.with_name(f"{database.name}-{name}") for name in ("next", "turn"))
        self._patience = patience
        self._threads = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have the turn, once those who came before have had theirs."""
        with self._threads, ExitStack() as held:
            end = monotonic() + self._patience
            # Two doors: anyone who waits for the turn holds the first, so that nobody who comes later overtakes.
            with ExitStack() as first:
                first.enter_context(_locked(self._next, end))
                held.enter_context(_locked(self._turn, end))
            yield


@contextmanager
def _locked(file: Path, end: float) -> Iterator[None]:
    # Opened each time: two processes that share an open file after a fork would share its lock (flock(2)).
    try:
        door = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield  # no folder, or no right to write in it: SQLite says so, in words that are known
        return
    try:
        while not _try(door) and monotonic() < end:
            sleep(PAUSE)
        yield
    finally:
        os.close(door)  # and with it the lock, as when a process is killed


def _try(door: int) -> bool:
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


# -------------------------------------------------------------------------------------- who has an SQLite database open
#
# So anyone who wants to put another file in its place knows that nobody writes on into the one that is gone.


class DatabaseOpen(Exception):
    """Somebody has the database open."""


def open_beside(database: Path) -> int | None:
    """Return the descriptor that tells others that a database is open; waits while it is being replaced.

    None where there is no folder, or no right to write in it: SQLite says so itself.
    """
    with suppress(OSError):
        door = _door(database)
        fcntl.flock(door, fcntl.LOCK_SH)
        return door
    return None


@contextmanager
def database_alone(database: Path) -> Iterator[None]:
    """Keep a database to oneself; raises DatabaseOpen, FileNotFoundError without its folder."""
    door = _door(database)
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise DatabaseOpen(database.name) from error
    finally:
        os.close(door)  # and with it the lock, as when a process is killed


def _door(database: Path) -> int:
    return os.open(database.with_name(f"{database.name}-open"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


# ---------------------------------------------------- A process that works for another one, and ends when that one does


def end_this_process_when(gone: Callable[[], object]) -> None:
    """End this process as soon as `gone` returns, whatever it is at: it waits until nobody is left to work for.

    An open transaction is undone by the database. A wait for the end of a pipe or a process, for a caller that is
    killed has no time to say so.
    """

    def watch() -> None:
        gone()
        # No exception and no clean-up: another thread may be in the middle of a computation.
        os._exit(1)

    Thread(target=watch, daemon=True).start()
