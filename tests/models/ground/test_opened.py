"""Whoever replaces a database has it alone; whoever comes meanwhile opens the new one."""

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import make_url, text

from models.ground import opened
from models.ground.opened import DatabaseOpen
from models.ground.store import Store
from tests.databases import FreshDatabase


def test_a_database_is_had_alone_only_while_nobody_has_it_open(sqlite: FreshDatabase) -> None:
    with sqlite() as url:
        database, store = Path(make_url(url).database or ""), Store(url)
        with opened.alone(database):
            pass
        with store.reading() as db:
            db.execute(text("SELECT 1"))
        # Nobody is reading now, but a connection waits for the next who does.
        with pytest.raises(DatabaseOpen), opened.alone(database):
            pass
        store.dispose()
        with opened.alone(database), pytest.raises(DatabaseOpen), opened.alone(database):
            pass


def test_who_comes_while_a_database_is_replaced_waits(sqlite: FreshDatabase) -> None:
    with sqlite() as url:
        database, store = Path(make_url(url).database or ""), Store(url)

        def read() -> None:
            with store.reading() as db:
                found.append(db.scalar(text("SELECT count(*) FROM learner")))
            store.dispose()

        found: list[object] = []
        reader = Thread(target=read)
        with opened.alone(database):
            reader.start()
            reader.join(0.05)
            assert found == []
        reader.join()
        assert found == [0]


def test_a_database_without_a_folder_is_said_by_who_asks_for_it(tmp_path: Path) -> None:
    assert opened.open_beside(tmp_path / "none" / "x.sqlite3") is None
