"""Working days and local days: when something may come back, and which morning it is."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Days(NamedTuple):
    """A run of days, both ends included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Return whether a day is one of them."""
        return self.first <= day <= self.last


def local_day(at: datetime, timezone: str) -> date:
    """Return the calendar day of an instant in a time zone."""
    return at.astimezone(ZoneInfo(timezone)).date()


def local_hour(day: date, hour: int, timezone: str) -> datetime:
    """Return the instant, in UTC, of a local hour; where the clock skips it, the instant just after the skip."""
    return local_instant(day, time(hour), timezone)


def local_instant(day: date, hour: time, timezone: str) -> datetime:
    """Return the instant, in UTC, of a local hour and minute; of two the first, and of none as much after the skip."""
    # In an hour that the clock skips, fold=0 takes the offset from before the skip: https://peps.python.org/pep-0495/
    return datetime.combine(day, hour, ZoneInfo(timezone)).astimezone(UTC)


def is_working_day(day: date, country: str = "BE", pauses: Collection[Days] = ()) -> bool:
    """Return whether a day is Monday to Friday, no public holiday and in no pause."""
    return day.weekday() < 5 and not is_holiday(day, country) and not is_paused(day, pauses)


def is_holiday(day: date, country: str = "BE") -> bool:
    """Return whether the country keeps a public holiday on that day."""
    return day in _public_holidays(country, day.year)


def is_paused(day: date, pauses: Collection[Days]) -> bool:
    """Return whether a day lies in one of these pauses."""
    return any(pause.covers(day) for pause in pauses)


@cache
def _public_holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # kept out of start-up: it knows two hundred countries

    return frozenset(holidays.country_holidays(country, years=year))


def working_days_later(day: date, count: int, country: str = "BE", pauses: Collection[Days] = ()) -> date:
    """Return the working day that comes `count` working days after a day; a pause on the way moves it by as many."""
    while count:
        day += DAY
        count -= is_working_day(day, country, pauses)
    return day


def monday_of(day: date) -> date:
    """Return the Monday of the week in which a day lies."""
    return day - day.weekday() * DAY
