"""A copy of the database put back in its place: checked, brought up to date, the erasures since repeated.

On SQLite all of it is done to a file beside the database; that this file takes its place is the last step, and one that
the file system does at once. Until then everything is as it was. On PostgreSQL the place is another database, an empty
one, which is empty again where anything fails.
"""

import shutil
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from models.ground import backups, copies, dumps, ledger, processes, schema
from models.ground.copies import CopyRefused, Database
from models.ground.ledger import ErasedLine, NoLedger
from models.ground.settings import Settings
from models.ground.store import Store
from models.people import accounts, erasing
from models.people.erasing import LedgerRefused


class Restored(NamedTuple):
    """What a restore has done: where the database of before is, and how many people it has erased again."""

    aside: Path | None
    """None where there was no database before."""
    erased: int
    administered: bool
    """Whether anybody is left to administer the portal."""


def restore(settings: Settings, copy: Path, at: datetime, *, without_ledger: bool = False) -> Restored:
    """Put a copy in the place of an SQLite database, or into an empty one of PostgreSQL; or leave all as it was.

    Raises CopyRefused, LedgerRefused unless that is waived, opened.DatabaseOpen, schema.DatabaseTooOld,
    schema.DatabaseTooNew, dumps.ToolMissing, dumps.ToolFailed, OSError.
    """
    database = settings.sqlite_file
    kind = Database.SQLITE if database else Database.POSTGRESQL
    if copies.is_dump(copy) != (kind is Database.POSTGRESQL):
        raise CopyRefused(f"« {copy} » n'est pas une copie d'une base {kind}, et DATABASE_URL en nomme une")
    if database is None:
        return _load(settings, copy, at, without_ledger)
    with processes.database_alone(database), _beside(database) as part:
        _take(copy, database, part)
        erased, administered = _make_ready(settings, part, _in_present(database), at, without_ledger)
        aside = _set_aside(database, settings.instance, at)
        part.replace(database)
    return Restored(aside, erased, administered)


def _load(settings: Settings, dump: Path, at: datetime, without_ledger: bool) -> Restored:
    schema.refuse_unknown(copies.look(dump).revision)
    if dumps.tables(settings.database_url):
        raise CopyRefused(
            "la base que nomme DATABASE_URL n'est pas vide ; créez-en une autre pour le même utilisateur"
            " (« createdb -O UTILISATEUR NOM »), nommez-la dans DATABASE_URL, puis recommencez"
        )
    try:
        dumps.load(settings.database_url, dump)
        return Restored(None, *_erase_again(settings, settings.database_url, frozenset(), at, without_ledger))
    except BaseException:
        # People who were erased since are in it: nobody is to find them there.
        dumps.empty(settings.database_url)
        raise


def repeat_erasures(settings: Settings, at: datetime, *, without_ledger: bool = False) -> tuple[int, bool]:
    """Repeat the erasures on a database that its operator has put back, and end all sessions.

    Returns how many people, and whether anybody is left to administer. Raises LedgerRefused unless that is waived.
    """
    return _erase_again(settings, settings.database_url, frozenset(), at, without_ledger)


@contextmanager
def _beside(database: Path) -> Iterator[Path]:
    part = database.with_name(f"{database.name}-restored")
    try:
        yield part
    finally:
        for left in database.parent.glob(f"{part.name}*"):
            left.unlink()


def _take(copy: Path, database: Path, part: Path) -> None:
    """Take a copy, with what stands in its log, if it is a whole database of ours."""
    if database.exists() and copy.samefile(database):
        raise CopyRefused(f"« {copy} » est la base en service")
    part.touch(mode=0o600)
    for end in ("", "-wal"):
        if (source := copy.with_name(f"{copy.name}{end}")).exists():
            shutil.copyfile(source, part.with_name(f"{part.name}{end}"))
    try:
        with closing(sqlite3.connect(part)) as taken:
            (verdict,) = taken.execute("PRAGMA quick_check").fetchone()
            taken.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise CopyRefused(f"« {copy} » n'est pas une base entière de Boussole ({error})") from error
    if verdict != "ok":
        raise CopyRefused(f"« {copy} » est abîmé ({verdict})")


def _in_present(database: Path) -> frozenset[ErasedLine]:
    """Return the erasures that the database of before knows of; none where it cannot be read any more."""
    # Not through a store, which would wait for the lock that we hold.
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as present:
            rows = present.execute("SELECT day, signed_by, learner FROM erasure").fetchall()
    except sqlite3.Error:
        return frozenset()
    return frozenset(ErasedLine(date.fromisoformat(day), signed_by, learner) for day, signed_by, learner in rows)


def _make_ready(
    settings: Settings, part: Path, present: Collection[ErasedLine], at: datetime, without_ledger: bool
) -> tuple[int, bool]:
    """Bring the copy up to date, erase again, and leave no byte of what was deleted."""
    url = f"sqlite:///{part}"
    done = _erase_again(settings, url, present, at, without_ledger)
    with closing(sqlite3.connect(part)) as ready:
        # Also what was deleted before the copy was made, by an SQLite that overwrites nothing.
        ready.execute("VACUUM")
        # The file alone is the database: what takes its place has no log beside it.
        ready.execute("PRAGMA journal_mode=DELETE")
    return done


def _erase_again(
    settings: Settings, url: str, present: Collection[ErasedLine], at: datetime, without_ledger: bool
) -> tuple[int, bool]:
    schema.upgrade(url)
    store = Store(url)
    try:
        with store.writing() as db:
            lines = _known(settings, erasing.made_at(db), without_ledger) | frozenset(present)
            erased = erasing.repeat(db, lines, settings.secret_keys)
            return erased, accounts.is_administered(db)
    finally:
        store.dispose()


def _known(settings: Settings, copied_at: datetime, without_ledger: bool) -> frozenset[ErasedLine]:
    try:
        return erasing.known_since(settings.instance, settings.secret_keys, copied_at).erased
    except LedgerRefused:
        if not without_ledger:
            raise
    try:
        return ledger.read(settings.instance).erased
    except NoLedger:
        return frozenset()


def _set_aside(database: Path, instance: Path, at: datetime) -> Path | None:
    """Keep the database of before, and leave it without a log, which would be taken for one of the new file."""
    if not database.exists():
        return None
    aside = backups.set_aside(database, instance, at)
    try:
        with closing(sqlite3.connect(database)) as before:
            before.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error:
        for end in ("-wal", "-shm"):
            database.with_name(f"{database.name}{end}").unlink(missing_ok=True)
    return aside
