"""Numbers and days as one writes them in French."""

from datetime import date, datetime
from math import isfinite

from models.estimates import Pair
from models.ground.words import NARROW, NO_BREAK, date_in_words

MINUS = "\u2212"
NONE = "\u2014"


def count(number: int) -> str:
    """Write a number: « 12 345 »."""
    return f"{number:,}".replace(",", NARROW)


def decimal(number: float | None, places: int = 3) -> str:
    """Write a number with three decimals: « 0,512 »; a dash for what cannot be told."""
    if number is None or not isfinite(number):
        return NONE
    return f"{number:.{places}f}".replace(".", ",").replace("-", MINUS)


def percent(share: float) -> str:
    """Write a share: « 83 % »."""
    return f"{_points(share)}{NARROW}%"


def percents(pair: Pair) -> str:
    """Write an interval of shares: « 78 à 87 % »."""
    return f"{_points(pair[0])}{NO_BREAK}à{NO_BREAK}{percent(pair[1])}"


def bounds(pair: Pair) -> str:
    """Write an interval of two exact shares: « 0 à 7 % »."""
    low, high = (round(100 * share) for share in pair)
    return f"{low}{NO_BREAK}à{NO_BREAK}{high}{NARROW}%"


def signed(share: float) -> str:
    """Write a difference of shares in points: « +12 », « −8 »."""
    return _signed(f"{100 * share:.0f}")


def signed_decimal(number: float) -> str:
    """Write a signed number: « +0,8 »."""
    return _signed(decimal(number, 1))


def signed_decimals(pair: Pair) -> str:
    """Write an interval of signed numbers: « −0,3 à +0,8 »."""
    return f"{signed_decimal(pair[0])}{NO_BREAK}à{NO_BREAK}{signed_decimal(pair[1])}"


def signed_pair(pair: Pair) -> str:
    """Write an interval of differences in points: « −12 à +3 »."""
    return f"{signed(pair[0])}{NO_BREAK}à{NO_BREAK}{signed(pair[1])}"


def day(at: date) -> str:
    """Write a day: « 1er décembre 2026 »."""
    return date_in_words(at, "fr")


def day_of(instant: str, at: datetime) -> str:
    """Write the day of an instant in ISO 8601, in the time zone of `at`."""
    return day(datetime.fromisoformat(instant).astimezone(at.tzinfo))


def several(number: int, one: str, many: str) -> str:
    """Write a number of things; zero is singular."""
    return f"{count(number)}{NO_BREAK}{one if number < 2 else many}"


def _points(share: float) -> str:
    """Return a share in points, never 0 nor 100: nothing is that sure."""
    points = round(100 * share)
    return {0: f"<{NARROW}1", 100: f">{NARROW}99"}.get(points, str(points))


def _signed(number: str) -> str:
    """Write a number with the sign that mathematics use."""
    number = number.replace("-", MINUS)
    zero = not number.strip(f"{MINUS}0,")
    return number.strip(MINUS) if zero else number if number.startswith(MINUS) else f"+{number}"
