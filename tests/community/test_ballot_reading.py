"""What a line of the ballot says of the true share, never certain; and what is said to have changed."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.community.ballot_reading import LEAST, LEAST_BATCHES, Batch, LineReading, WeekReading, changed, read_line

MONDAY, WEEK = date(2026, 1, 5), timedelta(weeks=1)
COUNTS = st.integers(5, 60).flatmap(lambda ballots: st.tuples(st.just(ballots), st.integers(0, ballots)))
SERIES = st.lists(st.tuples(st.integers(1, 5), COUNTS), min_size=1, max_size=20)
"""How many weeks after the one before; ballots and « oui »."""


def batches(*counts: tuple[int, int], apart: int = 1) -> list[Batch]:
    return [Batch(MONDAY + apart * number * WEEK, ballots, yes) for number, (ballots, yes) in enumerate(counts)]


def spaced(series: list[tuple[int, tuple[int, int]]]) -> list[Batch]:
    """Batches with holidays between them."""
    week, made = MONDAY, []
    for apart, (ballots, yes) in series:
        week += apart * WEEK
        made.append(Batch(week, ballots, yes))
    return made


def now(*counts: tuple[int, int], apart: int = 1) -> WeekReading:
    latest = read_line(batches(*counts, apart=apart)).now
    assert latest is not None
    return latest


def breadth(week: WeekReading) -> float:
    return week.around[1] - week.around[0]


@given(SERIES)
def test_every_interval_lies_on_the_scale_and_holds_its_estimate(series: list[tuple[int, tuple[int, int]]]) -> None:
    told = spaced(series)
    for week in read_line(told).weeks:
        assert 0 < week.around[0] < week.share < week.around[1] < 1
    assert [week.batch for week in read_line(told).weeks] == told


def test_one_week_alone_has_the_interval_of_jeffreys() -> None:
    """Quantiles of Beta(yes + 1/2, no + 1/2), from scipy.stats.beta.ppf."""
    for ballots, yes, jeffreys in [
        (5, 5, (0.6943, 0.9577, 0.9996)),
        (5, 3, (0.2606, 0.5932, 0.8722)),
        (15, 12, (0.5976, 0.7932, 0.9240)),
        (6, 0, (0.0003, 0.0357, 0.2642)),
        (250, 200, (0.7559, 0.7996, 0.8390)),
    ]:
        week = now((ballots, yes))
        assert (week.around[0], week.share, week.around[1]) == pytest.approx(jeffreys, abs=1.5e-3)


def test_five_of_five_are_not_all_and_counts_past_any_week_lose_no_digit() -> None:
    low, high = now((5, 5)).around
    assert low < 0.75
    assert high < 1
    assert 0.74 < now((100_000, 75_000)).share < 0.76
    assert now((100_000, 0)).share < 0.001
    assert now((40, 40), (40, 0), (40, 40)).share > 0.5


@given(st.integers(5, 40), st.integers(2, 8), st.floats(0, 1))
def test_more_ballots_of_which_as_many_say_yes_are_surer(ballots: int, times: int, share: float) -> None:
    yes = round(share * ballots)
    assert breadth(now((ballots * times, yes * times))) < breadth(now((ballots, yes)))


def test_who_counted_no_instead_sees_the_mirrored_share() -> None:
    counts = [(15, 12), (9, 3), (20, 17), (6, 6)]
    here, there = now(*counts), now(*((ballots, ballots - yes) for ballots, yes in counts))
    assert here.share == pytest.approx(1 - there.share)
    assert here.around == (pytest.approx(1 - there.around[1]), pytest.approx(1 - there.around[0]))


@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_in_which_weeks_are_given_changes_nothing(
    series: list[tuple[int, tuple[int, int]]], random: Random
) -> None:
    told = spaced(series)
    assert read_line(random.sample(told, len(told))) == read_line(told)


def test_without_a_slip_nothing_is_said_and_a_change_comes_with_the_weeks() -> None:
    assert read_line([]) == LineReading((), None)
    assert read_line([]).now is None
    change = read_line(batches(*[(15, 13)] * 8, *[(15, 8)] * 8)).change
    assert change is not None
    assert not change.rose


def test_golden_numbers() -> None:
    """Seven batches, a holiday of two weeks after the third."""
    counts = [(15, 12), (5, 5), (8, 5), (20, 17), (6, 2), (15, 7), (15, 8)]
    told = [batch._replace(week=batch.week + 2 * WEEK * (batch.week > MONDAY + 2 * WEEK)) for batch in batches(*counts)]
    weeks = read_line(told).weeks
    assert [(round(week.share, 3), *(round(end, 3) for end in week.around)) for week in weeks] == [
        (0.752, 0.608, 0.880),
        (0.749, 0.608, 0.879),
        (0.738, 0.598, 0.872),
        (0.724, 0.589, 0.875),
        (0.599, 0.368, 0.741),
        (0.579, 0.371, 0.720),
        (0.575, 0.372, 0.720),
    ]


BEFORE = AFTER = 8
HALF_YEAR = 26
COUNTS_CHANGE = st.integers(5, 40).flatmap(lambda ballots: st.tuples(st.just(ballots), st.integers(0, ballots)))


def weeks(*counts: tuple[int, int]) -> list[Batch]:
    """Week after week, how many ballots and how many « oui »."""
    return [Batch(MONDAY + number * WEEK, ballots, yes) for number, (ballots, yes) in enumerate(counts)]


def test_a_fall_and_a_rise_are_said_with_the_interval_of_the_difference_and_chance_is_not() -> None:
    fell = changed(weeks(*[(15, 13)] * BEFORE, *[(15, 8)] * AFTER))
    assert fell is not None
    assert (fell.before.first, fell.before.last) == (MONDAY, MONDAY + 7 * WEEK)
    assert (fell.after.first, fell.after.last) == (MONDAY + 8 * WEEK, MONDAY + 15 * WEEK)
    assert (fell.before.ballots, fell.before.yes, fell.after.ballots, fell.after.yes) == (120, 104, 120, 64)
    assert (fell.before.share, fell.after.share) == (pytest.approx(104 / 120), pytest.approx(64 / 120))
    assert fell.around == (pytest.approx(-0.4699, abs=1e-4), pytest.approx(-0.1759, abs=1e-4))
    assert not fell.rose
    rose = changed(weeks(*[(15, 8)] * BEFORE, *[(15, 13)] * AFTER))
    assert rose is not None
    assert rose.rose
    assert rose.around[0] > 0
    assert changed(weeks(*[(15, 12)] * BEFORE, *[(15, 11)] * AFTER)) is None


def test_a_change_needs_two_spans_of_which_enough_is_known() -> None:
    whole = weeks(*[(40, 40)] * BEFORE, *[(40, 0)] * AFTER)
    assert changed(whole) is not None
    assert changed(whole[1:]) is None
    assert changed(whole[:-1]) is None
    assert changed([]) is None
    told = weeks(*[(40, 40)] * BEFORE, *[(40, 0)] * AFTER)
    assert changed([*told[:8], *told[-LEAST_BATCHES:]]) is not None
    assert changed([*told[:8], *told[1 - LEAST_BATCHES :]]) is None
    assert changed([told[0], *told[-AFTER - LEAST_BATCHES + 1 :]]) is not None
    assert changed([told[0], *told[-AFTER - LEAST_BATCHES + 2 :]]) is None


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
    assert (change.before.ballots, change.after.ballots) == (5 * 30, 5 * 30)
    assert (change.before.first, change.after.first) == (MONDAY, MONDAY + 8 * WEEK)


def test_a_small_difference_is_not_worth_words_however_sure() -> None:
    small, large = (weeks(*[(10_000, 8_000)] * BEFORE, *[(10_000, yes)] * AFTER) for yes in (7_501, 7_500))
    assert changed(small) is None
    assert changed(large) is not None
    assert pytest.approx(0.05) == LEAST


@given(st.lists(COUNTS_CHANGE, min_size=BEFORE + AFTER, max_size=40))
def test_the_surer_one_wants_to_be_the_less_is_said(counts: list[tuple[int, int]]) -> None:
    batches = weeks(*counts)
    surely, hardly = changed(batches), changed(batches, 0.5)
    assert surely is None or hardly is not None
    if surely is not None:
        low, high = surely.around
        assert low <= surely.after.share - surely.before.share <= high
        assert not low <= 0 <= high


@given(st.lists(COUNTS_CHANGE, min_size=BEFORE + AFTER, max_size=40))
def test_who_counted_no_instead_sees_the_contrary(counts: list[tuple[int, int]]) -> None:
    said = changed(weeks(*counts))
    contrary = changed(weeks(*((ballots, ballots - yes) for ballots, yes in counts)))
    assert (said is None) == (contrary is None)
    if said is not None and contrary is not None:
        assert said.rose is not contrary.rose
