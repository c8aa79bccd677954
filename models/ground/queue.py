"""How many calls for the worker wait in the queue: read where it is kept, whatever keeps it (watchers/clock.py)."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

QUEUE_FILE = "queue.sqlite3"
"""Of the instance, where the tables are on SQLite; on PostgreSQL it is a table beside ours."""


def length(db: Session, instance: Path) -> int | None:
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
