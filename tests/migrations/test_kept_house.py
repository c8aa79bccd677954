"""A house that an earlier commit has filled is opened by this one: its answers, its paper, its mails."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import Boolean, DateTime, MetaData, create_engine, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool

from models import parameters
from models.ground import schema
from models.learning import answer_log
from models.tables.answers import Mastery
from tests import builders
from tests.community.pages.public_pages.asked_pages import public
from tests.community.pages.test_pathway_opened import opened
from tests.community.pages.typed_pathways import typed
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.learning.pages.test_training_records import verified

BEFORE = Path(__file__).with_name("house-04fdb3c2.zip")
"""Written by kept.py at the commit before issue S."""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The database of before, and what must still open."""
    folder = tmp_path_factory.mktemp("before")
    with ZipFile(BEFORE) as archive:
        archive.extractall(folder)
    return folder / "house.sqlite3", json.loads((folder / "kept.json").read_text("utf-8"))


pytestmark = pytest.mark.dialects


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, before: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """The house of before on each database, brought to this version."""
    file, kept = before
    databases = request.getfixturevalue(request.param)
    with pytest.MonkeyPatch.context() as patch, filled(databases, request.param, file, kept["revision"]) as url:
        patch.setattr(TimestampSigner, "get_timestamp", lambda _: kept["written"])  # links have their term
        schema.upgrade(url)
        with house_on(url, tmp_path_factory.mktemp("house")) as house, public(house):
            yield house


@contextmanager
def filled(databases: FreshDatabase, kind: str, file: Path, revision: str) -> Iterator[str]:
    with databases() as url:
        if kind == "sqlite":
            shutil.copy(file, url.removeprefix("sqlite:///"))
        else:
            schema.downgrade(url, revision)
            copy_rows(f"sqlite:///{file}", url)
        yield url


def copy_rows(source: str, target: str) -> None:
    """Fill the tables of a database with the rows of one of the same revision."""
    here, there = create_engine(source, poolclass=NullPool), create_engine(target, poolclass=NullPool)
    tables = MetaData()
    tables.reflect(there)
    with here.connect() as old, there.begin() as new:
        new.execute(text("SET session_replication_role = replica"))  # keys are whole there, whatever the order here
        for table in tables.tables.values():
            made_anew = table.name == "alembic_version" or table.name.startswith("search_index")
            if not made_anew and (rows := list(rows_of(old, table))):
                new.execute(table.delete())
                new.execute(table.insert(), rows)


def rows_of(old: Connection, table: Any) -> Iterator[dict[str, Any]]:
    for row in old.execute(text(f'SELECT * FROM "{table.name}"')).mappings():
        yield {name: converted(table.c[name].type, value) for name, value in row.items() if name in table.c}


def converted(kind: Any, value: Any) -> Any:
    """A value of SQLite as the other database wants it."""
    if value is None:
        return None
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if kind.__class__.__name__ in {"JSON", "JSONB"}:
        return json.loads(value)
    return value


def test_every_belief_is_what_its_answers_lead_to_to_the_last_bit(house: House) -> None:
    with house.store.reading() as db:
        estimates = parameters.in_force(db).estimates
        rows = list(db.scalars(select(Mastery)))
        assert len(rows) > 10
        for key in {row.learner_key for row in rows}:
            found = {row.skill: builders.belief_of(row) for row in rows if row.learner_key == key}
            assert found == answer_log.lived(answer_log.counted_answers(db, key), estimates)[0]


def test_what_stands_in_mails_and_on_paper_still_opens(house: House, before: tuple[Path, dict[str, Any]]) -> None:
    _, kept = before
    led = {address: house.stranger().get(address).status for address, _ in kept["addresses"]}
    assert led == dict(kept["addresses"])
    assert set(led.values()) == {200}


def test_a_printed_sheet_and_a_printed_record_are_still_ours(house: House, before: tuple[Path, dict[str, Any]]) -> None:
    code, words = before[1]["sheet"]
    assert typed(opened(house, code)) == words
    assert "Authentique" in verified(house, before[1]["record"]).text
