"""The ballots of a week: noted by whoever has counted them, replaced, taken back, read as three lines."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from content.errors import Refused
from models.community import ballots
from models.community.ballot_reading import BallotLine, Batch
from models.community.ballots import LEAST_BALLOTS, YEAR, BallotCount
from models.ground.store import Store
from models.people import accounts
from models.tables.audit import Audit
from models.tables.ballots import BallotWeek
from tests.builders import MONDAY

TODAY = MONDAY.date()
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
COUNT = BallotCount(9, 7, 6, 8)


def kept(store: Store, learner_key: UUID, today: date = TODAY) -> dict[date, BallotCount]:
    with store.reading() as db:
        return {**ballots.hers(db, learner_key, today)}


def note(store: Store, learner_key: UUID, count: BallotCount = COUNT, week: date = TODAY, today: date = TODAY) -> None:
    with store.writing() as db:
        ballots.note(db, learner_key, week, count, today)


def test_what_was_counted_is_kept_by_its_week_the_earliest_first(store: Store, learner_key: UUID) -> None:
    later = BallotCount(12, 12, 0, 5)
    note(store, learner_key, later, today=TODAY + 4 * DAY)
    note(store, learner_key, week=TODAY - 3 * WEEK)
    assert [*kept(store, learner_key).items()] == [(TODAY - 3 * WEEK, COUNT), (TODAY, later)]


@pytest.mark.dialects
def test_the_same_week_typed_again_takes_its_place(store: Store, learner_key: UUID) -> None:
    note(store, learner_key)
    note(store, learner_key, BallotCount(5, 0, 0, 0))
    assert kept(store, learner_key) == {TODAY: BallotCount(5, 0, 0, 0)}


def test_a_week_is_taken_back_and_no_other_and_nobody_elses(store: Store, learner_key: UUID) -> None:
    with store.writing() as db:
        other = accounts.invite(db, "autre@example.org", "Autre", MONDAY, timezone="Europe/Brussels").learner_key
    for key, week in ((learner_key, TODAY), (learner_key, TODAY - WEEK), (other, TODAY)):
        note(store, key, week=week)
    with store.writing() as db:
        ballots.take_back(db, learner_key, TODAY)
    assert (kept(store, learner_key), kept(store, other)) == ({TODAY - WEEK: COUNT}, {TODAY: COUNT})


def test_fewer_than_five_wait_in_the_box(store: Store, learner_key: UUID) -> None:
    note(store, learner_key, BallotCount(LEAST_BALLOTS, 4, 4, 4))
    with pytest.raises(Refused, match="Moins de cinq"):
        note(store, learner_key, BallotCount(LEAST_BALLOTS - 1, 4, 4, 4))
    assert kept(store, learner_key) == {TODAY: BallotCount(5, 4, 4, 4)}


def test_no_line_has_more_than_all_or_fewer_than_none(store: Store, learner_key: UUID) -> None:
    for count, wrong in [
        (BallotCount(9, 10, 9, 0), [BallotLine.NEXT]),
        (BallotCount(9, 9, 10, 11), [BallotLine.WHOM, BallotLine.SAID]),
        (BallotCount(9, -1, 0, 9), [BallotLine.NEXT]),
    ]:
        with pytest.raises(Refused, match="plus de « oui »") as error:
            note(store, learner_key, count)
        assert list(error.value.fields) == wrong
        assert kept(store, learner_key) == {}


def test_only_a_monday_of_the_year_that_ends_with_this_week_is_noted(store: Store, learner_key: UUID) -> None:
    for week in [TODAY + WEEK, TODAY + DAY, TODAY - DAY, TODAY - YEAR - WEEK]:
        with pytest.raises(Refused, match="Seules cette semaine"):
            note(store, learner_key, week=week)
        note(store, learner_key, week=TODAY - YEAR)
        note(store, learner_key, week=TODAY, today=TODAY + 6 * DAY)
        assert len(kept(store, learner_key)) == 2


def test_what_is_refused_is_one_kind_of_error_and_leaves_what_was_there(store: Store, learner_key: UUID) -> None:
    note(store, learner_key)
    for week, count in ((TODAY, BallotCount(4, 0, 0, 0)), (TODAY, BallotCount(9, 10, 0, 0)), (TODAY + WEEK, COUNT)):
        with pytest.raises(Refused):
            note(store, learner_key, count, week)
    assert kept(store, learner_key) == {TODAY: COUNT}


def test_weeks_of_before_a_year_stay_in_the_table_and_are_read_no_more(store: Store, learner_key: UUID) -> None:
    note(store, learner_key)
    assert kept(store, learner_key, TODAY + YEAR) == {TODAY: COUNT}
    assert kept(store, learner_key, TODAY + YEAR + WEEK) == {}
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(BallotWeek)) == 1


def test_each_line_is_read_apart(store: Store, learner_key: UUID) -> None:
    note(store, learner_key, BallotCount(9, 7, 6, 8), TODAY - WEEK)
    note(store, learner_key, BallotCount(5, 1, 2, 3))
    counted = kept(store, learner_key)
    assert {line: ballots.batches(counted, line) for line in BallotLine} == {
        BallotLine.NEXT: [Batch(TODAY - WEEK, 9, 7), Batch(TODAY, 5, 1)],
        BallotLine.WHOM: [Batch(TODAY - WEEK, 9, 6), Batch(TODAY, 5, 2)],
        BallotLine.SAID: [Batch(TODAY - WEEK, 9, 8), Batch(TODAY, 5, 3)],
    }


def test_the_audit_log_knows_nothing_of_it(store: Store, learner_key: UUID) -> None:
    note(store, learner_key)
    with store.writing() as db:
        ballots.take_back(db, learner_key, TODAY)
        assert db.scalar(select(func.count()).select_from(Audit)) == 0
