"""Copies of the database: of the night and by hand, each kept for its term.

SQLite's own online backup, `pg_dump`'s of PostgreSQL; the nights of PostgreSQL are its operator's.
"""

import re
import shutil
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, make_url, select
from sqlalchemy.orm import Session

from models.ground import dumps
from models.ground.processes import Turn
from models.tables.people import Account

BEGUN = "backup"
"""Turns of the clock: of the local day, taken before the copy is made."""
HOUR = 2
"""Local hour from which on the copy of a day is due."""
FOLDER = "backups"
COPY, SOUND = (
    re.compile(rf"boussole-(\d{{4}}-\d\d-\d\d)(?:{rest})")
    for rest in (r"\.sqlite3|T\d+\.sqlite3|T\d+\.dump", r"\.sqlite3|T\d+\.dump")
)
"""The names of copies, and of those that are whole in any case: SQLite's of an instant may be of what was broken."""
PATIENCE = 600.0
"""Seconds that one copy waits for another."""
DAY, MISSED = timedelta(days=1), timedelta(days=2)
PAGES_AT_ONCE = 2000
"""Between two of these, others may write."""


class BackupFailed(Exception):
    """The copy could not be made, or is not sound: the one of the day before stays."""


class Backup(NamedTuple):
    """The last copy."""

    at: datetime | None
    by_operator: bool
    """Whether the operator has them made, in whatever way: those of PostgreSQL."""
    late: bool


def last(db: Session, instance: Path, at: datetime) -> Backup:
    """Return when the last copy was made, by night or by hand, and whether one is missing."""
    if db.get_bind().dialect.name != "sqlite":
        # Where none was ever made here, she has other ways. What was left of an SQLite database before it is no copy.
        made_at = max((_made_at(copy) for copy in _copies(instance) if copy.suffix == ".dump"), default=None)
        return Backup(made_at, by_operator=True, late=made_at is not None and at - made_at > MISSED)
    made_at = newest(instance)
    since = made_at or db.scalar(select(func.min(Account.created_at)))
    return Backup(made_at, by_operator=False, late=since is not None and at - since > MISSED)


def make(database_url: str, instance: Path, day: date, kept: timedelta) -> Path | None:
    """Make the copy of a night, readable by its owner alone; None for PostgreSQL. Raises BackupFailed."""
    if not _is_sqlite(database_url):
        return None
    return _make(database_url, instance, f"boussole-{day.isoformat()}.sqlite3", day, kept)


def make_now(database_url: str, instance: Path, at: datetime, kept: timedelta) -> Path:
    """Make a copy of either kind of database, called after the instant. Raises BackupFailed."""
    end = "sqlite3" if _is_sqlite(database_url) else "dump"
    return _make(database_url, instance, f"boussole-{at:%Y-%m-%dT%H%M%S}.{end}", at.date(), kept)


def _make(database_url: str, instance: Path, name: str, day: date, kept: timedelta) -> Path:
    import sqlite3  # slow to load, and a page needs it not before its database

    whole, part = instance / FOLDER / name, instance / FOLDER / "part"
    try:
        whole.parent.mkdir(mode=0o700, exist_ok=True)
        with Turn(whole.parent, PATIENCE).taken():
            part.unlink(missing_ok=True)
            # Made unreadable to others before the first byte is in it.
            part.touch(mode=0o600)
            if _is_sqlite(database_url):
                _copy(Path(make_url(database_url).database or ""), part)
            else:
                dumps.dump(database_url, part)
            # A rename is atomic: a copy under its own name is always whole.
            part.replace(whole)
    except (sqlite3.Error, OSError, dumps.ToolMissing, dumps.ToolFailed) as error:
        raise BackupFailed(f"{type(error).__name__}: {error}") from error
    thin(instance, day, kept)
    return whole


def _is_sqlite(database_url: str) -> bool:
    return make_url(database_url).get_backend_name() == "sqlite"


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
    """Delete the copies that have had their term by a day; the last sound one stays while there is none newer."""
    copies = _copies(instance)
    sound = [path for path in copies if SOUND.fullmatch(path.name)]
    for path, made in copies.items():
        if made <= day - kept and path != max(sound, default=None):
            for end in ("", "-wal", "-shm"):
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def size_of_last(instance: Path) -> int:
    """Return the bytes of the newest copy; none where there is no copy."""
    newest = max(_copies(instance), key=lambda path: path.name, default=None)
    return newest.stat().st_size if newest else 0


def oldest(instance: Path) -> date | None:
    """Return the day of the oldest copy there is."""
    return min(_copies(instance).values(), default=None)


def newest(instance: Path) -> datetime | None:
    """Return when the last copy was made that this instance has."""
    return max(map(_made_at, _copies(instance)), default=None)


def _made_at(copy: Path) -> datetime:
    named = copy.stem.removeprefix("boussole-")
    at = datetime.fromisoformat(named).replace(tzinfo=UTC)
    if "T" in named:
        return at
    # The name says the local day alone; the file says more, until it is moved.
    written = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
    return written if at - DAY < written < at + 2 * DAY else at + timedelta(hours=HOUR)


def _copies(instance: Path) -> dict[Path, date]:
    """Return the copies, with the day in their names."""
    found = {path: COPY.fullmatch(path.name) for path in (instance / FOLDER).glob("boussole-*")}
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
        raise BackupFailed(" ".join(verdict.split()))
