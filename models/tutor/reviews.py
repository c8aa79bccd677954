"""The days of reviews: before skills fade, on working days, a few a day."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

MOST_A_DAY = 2
AFTER_ABSENCE_DAYS = 10
"""Working days over which what has piled up is spread: two weeks."""


def spread(
    due: Mapping[str, date], today: date, is_working: Callable[[date], bool], away: bool = False, done: int = 0
) -> dict[str, date]:
    """Return the working day of each review, never before today: what is due longest first, MOST_A_DAY a day.

    `due` is the day on which each skill stops being fresh, `done` how many came back today already. After an absence
    one comes today, and what has piled up is spread evenly over two weeks, more a day only where it must.
    """
    days: dict[str, date] = {}
    taken = {today: done}
    # Names break ties, so that the plan of a week does not change by being looked at.
    waiting = sorted(due, key=lambda skill: (due[skill], skill))
    piled = sum(day <= today for day in due.values())
    # Rounded up, so that all that has piled up fits into the two weeks.
    pace = max(1, -(-piled // AFTER_ABSENCE_DAYS)) if away else MOST_A_DAY
    for skill in waiting:
        day = max(today, due[skill])
        while not is_working(day) or taken.get(day, 0) >= pace:
            day += timedelta(days=1)
        days[skill], taken[day] = day, taken.get(day, 0) + 1
    return days
