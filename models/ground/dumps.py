"""Copies of a PostgreSQL database: made by `pg_dump` in its custom format, read and put back by `pg_restore`.

https://www.postgresql.org/docs/current/app-pgdump.html · https://www.postgresql.org/docs/current/app-pgrestore.html
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy import create_engine, inspect, make_url, text

MAGIC = b"PGDMP"
"""What a copy begins with."""
QUEUE = "huey_"
"""Tables that the queue makes for itself, and that lose nothing: the one who is woken looks in our own."""
STANDS_AT = "alembic_version"
_BEGUN = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(.*\) FROM stdin;\n')
_OVER = b"\\.\n"


class ToolMissing(Exception):
    """A program of PostgreSQL is not on this machine."""

    def __init__(self, tool: str) -> None:
        super().__init__(
            f"« {tool} » manque sur cette machine : installez les programmes clients de PostgreSQL (sous Debian,"
            " postgresql-client), d'une version au moins égale à celle du serveur"
        )


class ToolFailed(Exception):
    """A program of PostgreSQL has refused, in its own words."""


def program(tool: str) -> str:
    """Return where a program of PostgreSQL is; raises ToolMissing."""
    if (found := shutil.which(tool)) is None:
        raise ToolMissing(tool)
    return found


def version(tool: str) -> int:
    """Return the major version of a program: pg_dump reads no server that is newer. Raises ToolMissing, ToolFailed."""
    told = subprocess.run([program(tool), "--version"], capture_output=True, text=True, env=_speaking_english()).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", told)
    if found is None:
        raise ToolFailed(f"{tool} : {told.strip()}")
    return int(found[1])


def dump(url: str, file: Path) -> None:
    """Write a database into a file that is there, all but the queue. Raises ToolMissing, ToolFailed."""
    _run("pg_dump", "--format=custom", f"--exclude-table={QUEUE}*", f"--file={file}", url=url)


def load(url: str, file: Path) -> None:
    """Put a copy into a database without tables, the whole or nothing. Raises ToolMissing, ToolFailed."""
    _run("pg_restore", "--single-transaction", "--no-owner", "--no-privileges", str(file), url=url)


def count(file: Path) -> tuple[str, Counter[str]]:
    """Return the revision at which a copy stands, and its rows by table; reads all of it.

    Raises ToolMissing, ToolFailed for what is no whole copy.
    """
    rows, revision, table = Counter[str](), "", ""
    for line in _script(file):
        if not table:
            begun = _BEGUN.match(line)
            table = begun[1].decode() if begun else ""
        elif line == _OVER:
            table = ""
        else:
            rows[table] += 1
            revision = line.decode().strip() if table == STANDS_AT else revision
    return revision, rows


def tables(url: str) -> set[str]:
    """Return the tables that a database has, but for those of the queue."""
    engine = create_engine(url)
    try:
        return {name for name in inspect(engine).get_table_names() if not name.startswith(QUEUE)}
    finally:
        engine.dispose()


def empty(url: str) -> None:
    """Take away what `load` has put there."""
    engine = create_engine(url)
    names = ", ".join(f'"{name}"' for name in tables(url))
    if names:
        with engine.begin() as connection:
            connection.execute(text(f"DROP TABLE {names} CASCADE"))
    engine.dispose()


def _script(file: Path) -> Iterator[bytes]:
    """Yield the lines of SQL that a copy amounts to: what it holds is read to its last byte."""
    command = [program("pg_restore"), "--file=-", str(file)]
    with (
        TemporaryFile() as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=_speaking_english()) as reading,
    ):
        assert reading.stdout is not None
        yield from reading.stdout
        if reading.wait():
            raise ToolFailed(_words("pg_restore", said))


def _run(tool: str, *arguments: str, url: str) -> None:
    given = make_url(url)
    # As libpq writes it, and the password apart: every user of the machine could see it among the arguments.
    address = given.set(drivername="postgresql")._replace(password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": given.password} if given.password else {}
    command = [program(tool), "--no-password", *arguments, f"--dbname={address}"]
    with TemporaryFile() as said:
        if subprocess.run(command, stdout=said, stderr=said, env={**_speaking_english(), **secret}).returncode:
            raise ToolFailed(_words(tool, said))


def _speaking_english() -> dict[str, str]:
    return {**os.environ, "LC_MESSAGES": "C"}


def _words(tool: str, said: IO[bytes]) -> str:
    """Return the sentences of a program that tell what is wrong, as one line."""
    said.seek(0)
    lines = [line.removeprefix(f"{tool}: ").strip() for line in said.read().decode(errors="replace").splitlines()]
    errors = [line.removeprefix("error: ") for line in lines if line.startswith(("error: ", "detail: "))]
    return f"{tool} : {' ; '.join(errors or lines[:1])}"
