"""Which day it is where the learner works, and which days are for work."""

from datetime import UTC, date, datetime

import pytest

from models.calendar import is_working_day, local_day, local_hour, working_days_later

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("at", "timezone", "day"),
    [
        (datetime(2026, 11, 23, 22, 59, tzinfo=UTC), BRUSSELS, date(2026, 11, 23)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), BRUSSELS, date(2026, 11, 24)),
        (datetime(2026, 7, 23, 22, 0, tzinfo=UTC), BRUSSELS, date(2026, 7, 24)),
        (datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "America/Guadeloupe", date(2026, 11, 23)),
    ],
)
def test_the_day_changes_at_midnight_where_the_learner_is(at: datetime, timezone: str, day: date) -> None:
    assert local_day(at, timezone) == day


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2026, 11, 24), 7, datetime(2026, 11, 24, 6, tzinfo=UTC)),
        (date(2026, 7, 24), 7, datetime(2026, 7, 24, 5, tzinfo=UTC)),
        # two o'clock does not exist on that night: three o'clock stands for it
        (date(2026, 3, 29), 2, datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # two o'clock comes twice on that one: the first is meant
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, tzinfo=UTC)),
    ],
)
def test_a_local_hour_is_one_instant_also_when_the_clock_changes(day: date, hour: int, instant: datetime) -> None:
    assert local_hour(day, hour, BRUSSELS) == instant


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 11, 29), False),
        (date(2026, 11, 11), False),
        (date(2026, 7, 21), False),
        (date(2027, 5, 6), False),  # Ascension Day moves with Easter
        (date(2026, 7, 14), True),
    ],
)
def test_monday_to_friday_are_working_days_less_the_holidays_of_belgium(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_another_country_has_its_own_holidays() -> None:
    assert not is_working_day(date(2026, 7, 14), "FR")
    assert is_working_day(date(2026, 7, 21), "FR")


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 11, 28), 5, date(2026, 12, 4)),
    ],
)
def test_week_ends_and_holidays_are_not_counted(day: date, count: int, later: date) -> None:
    assert working_days_later(day, count) == later
