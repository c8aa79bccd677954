"""Lives that are looked at wherever a policy may stop: the minutes so far, and what of it is known a month later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from benchmarks.tutor.measures import wrongly
from benchmarks.tutor.people import Mind
from benchmarks.tutor.portal import Action, Contender
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.world import Living


class Point(NamedTuple):
    """Where one life stands at one stop; shares are of all skills, `wrongly` what its own rule declared so."""

    minutes: float
    known_later: float
    wrongly: float
    reached: bool
    """Whether it came so far, and was not given up before."""


Passed = Callable[[Living, datetime], int]
"""Of a life: how many of its stops lie behind it."""


class Traced(Living):
    """A life under one policy, through all of its stops."""

    def __init__(self, settings: Settings, mind: Mind, contender: Contender, stops: int, passed: Passed) -> None:
        super().__init__(settings, mind, contender)
        self.stops, self.passed, self.points = stops, passed, list[Point]()

    def trace(self) -> list[Point]:
        """Live to the last stop; return the beginning, then each stop, or the end of whoever did not come so far."""
        beginning = self.point(self.settings.origin)
        end = self.point(self.live())._replace(reached=False)
        return [beginning, *self.points, *[end] * (self.stops - len(self.points))]

    def visit(self, now: datetime) -> datetime:
        """Visit as others do; a policy may also come to a stop by doing nothing."""
        now = super().visit(now)
        self.note(now)
        return now

    def act(self, action: Action, now: datetime) -> None:
        """Act as others do, and look at each stop as it comes."""
        super().act(action, now)
        self.note(now)

    def note(self, now: datetime) -> None:
        """Note the stops that have been passed."""
        new = min(self.stops, self.passed(self, now)) - len(self.points)
        if new > 0:
            self.points += [self.point(now)] * new

    def is_over(self) -> bool:
        """Return whether the last stop lies behind, or she is given up."""
        given_up = self.minutes >= self.settings.horizon or self.idle_visits >= self.settings.idle_days
        return given_up or len(self.points) == self.stops

    def point(self, now: datetime) -> Point:
        """Return where the life stands."""
        skills, later = self.mind.course.skills, now + timedelta(days=self.settings.retention_days)
        known_later = sum(self.memory.known(skill, later) for skill in skills) / len(skills)
        return Point(self.minutes, known_later, wrongly(self.by_policy, len(skills)), True)
