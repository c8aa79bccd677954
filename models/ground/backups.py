"""The copy of the night: SQLite's own online backup, the last seven kept; the operator takes care of PostgreSQL."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from models.tables.jobs import Slot
from models.tables.people import Account

BEGUN, DONE = "backup", "backup done"
"""Turns of the clock: of the local day, taken before the copy is made, and when it is whole."""
HOUR = 2
"""Local hour from which on the copy of a day is due."""
# A week of nights: a copy has a term, and a restore repeats the erasures since (DESIGN, section 7).
KEPT = 7
MISSED = timedelta(days=2)
PAGES_AT_ONCE = 2000
"""Between two of these, others may write."""


class BackupFailed(Exception):
    """The copy could not be made, or is not sound: the one of the day before stays."""


class Backup(NamedTuple):
    """The last copy, as the database knows of it."""

    at: datetime | None
    by_operator: bool
    """Whether Boussole makes none: PostgreSQL has its own ways."""
    late: bool


def last(db: Session, at: datetime) -> Backup:
    """Return when the last copy was made, and whether one is missing."""
    if db.get_bind().dialect.name != "sqlite":
        return Backup(None, by_operator=True, late=False)
    made_at = db.scalar(select(func.max(Slot.taken_at)).where(Slot.kind == DONE))
    since = made_at or db.scalar(select(func.min(Account.created_at)))
    return Backup(made_at, by_operator=False, late=since is not None and at - since > MISSED)


def make(database_url: str, instance: Path, day: date) -> Path | None:
    """Copy the database into the instance, readable by its owner alone; None for PostgreSQL. Raises BackupFailed."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder = instance / "backups"
    whole, part = folder / f"boussole-{day.isoformat()}.sqlite3", folder / "part"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        part.unlink(missing_ok=True)
        # Made unreadable to others before the first byte is in it.
        part.touch(mode=0o600)
        _copy(Path(url.database), part)
        # A rename is atomic: a copy under its own name is always whole.
        part.replace(whole)
    except (sqlite3.Error, OSError) as error:
        raise BackupFailed(f"{type(error).__name__}: {error}") from error
    for old in sorted(folder.glob("boussole-*.sqlite3"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return whole


def _copy(database: Path, copy: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        # A plain copy of the file would miss what still stands in the WAL: https://www.sqlite.org/backup.html
        source.backup(target, pages=PAGES_AT_ONCE)
        # It compares no index with its table, and takes a fraction of the time of integrity_check.
        # https://www.sqlite.org/pragma.html#pragma_quick_check
        (verdict,) = target.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise BackupFailed(verdict)
