"""All lives: every policy in every world, for people of every type, on all cores."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import product
from multiprocessing import get_context

from benchmarks.tutor.course import Course, course
from benchmarks.tutor.measures import AnyLife
from benchmarks.tutor.people import Kind, Mind, person
from benchmarks.tutor.policies import contenders
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.truths import Truth, as_fitted, otherwise
from benchmarks.tutor.world import Life, Living

TRUTHS = {"as fitted": as_fitted, "otherwise": otherwise}
POLICIES = tuple(contender.name for contender in contenders())
Lives = Mapping[tuple[str, Kind, str], Sequence[Life]]
"""By world, type of people and policy."""


def lived(settings: Settings) -> Lives:
    """Simulate all lives, on all cores."""
    groups = list(product(TRUTHS, Kind, POLICIES))
    people = [(*group, number) for group in groups for number in range(settings.learners)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        told = told_of(pool.map(partial(live, settings), people, chunksize=4), len(people))
        lives = list(told)
    many = settings.learners
    return {group: lives[place * many : (place + 1) * many] for place, group in enumerate(groups)}


def told_of(lives: Iterator[AnyLife], many: int) -> Iterator[AnyLife]:
    """Pass the lives on, and tell how far things have come."""
    for place, life in enumerate(lives, 1):
        print(f"\r{place} of {many} lives ", end="", file=sys.stderr, flush=True)
        yield life
    print(file=sys.stderr)


def live(settings: Settings, who: tuple[str, Kind, str, int]) -> Life:
    """Simulate one life."""
    name, kind, policy, number = who
    followed, truth = world(settings, name)
    mind = Mind(settings, followed, truth, person(settings, kind, number))
    contender = next(one for one in contenders() if one.name == policy)
    return Living(settings, mind, contender).run()


@cache
def world(settings: Settings, name: str) -> tuple[Course, Truth]:
    """Return the course and the truth about learning, once per process."""
    followed = course(settings)
    return followed, TRUTHS[name](settings, followed)
