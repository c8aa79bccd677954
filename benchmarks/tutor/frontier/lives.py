"""All lives of the frontier, on all cores, and the bound on them."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from multiprocessing import get_context
from typing import NamedTuple

from benchmarks.tutor.frontier.bound import Bound, Numbers, bound_on, most
from benchmarks.tutor.frontier.entrants import entrants
from benchmarks.tutor.frontier.settings import BOUND_PRICES, KINDS
from benchmarks.tutor.frontier.traces import Point
from benchmarks.tutor.lives import TRUTHS, told_of, world
from benchmarks.tutor.people import Kind, Mind, person
from benchmarks.tutor.policies import contenders
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.world import Living

Person = tuple[str, Kind, int]
"""Her world, her type, and her number."""


class Stop(NamedTuple):
    """Where a policy may stop, and where each person stands there."""

    policy: str
    name: str
    points: Sequence[Point]


class Frontier(NamedTuple):
    """All that is known of one type of people in one world; each of them stands at the beginning before any minute."""

    beginning: Sequence[Point]
    stops: Sequence[Stop]
    bound: Bound


def frontiers(settings: Settings) -> Mapping[tuple[str, Kind], Frontier]:
    """Simulate all lives; return a frontier for each world and type."""
    groups, entered = list(product(TRUTHS, KINDS)), list(entrants())
    people = [(*group, number) for group in groups for number in range(settings.learners)]
    lives = [(who, place) for who in people for place in range(len(entered))]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        mosts = list(pool.map(partial(most_of, settings), people, chunksize=4))
        told = list(told_of(pool.map(partial(trace, settings), lives, chunksize=4), len(lives)))
    traces = dict(zip(lives, told, strict=True))
    skills = len(world(settings, next(iter(TRUTHS)))[0].skills)

    def frontier(place: int) -> Frontier:
        group = slice(place * settings.learners, (place + 1) * settings.learners)
        bound = bound_on(mosts[group], BOUND_PRICES, skills)
        by_entrant = [[traces[who, number] for who in people[group]] for number in range(len(entered))]
        stops = [
            Stop(entrant.policy, name, [trace[stop] for trace in by_entrant[number]])
            for number, entrant in enumerate(entered)
            for stop, name in enumerate(entrant.stops, 1)
        ]
        return Frontier([trace[0] for trace in by_entrant[0]], stops, bound)

    return {group: frontier(place) for place, group in enumerate(groups)}


def mind_of(settings: Settings, who: Person) -> Mind:
    """Return the mind of a person."""
    name, kind, number = who
    return Mind(settings, *world(settings, name), person(settings, kind, number))


def trace(settings: Settings, life: tuple[Person, int]) -> list[Point]:
    """Simulate the life of a person under the entrant of that place."""
    who, place = life
    return list(entrants())[place].begin(settings, mind_of(settings, who)).trace()


def most_of(settings: Settings, who: Person) -> Numbers:
    """Return what a person comes to at most, at each price, from the states that every life of hers begins with."""
    mind = mind_of(settings, who)
    begins = Living(settings, mind, next(contenders())).memory.rows
    return most(mind, begins, BOUND_PRICES)
