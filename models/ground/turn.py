"""Turns at the one lock of an SQLite database, for all threads and processes of an installation.

SQLite lets those who wait for its writer poll, ever more rarely, and whoever comes at the right moment overtakes them
(https://www.sqlite.org/c3ref/busy_timeout.html). Here they stand in line before they ask it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
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
            # Two doors: whoever waits for the turn holds the first, so that nobody who comes later overtakes.
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
