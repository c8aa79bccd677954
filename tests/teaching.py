"""Databases in which something is taught, filled by a copy once they have been filled by hand: that is quicker."""

import shutil
from functools import cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, text

from content.pack import PACKS, Pack, read_pack
from models.ground.store import Store
from tests import builders
from tests.databases import TABLES, at_once

COUNTS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"

_recalling: dict[tuple[str, str], str] = {}
"""By database and by what it was taught once: the statement that teaches it again."""


@cache
def our_pack() -> Pack:
    """The pack that Boussole comes with, read once."""
    return read_pack(PACKS / "conseil-emploi")


def teach(store: Store, pack: Pack) -> None:
    """Put the default parameters in force and publish a pack, in an empty database that nobody has open."""
    kept = f"taught_{sha256(repr(pack).encode()).hexdigest()[:12]}"
    if store.url.startswith("sqlite"):
        _teach_sqlite(store, pack, Path(store.url.removeprefix("sqlite:///")), kept)
    else:
        _teach_postgresql(store, pack, kept)


def _teach_sqlite(store: Store, pack: Pack, file: Path, kept: str) -> None:
    template = file.with_name(f"{kept}.sqlite3")
    store.dispose()
    if template.exists():
        shutil.copy(template, file)
    else:
        builders.set_up(store, pack)
        store.dispose()
        shutil.copy(file, template)


def _teach_postgresql(store: Store, pack: Pack, kept: str) -> None:
    if again := _recalling.get((store.url, kept)):
        with store.engine.begin() as connection:
            connection.execute(text(again))
        store.forget()
    else:
        builders.set_up(store, pack)
        with store.engine.begin() as connection:
            _recalling[store.url, kept] = _remember(connection, kept)


def _remember(connection: Connection, kept: str) -> str:
    """Put what is there aside, in a schema of its own; returns the statement that brings it back."""
    connection.execute(text(f"CREATE SCHEMA {kept}"))
    steps = []
    for name in connection.scalars(text(TABLES)).all():
        if connection.scalar(text(f'SELECT EXISTS (SELECT FROM "{name}")')):
            connection.execute(text(f'CREATE TABLE {kept}."{name}" AS TABLE "{name}"'))
            steps.append(f'INSERT INTO "{name}" SELECT * FROM {kept}."{name}"')
    counts = connection.execute(text(COUNTS)).all()
    return at_once(*steps, then=", ".join(f"setval('{name}', {last})" for name, last in counts))
