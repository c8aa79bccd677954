"""The measure of the mirror, on few of each: it counts as false what is false, and the goals that hold do."""

from datetime import date

import numpy
import pytest
from numpy.random import RandomState

from benchmarks import mirror
from benchmarks.mirror import MONDAY, WEEK, Series
from models.practice.change import AFTER, Batch, changed
from models.practice.reading import as_seen


def dropped(truth: list[float]) -> Series:
    """Sixteen weeks of which the latter half has far fewer « oui », whatever the truth is."""
    batches = [Batch(MONDAY + week * WEEK, 20, 18 if week < AFTER // WEEK else 9) for week in range(16)]
    return Series(numpy.array(truth), batches)


@pytest.mark.parametrize(("after", "is_none"), [(0.9, True), (0.89, True), (0.95, True), (0.8, False), (0.5, False)])
def test_a_change_is_none_where_the_truth_hardly_moved_or_the_other_way(after: float, is_none: bool) -> None:
    made = dropped([0.9] * 8 + [after] * 8)
    change = changed(made.batches)
    assert change is not None
    assert made.is_none(change) is is_none


def test_the_truth_of_a_span_weighs_its_slips() -> None:
    batches = [Batch(MONDAY, 30, 0), Batch(MONDAY + WEEK, 10, 0), Batch(MONDAY + 2 * WEEK, 99, 0)]
    made = Series(numpy.array([0.4, 0.8, 0.1]), batches)
    assert made.true_in(MONDAY, MONDAY + WEEK) == pytest.approx(0.5)


def test_weeks_that_are_missing_are_not_typed() -> None:
    made = mirror.series(mirror.constant, 0.7, 15, RandomState(3), gaps=True)
    assert 15 <= len(made.batches) <= mirror.WEEKS - mirror.HOLIDAY
    assert {batch.week.weekday() for batch in made.batches} == {date(2026, 1, 5).weekday()}


def test_the_sum_of_page_waits_at_nothing_and_climbs_in_a_drop() -> None:
    counts = numpy.array([[12] * 13 + [6] * 13])
    (sums,) = mirror.cusum(counts, 0.8, 15)
    assert max(sums[:13]) <= 0
    assert all(later > earlier for earlier, later in zip(sums[13:], sums[14:], strict=False))


def test_few_series_that_never_move_are_told_a_change_and_intervals_hold_them() -> None:
    random = RandomState(4)
    made = [mirror.series(mirror.constant, rate, 15, random) for rate in mirror.RATES for _ in range(20)]
    assert mirror.false_changes(made).strictly <= 0.1
    assert 0.85 <= sum(mirror.held(one, as_seen(one.batches)) for one in made) / len(made) <= 0.98


def test_a_drop_is_found_with_many_slips() -> None:
    random = RandomState(5)
    made = [mirror.series(mirror.dropping, 0.8, 40, random) for _ in range(30)]
    assert sum(mirror.is_found(one, mirror.SURE) for one in made) >= 27
