"""The bound on all tutors lies above the best plan of a small world, and close to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from math import prod
from typing import NamedTuple

import pytest

from benchmarks.tutor.course import course
from benchmarks.tutor.frontier.bound import bound_on, cards_minutes, most, question_minutes
from benchmarks.tutor.lives import TRUTHS
from benchmarks.tutor.people import Kind, Mind, passed, person
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.truths import AsFitted, Gap, Lesson, Row

QUICK = replace(Settings(), domains=1, skills_per_domain=2, first_step=0.8, second_step=0.8, lasts_longer=3.0)
"""Two skills, soon learned and soon lasting, so that all that may happen can be followed to its end."""


class Small(NamedTuple):
    """A world small enough: what a minute must bring, how many days there are, and minutes in each."""

    truth: str
    price: float
    days: int
    minutes: float


SMALL = [Small("as fitted", 0.2, 2, 2.0), Small("as fitted", 0.3, 2, 2.0), Small("otherwise", 0.1, 4, 1.4)]


def mind_of(truth: str, number: int = 0, kind: Kind = Kind.ORDINARY) -> Mind:
    """A learner of two skills, the second of which builds on the first."""
    followed = course(QUICK)
    return Mind(QUICK, followed, TRUTHS[truth](QUICK, followed), person(QUICK, kind, number))


class Met(NamedTuple):
    """One skill: its state when it was last met, on which day, on how many, after how many answers."""

    state: int
    day: int = 0
    met_on: int = 0
    mark: int = 0


class Stand(NamedTuple):
    """All that a plan can depend on."""

    skills: tuple[Met, ...]
    minutes: float
    day: int = 0
    answers: int = 0
    read: frozenset[str] = frozenset()


class Exact:
    """The best plan of a small world, by dynamic programming over states, days and minutes, nothing left out."""

    def __init__(self, small: Small, mind: Mind) -> None:
        self.small, self.mind, self.names, self.known = small, mind, mind.course.skills, mind.truth.known
        self.worth = cache(self.best)

    def expected(self) -> float:
        """What the best plan comes to in the mean, from how she may begin."""
        states = [enumerate(self.mind.begins(name)) for name in self.names]
        return sum(
            prod(chance for _, chance in each)
            * self.worth(Stand(tuple(Met(state) for state, _ in each), self.small.minutes))
            for each in product(*states)
            if all(chance for _, chance in each)
        )

    def best(self, stand: Stand) -> float:
        """What is known a month later under the best plan, less the price of its minutes; in skills."""
        values = [self.left(stand)]
        if stand.minutes > 0:
            values += [self.asked(stand, place) for place in range(len(self.names))]
            values += [self.reads(stand, module) for module in self.mind.course.modules if module not in stand.read]
        if stand.day + 1 < self.small.days and any(one.met_on for one in stand.skills):
            values.append(self.worth(stand._replace(day=stand.day + 1, minutes=self.small.minutes)))
        return max(values)

    def left(self, stand: Stand) -> float:
        rows = (self.row(stand, place, QUICK.retention_days) for place in range(len(self.names)))
        return sum(row[self.known] for row in rows)

    def asked(self, stand: Stand, place: int) -> float:
        took = question_minutes(self.mind)
        after = stand._replace(minutes=round(stand.minutes - took, 6), answers=self.counted(stand))
        lesson = Lesson(False, self.ready(stand, place))
        return self.mean(self.met(after, place, self.row(stand, place), lesson)) - self.small.price * took

    def counted(self, stand: Stand) -> int:
        """How many answers there have been, where a truth asks for it: fewer states else."""
        return stand.answers + isinstance(self.mind.truth, AsFitted)

    def reads(self, stand: Stand, module: str) -> float:
        took, skills = cards_minutes(self.mind), self.mind.course.modules[module].skills
        known = {one for other in stand.read for one in self.mind.course.modules[other].skills}
        after = stand._replace(minutes=round(stand.minutes - took, 6), read=stand.read | {module})
        lived: Mapping[Stand, float] = {after: 1.0}
        for skill in skills:
            lived = self.each_met(lived, self.names.index(skill), first=skill not in known)
        return self.mean(lived.items()) - self.small.price * took

    def each_met(self, lived: Mapping[Stand, float], place: int, first: bool) -> dict[Stand, float]:
        met: dict[Stand, float] = {}
        for stand, share in lived.items():
            lesson = Lesson(first, self.ready(stand, place))
            for after, chance in self.met(stand, place, self.row(stand, place), lesson):
                met[after] = met.get(after, 0.0) + share * chance
        return met

    def met(self, stand: Stand, place: int, row: Row, lesson: Lesson) -> Iterator[tuple[Stand, float]]:
        """How one stands after a meeting, and with what probability."""
        chain = self.mind.learns(self.names[place], lesson, False)
        assert chain
        met_on = stand.skills[place].met_on
        met_on += not met_on or stand.skills[place].day < stand.day
        for state, chance in enumerate(passed(row, chain)):
            if chance:
                one = Met(state, stand.day, met_on, stand.answers)
                yield stand._replace(skills=(*stand.skills[:place], one, *stand.skills[place + 1 :])), chance

    def mean(self, lived: Iterable[tuple[Stand, float]]) -> float:
        return sum(chance * self.worth(stand) for stand, chance in lived)

    def row(self, stand: Stand, place: int, days: int = 0) -> Row:
        """The states of a skill, so many days from now."""
        one = stand.skills[place]
        row = tuple(float(state == one.state) for state in range(len(self.mind.begins(self.names[place]))))
        gap = Gap(float(stand.day - one.day + days), stand.answers - one.mark, one.met_on)
        return passed(row, self.mind.forgets(self.names[place], gap)) if one.met_on else row

    def ready(self, stand: Stand, place: int) -> float:
        needed = [self.names.index(one) for one in self.mind.course.prerequisites[self.names[place]]]
        return min((self.row(stand, one)[self.known] for one in needed), default=1.0)


@pytest.mark.parametrize("small", SMALL)
def test_the_bound_lies_above_the_best_plan_of_a_small_world_by_a_few_percent(small: Small) -> None:
    mind = mind_of(small.truth)
    best = Exact(small, mind).expected() / len(mind.course.skills)
    begins = {skill: mind.begins(skill) for skill in mind.course.skills}
    (line,) = most(mind, begins, [small.price])
    assert best - 1e-9 <= line < 1.05 * best


@pytest.mark.parametrize("truth", TRUTHS)
def test_who_knows_all_at_first_needs_no_minute(truth: str) -> None:
    mind = mind_of(truth)
    bound = bound_on(
        [most(mind, {skill: mind.truth.surely(1.0) for skill in mind.course.skills}, [0.1, 1.0])], [0.1, 1.0], 2
    )
    assert bound.minutes(1.0) == 0.0
    assert bound.share(0.0) == 1.0


@pytest.mark.parametrize("truth", TRUTHS)
def test_more_minutes_buy_more_and_all_that_is_wanted_has_its_minutes(truth: str) -> None:
    mind, prices = mind_of(truth), [0.05 * 2**step for step in range(6)]
    bound = bound_on([most(mind, {skill: mind.begins(skill) for skill in mind.course.skills}, prices)], prices, 2)
    shares = [bound.share(minutes) for minutes in range(12)]
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]
    assert all(bound.minutes(share) <= minutes + 1e-6 for minutes, share in enumerate(shares))


@pytest.mark.parametrize("truth", TRUTHS)
def test_nothing_is_kept_better_by_waiting_longer_as_the_bound_supposes(truth: str) -> None:
    mind = mind_of(truth)
    kept = [mind.forgets("s0", Gap(days, 0, 3))[mind.truth.known][mind.truth.known] for days in (0, 1, 2, 7, 30, 90)]
    assert kept == sorted(kept, reverse=True)
