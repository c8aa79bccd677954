"""Use: counted by entry and week, of anybody; told from five on, forgotten after a year."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.catalogue import coming_into_force
from models.directory import use_and_answers
from models.ground import counts
from models.ground.anonymity import FEWEST
from models.ground.store import Store
from models.tables.counts import WeekCount
from tests.builders import MONDAY, small_pack
from tests.directory.published_entries import READ_ON, entry, publish_entries

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
            use_and_answers.count_use(db, ECOUTE, READ_ON + days * DAY)
        rows = db.scalars(select(WeekCount).order_by(WeekCount.week)).all()
        assert [(row.week, row.number) for row in rows] == [(READ_ON, 3), (READ_ON + 7 * DAY, 1)]


def test_nothing_is_kept_but_the_entry_the_week_and_a_number() -> None:
    assert {column.name for column in WeekCount.__table__.columns} == {"kind", "subject", "week", "number"}


def test_a_year_is_told_from_five_on_when_a_week_is_over_and_what_is_older_is_forgotten(published: Store) -> None:
    with published.writing() as db:
        for week, number in ((-400, FEWEST), (-7, FEWEST - 1)):
            for _ in range(number):
                use_and_answers.count_use(db, ECOUTE, READ_ON + week * DAY)
        assert use_and_answers.used_lately(db, READ_ON) == {}
        use_and_answers.count_use(db, ECOUTE, READ_ON)
        told = [use_and_answers.used_lately(db, READ_ON + days * DAY) for days in (0, 6, 7)]
        assert told == [{}, {}, {ECOUTE: FEWEST}]
        counts.forget_old_weeks(db, MONDAY)
        assert [row.week for row in db.scalars(select(WeekCount).order_by(WeekCount.week))] == [
            READ_ON - 7 * DAY,
            READ_ON,
        ]
