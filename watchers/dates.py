"""Dates as people and machines write them: never invented, never in the future, aware UTC."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from content.schema.yaml_fields import LANGUAGES

LOCAL_ZONE = ZoneInfo("Europe/Brussels")
LONGEST_DATE = 100
# Empty date fields come out as the year 1 or as 1970.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def plausible(moment: datetime, now: datetime) -> datetime | None:
    """Return the moment in UTC, or None if it lies after `now` or before the web; a naive one is local time."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LOCAL_ZONE)
    if not timedelta(0) <= moment - EARLIEST <= now - EARLIEST:
        return None
    return moment.astimezone(UTC)


def read_date(text: str, now: datetime) -> datetime | None:
    """Read a date in French, Dutch or English, or relative to `now` (« hier à 10h »); day first, local time.

    None unless the day, the month and the year are all told.
    """
    import dateparser

    settings = {
        "DATE_ORDER": "DMY",
        "RELATIVE_BASE": now.astimezone(LOCAL_ZONE).replace(tzinfo=None),
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": True,
        "TIMEZONE": str(LOCAL_ZONE),
    }
    moment = dateparser.parse(text[:LONGEST_DATE], languages=[*LANGUAGES], settings=settings)
    return moment and plausible(moment, now)
