"""The database: what is committed stays, what failed leaves nothing, and two writers lose no update."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DataError, IntegrityError, InternalError, ProgrammingError, StatementError

from models.ground.store import Store
from models.learning import learners
from models.tables.answers import Play
from models.tables.base import Base
from models.tables.jobs import Slot
from models.tables.people import Learner
from tests.builders import DENSE, MONDAY
from tests.databases import FreshDatabase, store_on

pytestmark = pytest.mark.dialects


@pytest.fixture
def postgresql_store(postgresql: FreshDatabase) -> Iterator[Store]:
    with postgresql() as url:
        yield store_on(url)


def test_an_exception_takes_back_the_whole_transaction(empty_store: Store) -> None:
    with pytest.raises(ZeroDivisionError), empty_store.writing() as db:
        db.add(Slot(kind="night", slot="2026-11-23", taken_at=MONDAY))
        db.flush()
        raise ZeroDivisionError
    with empty_store.reading() as db:
        assert db.get(Slot, ("night", "2026-11-23")) is None


def test_a_reader_sees_one_state_while_somebody_writes(empty_store: Store) -> None:
    with empty_store.reading() as before:
        assert before.get(Slot, ("night", "1")) is None
        with empty_store.writing() as db:
            db.add(Slot(kind="night", slot="1", taken_at=MONDAY))
        assert before.get(Slot, ("night", "1")) is None
    with empty_store.reading() as after:
        assert after.get(Slot, ("night", "1")) is not None


def test_what_is_read_again_and_again_is_planned_once(postgresql_store: Store) -> None:
    # The pool takes its connections in turn, and each prepares by itself what it has sent five times.
    for _ in range(200):
        with postgresql_store.reading() as db:
            db.get(Slot, ("night", "1"))
    with postgresql_store.reading() as db:
        prepared = db.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert [statement for statement in prepared if "FROM slot" in statement]


def test_who_reads_cannot_write(postgresql_store: Store) -> None:
    with pytest.raises(InternalError), postgresql_store.reading() as db:
        db.execute(text("DELETE FROM slot"))


def test_what_a_reader_changes_in_memory_is_not_kept(empty_store: Store) -> None:
    with empty_store.writing() as db:
        db.add(Slot(kind="night", slot="1", taken_at=MONDAY))
    with empty_store.reading() as db:
        db.get_one(Slot, ("night", "1")).taken_at = MONDAY + timedelta(days=1)
    with empty_store.reading() as db:
        assert db.get_one(Slot, ("night", "1")).taken_at == MONDAY


def test_two_writers_of_one_learner_lose_no_update(empty_store: Store) -> None:
    key, together = uuid4(), Barrier(2)
    with empty_store.writing() as db:
        db.add(Learner(key=key, timezone="Europe/Brussels", last_sequence=0))

    def count_to_ten() -> None:
        together.wait()
        for _ in range(10):
            with empty_store.reading() as db:
                db.get_one(Learner, key)
            with empty_store.writing() as db:
                learners.lock(db, key).last_sequence += 1

    with ThreadPoolExecutor(2) as threads:
        for counting in [threads.submit(count_to_ten) for _ in range(2)]:
            counting.result()
    with empty_store.reading() as db:
        assert db.get_one(Learner, key).last_sequence == 20


def test_a_row_must_point_at_one_that_exists(empty_store: Store) -> None:
    with pytest.raises(IntegrityError), empty_store.writing() as db:
        db.add(Play(id=uuid4(), learner_key=uuid4(), version_id=1, purpose="learn", started_at=MONDAY))


def test_an_instant_comes_back_in_utc_to_the_microsecond(empty_store: Store) -> None:
    at = datetime(2026, 11, 23, 10, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    with empty_store.writing() as db:
        db.add(Slot(kind="night", slot="1", taken_at=at))
    with empty_store.reading() as db:
        taken_at = db.get_one(Slot, ("night", "1")).taken_at
    assert (taken_at, taken_at.tzinfo) == (at, UTC)


def test_a_naive_instant_is_refused(empty_store: Store) -> None:
    with pytest.raises(StatementError, match="naive"), empty_store.writing() as db:
        db.add(Slot(kind="night", slot="1", taken_at=datetime(2026, 11, 23)))


def test_all_tables_are_there_with_named_constraints(empty_store: Store) -> None:
    tables = inspect(empty_store.engine)
    assert set(tables.get_table_names()) >= set(Base.metadata.tables)
    assert tables.get_pk_constraint("answer")["name"] == "pk_answer"


def test_nothing_is_opened_before_the_first_transaction() -> None:
    Store("sqlite:////nowhere/at/all.sqlite3").dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_keeps_what_is_committed_and_checks_what_points_where(empty_store: Store) -> None:
    with empty_store.reading() as db:
        modes = [db.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert modes == ["wal", 2, 1]


TOO_LARGE = "SELECT CAST(:value AS BIGINT)"


@pytest.mark.parametrize(
    ("database", "statement", "value"),
    [
        ("sqlite", TOO_LARGE, 10**30),
        ("postgresql", TOO_LARGE, 10**30),
        ("sqlite", "SELECT zeroblob(:value)", 2_000_000_000),
        ("postgresql", "INSERT INTO slot VALUES ('night', :value, now())", DENSE),
        ("postgresql", "SELECT CAST(:value AS TEXT)", "a\0b"),
    ],
)
def test_a_value_that_is_refused_is_told_from_a_database_that_is_away(
    request: pytest.FixtureRequest, database: str, statement: str, value: object
) -> None:
    with request.getfixturevalue(database)() as url, pytest.raises(DataError), store_on(url).writing() as db:
        db.execute(text(statement), {"value": value})


def test_what_no_database_understands_is_told_from_one_that_is_away(empty_store: Store) -> None:
    with pytest.raises(ProgrammingError), empty_store.reading() as db:
        db.execute(text("SELECT * FROM nowhere"))
