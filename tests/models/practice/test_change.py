"""What is said to have changed: only between two spans, only where the interval of the difference says so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.practice.change import LEAST, LEAST_BATCHES, Batch, changed

MONDAY, WEEK = date(2026, 1, 5), timedelta(weeks=1)
BEFORE = AFTER = 8
HALF_YEAR = 26
COUNTS = st.integers(5, 40).flatmap(lambda slips: st.tuples(st.just(slips), st.integers(0, slips)))


def weeks(*counts: tuple[int, int]) -> list[Batch]:
    """Week after week, how many slips and how many « oui »."""
    return [Batch(MONDAY + number * WEEK, slips, yes) for number, (slips, yes) in enumerate(counts)]


def test_a_fall_is_said_with_both_spans_and_the_interval_of_the_difference() -> None:
    fell = changed(weeks(*[(15, 13)] * BEFORE, *[(15, 8)] * AFTER))
    assert fell is not None
    assert (fell.before.first, fell.before.last) == (MONDAY, MONDAY + 7 * WEEK)
    assert (fell.after.first, fell.after.last) == (MONDAY + 8 * WEEK, MONDAY + 15 * WEEK)
    assert (fell.before.slips, fell.before.yes, fell.after.slips, fell.after.yes) == (120, 104, 120, 64)
    assert (fell.before.share, fell.after.share) == (pytest.approx(104 / 120), pytest.approx(64 / 120))
    assert fell.around == (pytest.approx(-0.4699, abs=1e-4), pytest.approx(-0.1759, abs=1e-4))
    assert not fell.rose


def test_a_rise_is_the_same_the_other_way() -> None:
    rose = changed(weeks(*[(15, 8)] * BEFORE, *[(15, 13)] * AFTER))
    assert rose is not None
    assert rose.rose
    assert rose.around[0] > 0


def test_what_chance_alone_would_do_is_not_said() -> None:
    assert changed(weeks(*[(15, 12)] * BEFORE, *[(15, 11)] * AFTER)) is None


def test_a_change_needs_both_spans() -> None:
    whole = weeks(*[(40, 40)] * BEFORE, *[(40, 0)] * AFTER)
    assert changed(whole) is not None
    assert changed(whole[1:]) is None
    assert changed(whole[:-1]) is None
    assert changed([]) is None


def test_what_lies_more_than_half_a_year_back_counts_no_longer() -> None:
    lately = weeks(*[(15, 13)] * HALF_YEAR)
    before_that = [Batch(MONDAY - number * WEEK, 15, 0) for number in (3, 2, 1)]
    assert changed(lately) is None
    assert changed([*before_that, *lately]) is None
    assert changed([*before_that, *lately[:-3]]) is not None


def test_weeks_without_slips_are_passed_over() -> None:
    told = weeks(*[(30, 26)] * BEFORE, *[(30, 16)] * AFTER)
    with_holidays = [*told[:2], *told[5:9], *told[12:]]
    change = changed(with_holidays)
    assert change is not None
    assert (change.before.slips, change.after.slips) == (5 * 30, 5 * 30)
    assert (change.before.first, change.after.first) == (MONDAY, MONDAY + 8 * WEEK)


def test_a_span_of_which_too_little_is_known_is_not_spoken_of() -> None:
    told = weeks(*[(40, 40)] * BEFORE, *[(40, 0)] * AFTER)
    assert changed([*told[:8], *told[-LEAST_BATCHES:]]) is not None
    assert changed([*told[:8], *told[1 - LEAST_BATCHES :]]) is None
    assert changed([told[0], *told[-AFTER - LEAST_BATCHES + 1 :]]) is not None
    assert changed([told[0], *told[-AFTER - LEAST_BATCHES + 2 :]]) is None


def test_a_small_difference_is_not_worth_words_however_sure() -> None:
    small, large = (weeks(*[(10_000, 8_000)] * BEFORE, *[(10_000, yes)] * AFTER) for yes in (7_501, 7_500))
    assert changed(small) is None
    assert changed(large) is not None
    assert pytest.approx(0.05) == LEAST


@given(st.lists(COUNTS, min_size=BEFORE + AFTER, max_size=40))
def test_the_surer_one_wants_to_be_the_less_is_said(counts: list[tuple[int, int]]) -> None:
    batches = weeks(*counts)
    surely, hardly = changed(batches), changed(batches, 0.5)
    assert surely is None or hardly is not None
    if surely is not None:
        low, high = surely.around
        assert low <= surely.after.share - surely.before.share <= high
        assert not low <= 0 <= high


@given(st.lists(COUNTS, min_size=BEFORE + AFTER, max_size=40))
def test_who_counted_no_instead_sees_the_contrary(counts: list[tuple[int, int]]) -> None:
    said = changed(weeks(*counts))
    contrary = changed(weeks(*((slips, slips - yes) for slips, yes in counts)))
    assert (said is None) == (contrary is None)
    if said is not None and contrary is not None:
        assert said.rose is not contrary.rose
