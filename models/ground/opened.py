"""Who has an SQLite database open: each connection holds a shared lock beside the file.

So whoever wants to put another file in its place knows that nobody writes on into the one that is gone.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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
def alone(database: Path) -> Iterator[None]:
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
