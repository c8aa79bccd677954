"""The copy of the night: SQLite's own online backup, each kept for its term; the operator takes care of PostgreSQL."""

import re
import shutil
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
FOLDER = "backups"
COPY, NIGHTLY = (re.compile(rf"boussole-(\d{{4}}-\d\d-\d\d){rest}\.sqlite3") for rest in (r"(?:T\d+)?", ""))
"""The names of copies: of those of the nights, and of databases that others took the place of."""
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


def make(database_url: str, instance: Path, day: date, kept: timedelta) -> Path | None:
    """Copy the database into the instance, readable by its owner alone; None for PostgreSQL. Raises BackupFailed."""
    import sqlite3  # slow to load, and a page needs it not before its database

    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    folder = instance / FOLDER
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
    thin(instance, day, kept)
    return whole


def set_aside(database: Path, instance: Path, at: datetime) -> Path:
    """Copy a database that is about to be replaced, as it is if it is not sound, to where it has the term of copies.

    Raises OSError.
    """
    import sqlite3

    folder = instance / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    aside = folder / f"boussole-{at:%Y-%m-%dT%H%M%S}.sqlite3"
    aside.touch(mode=0o600)
    try:
        _copy(database, aside)
    except (sqlite3.Error, BackupFailed):
        for end in ("", "-wal"):
            if (part := database.with_name(f"{database.name}{end}")).exists():
                shutil.copyfile(part, aside.with_name(f"{aside.name}{end}"))
    return aside


def thin(instance: Path, day: date, kept: timedelta) -> None:
    """Delete the copies that have had their term by a day; the last one of a night stays while there is none newer."""
    copies = _copies(instance)
    of_nights = [path for path in copies if NIGHTLY.fullmatch(path.name)]
    for path, made in copies.items():
        if made <= day - kept and path != max(of_nights, default=None):
            for end in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def oldest(instance: Path) -> date | None:
    """Return the day of the oldest copy there is."""
    return min(_copies(instance).values(), default=None)


def _copies(instance: Path) -> dict[Path, date]:
    """Return the copies, with the day in their names."""
    found = {path: COPY.fullmatch(path.name) for path in (instance / FOLDER).glob("boussole-*.sqlite3")}
    return {path: date.fromisoformat(name[1]) for path, name in found.items() if name}


def _copy(database: Path, copy: Path) -> None:
    import sqlite3

    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        # A plain copy of the file would miss what still stands in the WAL: https://www.sqlite.org/backup.html
        source.backup(target, pages=PAGES_AT_ONCE)
        # It compares no index with its table, and takes a fraction of the time of integrity_check.
        # https://www.sqlite.org/pragma.html#pragma_quick_check
        (verdict,) = target.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise BackupFailed(verdict)
