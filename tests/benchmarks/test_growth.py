"""What grows with the log: everything is measured on a small one, and a power is that of the answers."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from benchmarks.growth import PER_LEARNER, UNITS, fill, measure, power, table
from models.fitting.rows import answers_to_fit
from models.ground import schema
from models.ground.store import Store
from models.tables.study import Answer


def test_everything_is_measured_and_stands_in_the_table(tmp_path: Path) -> None:
    size, measured = measure(f"sqlite:///{tmp_path}/growth.sqlite3", tmp_path, 1000, seed=1)
    assert size == 1000
    assert set(measured) == set(UNITS)
    assert all(value > 0 for value in measured.values())
    head, *lines = table({size: measured})
    assert "1000" in head
    assert [line.split(" (")[0] for line in lines] == list(UNITS)


def test_learners_grow_with_the_log_and_their_histories_do_not(tmp_path: Path) -> None:
    schema.upgrade(f"sqlite:///{tmp_path}/growth.sqlite3")
    store = Store(f"sqlite:///{tmp_path}/growth.sqlite3")
    fill(store, learners=7, seed=1)
    with store.reading() as db:
        fitted, given = answers_to_fit(db), db.scalar(select(func.count(Answer.id)))
    store.dispose()
    assert Counter(fitted.learner.tolist()) == dict.fromkeys(range(7), PER_LEARNER)
    assert len(fitted) == given, "each is a first exposure"


@pytest.mark.parametrize(("values", "slope"), [([2, 20, 200], "1.00"), ([5, 5, 5], "0.00"), ([1, 100, 10_000], "2.00")])
def test_a_power_is_the_slope_of_the_logarithms(values: list[float], slope: str) -> None:
    assert power([10, 100, 1000], values) == slope


def test_one_size_has_no_power() -> None:
    assert power([1000], [3.0]) == "-"
