"""Working days and local days: when something may come back, and which morning it is."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo


def local_day(at: datetime, timezone: str) -> date:
    """The calendar day of an instant in a time zone."""
    return at.astimezone(ZoneInfo(timezone)).date()


def local_hour(day: date, hour: int, timezone: str) -> datetime:
    """The instant, in UTC, of a local hour; where the clock skips it, the instant just after the skip."""
    local = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)


def is_working_day(day: date, country: str = "BE") -> bool:
    """Monday to Friday, less the public holidays of the country."""
    return day.weekday() < 5 and day not in _public_holidays(country, day.year)


@cache
def _public_holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # kept out of start-up: it knows two hundred countries

    return frozenset(holidays.country_holidays(country, years=year))


def working_days_later(day: date, count: int, country: str = "BE") -> date:
    """The working day that comes `count` working days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, country)
    return day
