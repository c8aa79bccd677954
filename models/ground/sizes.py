"""How large things are, as roughly as it may be told: to the byte it would tell that somebody has just answered."""

import shutil
from math import ceil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

LOW = 0.1
"""The share of a disk below which there is too little left."""
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


def is_low(folder: Path) -> bool:
    """Return whether the disk on which a folder lies is nearly full."""
    disk = shutil.disk_usage(folder)
    return disk.free < LOW * disk.total
