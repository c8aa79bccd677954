"""Use: counted by entry and week, of anybody; told from five on, forgotten after a year."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.catalogue import coming_into_force
from models.directory import use
from models.ground.anonymity import FEWEST
from models.ground.store import Store
from models.tables.directory import EntryUse
from tests.builders import MONDAY, small_pack
from tests.directory import READ_ON, entry, publish_entries

ECOUTE, DAY = "entry:ecoute", timedelta(days=1)


@pytest.fixture
def published(store: Store) -> Store:
    with store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), MONDAY)
        publish_entries(db, entry())
    return store


@pytest.mark.dialects
def test_uses_of_a_week_are_one_number_and_those_of_the_next_another(published: Store) -> None:
    with published.writing() as db:
        for days in (0, 3, 6, 7):
            use.count(db, ECOUTE, READ_ON + days * DAY)
        rows = db.scalars(select(EntryUse).order_by(EntryUse.week)).all()
        assert [(row.week, row.number) for row in rows] == [(READ_ON, 3), (READ_ON + 7 * DAY, 1)]


def test_nothing_is_kept_but_the_entry_the_week_and_a_number() -> None:
    assert {column.name for column in EntryUse.__table__.columns} == {"document_id", "week", "number"}


def test_a_year_is_told_from_five_on_and_what_is_older_does_not_count(published: Store) -> None:
    with published.writing() as db:
        for _ in range(FEWEST):
            use.count(db, ECOUTE, READ_ON - 400 * DAY)
        for _ in range(FEWEST - 1):
            use.count(db, ECOUTE, READ_ON - 7 * DAY)
        assert use.lately(db, READ_ON) == {}
        use.count(db, ECOUTE, READ_ON - 14 * DAY)
        assert use.lately(db, READ_ON) == {ECOUTE: FEWEST}


def test_the_week_that_runs_is_not_told(published: Store) -> None:
    with published.writing() as db:
        for _ in range(FEWEST):
            use.count(db, ECOUTE, READ_ON)
        assert [use.lately(db, READ_ON + days * DAY) for days in (0, 6, 7)] == [{}, {}, {ECOUTE: FEWEST}]


def test_weeks_of_more_than_a_year_ago_are_forgotten(published: Store) -> None:
    with published.writing() as db:
        use.count(db, ECOUTE, READ_ON - 400 * DAY)
        use.count(db, ECOUTE, READ_ON)
        use.forget_old(db, MONDAY)
        assert [row.week for row in db.scalars(select(EntryUse))] == [READ_ON]
