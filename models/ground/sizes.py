"""How large things are, as roughly as it may be told: to the byte it would tell that somebody has just answered."""

import shutil
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
