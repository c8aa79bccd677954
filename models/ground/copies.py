"""What is in a copy of the database: looked at, and not a byte of it changed."""

import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from models.ground import dumps


class CopyRefused(Exception):
    """This file cannot take the place of the database, for the reason that it says in French."""


class Database(StrEnum):
    """Whose copy a file is."""

    SQLITE = "SQLite"
    POSTGRESQL = "PostgreSQL"


class Contents(NamedTuple):
    """What a whole copy holds."""

    database: Database
    revision: str
    accounts: int
    answers: int


def look(copy: Path) -> Contents:
    """Read a copy from its first byte to its last. Raises CopyRefused, dumps.ToolMissing, OSError."""
    if is_dump(copy):
        try:
            revision, rows = dumps.count(copy)
        except dumps.ToolFailed as error:
            raise CopyRefused(f"« {copy} » n'est pas une copie entière ({error})") from error
        contents = Contents(Database.POSTGRESQL, revision, rows["account"], rows["answer"])
    else:
        contents = _of_sqlite(copy)
    if not contents.revision:
        raise CopyRefused(f"« {copy} » n'est pas une base de Boussole")
    return contents


def is_dump(copy: Path) -> bool:
    """Return whether a file is pg_dump's. Raises CopyRefused for what is no file, OSError."""
    if not copy.is_file():
        raise CopyRefused(f"« {copy} » n'est pas un fichier")
    with copy.open("rb") as file:
        return file.read(len(dumps.MAGIC)) == dumps.MAGIC


def _of_sqlite(copy: Path) -> Contents:
    # Without a log beside it nothing is missing, and SQLite is not to make one: https://www.sqlite.org/wal.html#readonly
    mode = "mode=ro" if copy.with_name(f"{copy.name}-wal").exists() else "immutable=1"
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?{mode}", uri=True)) as opened:
            (verdict,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise CopyRefused(f"« {copy} » est abîmé ({' '.join(verdict.split())})")
            asked = ("SELECT max(version_num) FROM alembic_version", *_COUNTS)
            revision, accounts, answers = (opened.execute(question).fetchone()[0] for question in asked)
    except sqlite3.Error as error:
        raise CopyRefused(f"« {copy} » n'est pas une base entière de Boussole ({error})") from error
    return Contents(Database.SQLITE, revision or "", accounts, answers)


_COUNTS = ("SELECT count(*) FROM account", "SELECT count(*) FROM answer")
