"""The copy of the night: whole, also while somebody writes; kept for its term; none of PostgreSQL."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.ground import backups
from models.ground.store import Store
from tests import builders
from tests.builders import MONDAY

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def learners(copy: Path) -> int:
    with closing(sqlite3.connect(copy)) as database:
        (number,) = database.execute("SELECT count(*) FROM learner").fetchone()
    return int(number)


@pytest.mark.dialects
def test_a_copy_is_whole_and_its_owners_alone_also_in_the_middle_of_a_change(store: Store, tmp_path: Path) -> None:
    builders.add_learner(store)
    with store.writing() as db:
        builders.add_learner_in(db)
        copy = backups.make(store.url, tmp_path, MONDAY.date(), WEEK)
    if not store.url.startswith("sqlite"):
        assert copy is None
        assert not list(tmp_path.iterdir())
        return
    assert copy == tmp_path / "backups" / "boussole-2026-11-23.sqlite3"
    assert learners(copy) == 1
    assert (copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_copy_of_a_night_is_as_old_as_it_is_and_one_that_was_moved_as_its_name_says(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.sqlite3").close()
    copy = backups.make(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, MONDAY.date(), WEEK)
    assert copy
    written = datetime(2026, 11, 23, 16, 48, tzinfo=UTC)
    os.utime(copy, (written.timestamp(), written.timestamp()))
    assert backups.newest(tmp_path) == written
    moved = written + 30 * DAY
    os.utime(copy, (moved.timestamp(), moved.timestamp()))
    assert backups.newest(tmp_path) == datetime(2026, 11, 23, backups.HOUR, tzinfo=UTC)


def test_an_instance_that_lets_nothing_be_written_is_a_copy_that_fails(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("no folder")
    with pytest.raises(backups.BackupFailed):
        backups.make(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path, MONDAY.date(), WEEK)


def test_a_copy_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.sqlite3"
    sqlite3.connect(tmp_path / "x.sqlite3").close()
    backups.make(url, tmp_path, MONDAY.date(), WEEK)
    (tmp_path / "x.sqlite3").write_bytes(b"not a database" * 1000)
    with pytest.raises(backups.BackupFailed):
        backups.make(url, tmp_path, MONDAY.date() + DAY, WEEK)
    assert (tmp_path / "backups" / "boussole-2026-11-23.sqlite3").exists()


def test_a_copy_has_a_term_in_days_and_the_last_of_a_night_stays_until_there_is_a_newer_one(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "x.sqlite3").close()
    url, first = f"sqlite:///{tmp_path}/x.sqlite3", MONDAY.date()
    for number in range(2):
        backups.make(url, tmp_path, first + number * DAY, WEEK)
    backups.thin(tmp_path, first + 6 * DAY, WEEK)
    assert backups.oldest(tmp_path) == first
    backups.thin(tmp_path, first + 7 * DAY, WEEK)
    assert backups.oldest(tmp_path) == first + DAY
    backups.thin(tmp_path, first + 30 * DAY, WEEK)
    assert backups.oldest(tmp_path) == first + DAY
    backups.make(url, tmp_path, first + 30 * DAY, WEEK)
    assert backups.oldest(tmp_path) == first + 30 * DAY


def test_a_database_that_is_set_aside_has_the_term_of_a_copy(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"not a database" * 1000)
    aside = backups.set_aside(tmp_path / "x.sqlite3", tmp_path, MONDAY)
    assert aside.read_bytes() == b"not a database" * 1000
    assert (aside.name, aside.stat().st_mode & 0o777) == ("boussole-2026-11-23T090000.sqlite3", 0o600)
    backups.thin(tmp_path, MONDAY.date() + 6 * DAY, WEEK)
    assert aside.exists()
    backups.thin(tmp_path, MONDAY.date() + 7 * DAY, WEEK)
    assert not aside.exists()
