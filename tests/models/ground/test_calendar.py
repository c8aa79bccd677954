"""Which day it is where the learner works, and which days are for work."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.ground.calendar import Days, is_working_day, local_day, local_hour, monday_of, working_days_later

BRUSSELS = "Europe/Brussels"


def test_the_day_changes_at_midnight_where_the_learner_is() -> None:
    for at, timezone, day in [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), BRUSSELS, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), BRUSSELS, date(2026, 11, 24)),
        (datetime(2026, 7, 23, 22, 0, tzinfo=UTC), BRUSSELS, date(2026, 7, 24)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "America/Guadeloupe", date(2026, 11, 23)),
    ]:
        assert local_day(at, timezone) == day


def test_a_local_hour_is_one_instant_also_when_the_clock_changes() -> None:
    for day, hour, instant in [
        (date(2026, 11, 24), 7, datetime(2026, 11, 24, 6, tzinfo=UTC)),
        (date(2026, 7, 24), 7, datetime(2026, 7, 24, 5, tzinfo=UTC)),
        # two o'clock does not exist on that night: three o'clock stands for it
        (date(2026, 3, 29), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # two o'clock comes twice on that one: the first is meant
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ]:
        assert local_hour(day, hour, BRUSSELS) == instant


def test_monday_to_friday_are_working_days_less_the_holidays_of_the_country() -> None:
    for day, working in [
        (date(2026, 11, 23), True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 11, 11), False),
        (date(2026, 7, 21), False),
        (date(2027, 5, 6), False),  # Ascension Day moves with Easter
        (date(2026, 7, 14), True),
    ]:
        assert is_working_day(day) is working
    assert not is_working_day(date(2026, 7, 14), "FR")
    assert is_working_day(date(2026, 7, 21), "FR")


def test_week_ends_and_holidays_are_not_counted() -> None:
    for day, count, later in [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 11, 28), 5, date(2026, 12, 4)),
    ]:
        assert working_days_later(day, count) == later


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Days, ...]:
    """A few pauses, up to two months each, in any order; they may overlap."""
    begun = draw(st.lists(days, max_size=4))
    return tuple(Days(first, first + timedelta(days=draw(st.integers(0, 60)))) for first in begun)


@given(days, pauses())
def test_a_day_of_a_pause_is_no_working_day_and_other_days_are_what_they_were(day: date, off: tuple[Days, ...]) -> None:
    paused = any(first <= day <= last for first, last in off)
    assert is_working_day(day, pauses=off) is (is_working_day(day) and not paused)


@given(days, st.integers(1, 30), pauses())
def test_so_many_working_days_later_means_so_many_days_at_work(day: date, count: int, off: tuple[Days, ...]) -> None:
    later = working_days_later(day, count, pauses=off)
    between = [day + timedelta(days=number) for number in range(1, (later - day).days + 1)]
    assert is_working_day(later, pauses=off)
    assert sum(is_working_day(one, pauses=off) for one in between) == count


@given(days, st.integers(0, 30), pauses())
def test_a_pause_only_ever_moves_what_is_due_away(day: date, count: int, off: tuple[Days, ...]) -> None:
    without = working_days_later(day, count)
    later = working_days_later(day, count, pauses=off)
    assert later >= without
    if not any(first <= without and last > day for first, last in off):
        assert later == without


@given(days)
def test_a_week_begins_on_its_monday(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert timedelta() <= day - monday < timedelta(days=7)
