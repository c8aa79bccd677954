"""The days of reviews: before skills fade, on working days, a few a day; before leave what would not outlast it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

Leave = tuple[date, date]
"""Planned days off, both ends included."""
DAY = timedelta(days=1)
MOST_A_DAY = 3
AFTER_ABSENCE_DAYS = 10
"""Working days over which what has piled up is spread: two weeks."""


class ReviewPlan(NamedTuple):
    """The working day of each review, and of those that planned leave brings forward, which leave."""

    days: Mapping[str, date]
    advanced: Mapping[str, Leave]


class ReviewDue(NamedTuple):
    """When a skill is best reviewed, were it not for leave, and the last day on whose morning it is still fresh."""

    best: date
    lasts: date


def planned(
    due: Mapping[str, ReviewDue],
    today: date,
    is_working: Callable[[date], bool],
    leave: Sequence[Leave] = (),
    away: bool = False,
    done: int = 0,
) -> ReviewPlan:
    """Return the plan of all reviews; `is_working` knows nothing of one's own leave.

    What would be forgotten by the return from leave comes before it, as late as there is room; what still is fresh
    then, or has no room before, comes after it.
    """
    days = spread(due, today, is_working, leave, away, done)
    without = spread(due, today, is_working, (), away, done) if leave else days
    advanced: dict[str, Leave] = {}
    for skill, day in days.items():
        # The last leave that begins after the new day and no later than the old one.
        if between := [one for one in leave if day < one[0] <= without[skill]]:
            advanced[skill] = max(between)
    return ReviewPlan(days, advanced)


def spread(
    due: Mapping[str, ReviewDue],
    today: date,
    is_working: Callable[[date], bool],
    leave: Sequence[Leave] = (),
    away: bool = False,
    done: int = 0,
) -> dict[str, date]:
    """Return the working day of each review, never before today: what is due longest first, MOST_A_DAY a day.

    `done` is how many came back today already. After an absence one comes today, and what has piled up is spread
    evenly over two weeks, more a day only where it must.
    """
    days: dict[str, date] = {}
    piled = sum(one.best <= today for one in due.values())
    # Rounded up, so that all that has piled up fits into the two weeks.
    pace = max(1, -(-piled // AFTER_ABSENCE_DAYS)) if away else MOST_A_DAY
    diary = _Diary(today, is_working, leave, pace, {today: done})
    # Names break ties, so that the plan of a week does not change by being looked at.
    for skill in sorted(due, key=lambda skill: (due[skill].best, skill)):
        days[skill] = diary.place(due[skill])
    return days


class _Diary:
    """The working days from today on, each with room for a few reviews."""

    def __init__(
        self,
        today: date,
        is_working: Callable[[date], bool],
        leave: Sequence[Leave],
        pace: int,
        taken: dict[date, int],
    ) -> None:
        self.today, self.is_working, self.leave, self.pace, self.taken = today, is_working, leave, pace, taken

    def place(self, due: ReviewDue) -> date:
        """Take the day for a review: the first from its best day on, or one before the leave that it cannot outlast."""
        best = max(self.today, due.best)
        day = best
        while not self._has_room(day):
            day += DAY
        crossed = max((one for one in self.leave if one[0] <= day and best <= one[1]), default=None)
        if crossed and due.lasts < day:
            day = self._before(crossed[0]) or day
        self.taken[day] = self.taken.get(day, 0) + 1
        return day

    def _has_room(self, day: date) -> bool:
        off = any(first <= day <= last for first, last in self.leave)
        return self.is_working(day) and not off and self.taken.get(day, 0) < self.pace

    def _before(self, day: date) -> date | None:
        """Return the last day before a day, from today on, that has room."""
        while day > self.today:
            day -= DAY
            if self._has_room(day):
                return day
        return None
