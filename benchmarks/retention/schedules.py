"""The schedules that are compared: when a declared skill is asked again."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial

from fsrs import Card, Scheduler

from benchmarks.retention.memories import rated


class Schedule:
    """Nothing is asked again: what every schedule begins with."""

    by_tutor = False
    """Whether declared skills stay with the tutor, which asks again by the product's own rules."""

    def declared(self, skill: str, day: date) -> None:
        """Note that a skill was declared."""

    def answered(self, skill: str, right: bool, at: datetime) -> None:
        """Note an answer, before or after that."""

    def reviewed(self, skill: str, day: date) -> None:
        """Note that a review is over."""

    def is_due(self, skill: str, day: date) -> bool:
        """Return whether a declared skill is to be reviewed on a day."""
        return False


class AsProposed(Schedule):
    """The product's own rules."""

    by_tutor = True


class Intervals(Schedule):
    """So many days to the first review, to the next…, the last interval again and again, whatever the answers."""

    def __init__(self, *days: int) -> None:
        self.days, self.done, self.due = days, Counter[str](), dict[str, date]()

    def declared(self, skill: str, day: date) -> None:
        self.due[skill] = day + timedelta(days=self.days[0])

    def reviewed(self, skill: str, day: date) -> None:
        self.done[skill] += 1
        self.due[skill] = day + timedelta(days=self.days[min(self.done[skill], len(self.days) - 1)])

    def is_due(self, skill: str, day: date) -> bool:
        return day >= self.due[skill]


class ByFsrs(Schedule):
    """FSRS's own scheduler under its own parameters, told of every answer since the first; right is Good."""

    def __init__(self, desired: float) -> None:
        # No steps of minutes: a visit asks again by itself after a wrong answer.
        self.scheduler = Scheduler(
            desired_retention=desired, learning_steps=(), relearning_steps=(), enable_fuzzing=False
        )
        self.cards: dict[str, Card] = {}

    def answered(self, skill: str, right: bool, at: datetime) -> None:
        self.cards[skill] = rated(self.scheduler, self.cards.get(skill), right, at)

    def is_due(self, skill: str, day: date) -> bool:
        due: datetime = self.cards[skill].due
        return due.date() <= day


UNREVIEWED, PROPOSED = "never reviewed", "as proposed"
SCHEDULES: Mapping[str, Callable[[], Schedule]] = {
    UNREVIEWED: Schedule,
    "every 7 days": partial(Intervals, 7),
    "every 14 days": partial(Intervals, 14),
    "every 30 days": partial(Intervals, 30),
    "1-3-7-21-60 days": partial(Intervals, 1, 3, 7, 21, 60),
    "FSRS at .9": partial(ByFsrs, 0.9),
    "FSRS at .8": partial(ByFsrs, 0.8),
    PROPOSED: AsProposed,
}
