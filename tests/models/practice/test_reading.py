"""What a line of the slip says of the true share: never certain, drawn to her own past."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.practice import reading
from models.practice.change import Batch
from models.practice.reading import LineReading, WeekReading, as_seen, read

MONDAY, WEEK = date(2026, 1, 5), timedelta(weeks=1)
COUNTS = st.integers(5, 60).flatmap(lambda slips: st.tuples(st.just(slips), st.integers(0, slips)))
SERIES = st.lists(st.tuples(st.integers(1, 5), COUNTS), min_size=1, max_size=20)
"""How many weeks after the one before; slips and « oui »."""


def batches(*counts: tuple[int, int], apart: int = 1) -> list[Batch]:
    return [Batch(MONDAY + apart * number * WEEK, slips, yes) for number, (slips, yes) in enumerate(counts)]


def spaced(series: list[tuple[int, tuple[int, int]]]) -> list[Batch]:
    """Batches with holidays between them."""
    week, made = MONDAY, []
    for apart, (slips, yes) in series:
        week += apart * WEEK
        made.append(Batch(week, slips, yes))
    return made


def now(*counts: tuple[int, int], apart: int = 1) -> WeekReading:
    latest = read(batches(*counts, apart=apart)).now
    assert latest is not None
    return latest


def breadth(week: WeekReading) -> float:
    return week.around[1] - week.around[0]


@given(SERIES)
def test_every_interval_lies_on_the_scale_and_holds_its_estimate(series: list[tuple[int, tuple[int, int]]]) -> None:
    told = spaced(series)
    for week in (*read(told).weeks, *as_seen(told)):
        assert 0 < week.around[0] < week.share < week.around[1] < 1
    assert [week.batch for week in read(told).weeks] == told


@pytest.mark.parametrize(
    ("slips", "yes", "jeffreys"),
    [
        (5, 5, (0.6943, 0.9577, 0.9996)),
        (5, 3, (0.2606, 0.5932, 0.8722)),
        (15, 12, (0.5976, 0.7932, 0.9240)),
        (6, 0, (0.0003, 0.0357, 0.2642)),
        (250, 200, (0.7559, 0.7996, 0.8390)),
    ],
)
def test_one_week_alone_has_the_interval_of_jeffreys(slips: int, yes: int, jeffreys: tuple[float, ...]) -> None:
    """Quantiles of Beta(yes + 1/2, no + 1/2), from scipy.stats.beta.ppf."""
    week = now((slips, yes))
    assert (week.around[0], week.share, week.around[1]) == pytest.approx(jeffreys, abs=1.5e-3)


def test_five_of_five_are_not_all() -> None:
    low, high = now((5, 5)).around
    assert low < 0.75
    assert high < 1


@given(st.integers(5, 40), st.integers(2, 8), st.floats(0, 1))
def test_more_slips_of_which_as_many_say_yes_are_surer(slips: int, times: int, share: float) -> None:
    yes = round(share * slips)
    assert breadth(now((slips * times, yes * times))) < breadth(now((slips, yes)))


def test_a_poor_week_is_drawn_to_her_own_past() -> None:
    alone, after_good_weeks = now((5, 2)), now(*[(15, 13)] * 10, (5, 2))
    assert after_good_weeks.share > alone.share + 0.2
    assert breadth(after_good_weeks) < breadth(alone)


def test_what_is_long_ago_counts_less() -> None:
    soon, late = now((60, 42), (5, 3)), now((60, 42), (5, 3), apart=20)
    assert late.share < soon.share
    assert breadth(late) > breadth(soon)


def test_a_week_becomes_clearer_by_what_comes_after() -> None:
    told = batches(*[(15, 12)] * 12)
    assert breadth(read(told).weeks[3]) < breadth(as_seen(told)[3])


def test_who_counted_no_instead_sees_the_mirrored_share() -> None:
    counts = [(15, 12), (9, 3), (20, 17), (6, 6)]
    here, there = now(*counts), now(*((slips, slips - yes) for slips, yes in counts))
    assert here.share == pytest.approx(1 - there.share)
    assert here.around == (pytest.approx(1 - there.around[1]), pytest.approx(1 - there.around[0]))


@given(SERIES, st.randoms(use_true_random=False))
def test_the_order_in_which_weeks_are_given_changes_nothing(
    series: list[tuple[int, tuple[int, int]]], random: Random
) -> None:
    told = spaced(series)
    assert read(random.sample(told, len(told))) == read(told)


@given(SERIES)
def test_what_was_seen_in_a_week_is_what_was_read_then_to_the_last_bit(
    series: list[tuple[int, tuple[int, int]]],
) -> None:
    told = spaced(series)
    seen = as_seen(told)
    assert seen[-1] == read(told).now
    assert seen[0] == read(told[:1]).now
    assert read(told) == read(told)


def test_without_a_slip_nothing_is_said() -> None:
    assert read([]) == LineReading((), None)
    assert read([]).now is None
    assert as_seen([]) == ()


def test_a_change_comes_with_the_weeks() -> None:
    change = read(batches(*[(15, 13)] * 8, *[(15, 8)] * 8)).change
    assert change is not None
    assert not change.rose


def test_counts_past_any_week_lose_no_digit() -> None:
    assert 0.74 < now((100_000, 75_000)).share < 0.76
    assert now((100_000, 0)).share < 0.001
    assert now((40, 40), (40, 0), (40, 40)).share > 0.5


def test_golden_numbers() -> None:
    """Seven batches, a holiday of two weeks after the third."""
    counts = [(15, 12), (5, 5), (8, 5), (20, 17), (6, 2), (15, 7), (15, 8)]
    told = [batch._replace(week=batch.week + 2 * WEEK * (batch.week > MONDAY + 2 * WEEK)) for batch in batches(*counts)]
    weeks = read(told).weeks
    assert [(round(week.share, 3), *(round(end, 3) for end in week.around)) for week in weeks] == [
        (0.752, 0.608, 0.880),
        (0.749, 0.608, 0.879),
        (0.738, 0.598, 0.872),
        (0.724, 0.589, 0.875),
        (0.599, 0.368, 0.741),
        (0.579, 0.371, 0.720),
        (0.575, 0.372, 0.720),
    ]


def test_a_year_costs_no_more_steps_than_it_has_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the time goes into, counted: a move forward and one back for each week and pace."""
    moves = []
    moved = reading._moved
    monkeypatch.setattr(reading, "_moved", lambda belief, step: moves.append(len(step)) or moved(belief, step))
    read(batches(*[(15, 12)] * 52))
    assert len(moves) == (52 + 51) * len(reading.PACES)
    assert sum(moves) == 2 * 51 * sum(map(len, reading.PACES))
