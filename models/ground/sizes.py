"""How large the database is, how much room its disk has, and how many calls wait in the queue."""

import shutil
from contextlib import closing
from math import ceil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

ROOM = 1_000_000_000
"""Bytes that a disk has free, on top of what one more copy of the database takes: some nights of copies and logs."""
STEP = 10_000_000
"""Bytes: some ten thousand answers."""


def of_database(db: Session) -> int:
    """Return the bytes that a database takes."""
    asked = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if db.get_bind().dialect.name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    return int(db.execute(text(asked)).scalar_one())


def rounded(size: int) -> int:
    """Return a size, rounded up to the next step."""
    return ceil(size / STEP) * STEP


def room_needed(database: int) -> int:
    """Return the bytes that should be free on the disk of an instance whose database takes so many."""
    return ROOM + database


def is_low(folder: Path, database: int) -> bool:
    """Return whether the disk on which a folder lies is nearly full, with a database of so many bytes."""
    return shutil.disk_usage(folder).free < room_needed(database)


# ---------------------------------------------------------------------- how many calls for the worker wait in the queue


QUEUE_FILE = "queue.sqlite3"
"""Of the instance, where the tables are on SQLite; on PostgreSQL it is a table beside ours."""


def of_queue(db: Session, instance: Path) -> int | None:
    """Return how many calls wait, none where no worker has made the queue yet; None where it does not answer."""
    if db.get_bind().dialect.name == "postgresql":
        there = db.scalar(text("SELECT to_regclass('huey_task')"))
        return int(db.scalar(text("SELECT count(*) FROM huey_task")) or 0) if there else 0
    import sqlite3  # slow to load, and a page needs it not before its database

    file = instance / QUEUE_FILE
    if not file.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as queue:
            return int(queue.execute("SELECT count(*) FROM task").fetchone()[0])
    except sqlite3.Error:
        return None
