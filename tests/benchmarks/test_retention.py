"""What the simulation of retention says where the answer is known beforehand."""

from collections.abc import Callable
from typing import ClassVar

import pytest

from benchmarks.retention.figures import Outcome, declared, outcome
from benchmarks.retention.life import World, lives
from benchmarks.retention.memories import AsFitted, Flashcard, Memory, PowerLaw
from benchmarks.retention.schedules import AsProposed, ByFsrs, Intervals, Schedule
from benchmarks.retention.settings import Settings
from models.estimates import Parameters

SETTINGS = Settings(people=4, skills=4, days=120, periods=((0, 90),))
KNOWS = Parameters(prior=0.999, learn=0.5, guess=0.1, slip=0.02)
"""What nearly everybody knows from the start, so that what is declared is known then."""


class Lasting(PowerLaw):
    """A memory that loses nothing."""

    decay: ClassVar[float] = 0.0


class Steep(PowerLaw):
    """A memory that keeps nothing for a month."""

    decay: ClassVar[float] = 1.5
    growth: ClassVar[float] = 0.0


def found(memory: type[Memory], schedule: Callable[[], Schedule]) -> Outcome:
    """What comes of four people, four skills each."""
    world = World("made up", {f"s{number}": KNOWS for number in range(SETTINGS.skills)}, memory)
    lived = lives(SETTINGS, world, schedule)
    assert declared(SETTINGS, lived).found > 0.5
    return outcome(SETTINGS, lived)


def test_who_never_forgets_still_knows_though_nothing_is_asked_again() -> None:
    unreviewed = found(Lasting, Schedule)
    assert [one.found for one in unreviewed.kept] == [1.0, 1.0]
    assert [one.found for one in unreviewed.reviews] == [0.0]


def test_who_is_never_asked_again_under_a_steep_memory_has_forgotten() -> None:
    unreviewed = found(Steep, Schedule)
    assert [one.found for one in unreviewed.kept] == [0.0, 0.0]
    assert all(one.found < 0.1 for one in unreviewed.known)


@pytest.mark.parametrize("memory", [AsFitted, PowerLaw, Flashcard])
def test_shorter_intervals_cost_more_and_keep_no_less(memory: type[Memory]) -> None:
    often, seldom = (found(memory, lambda days=days: Intervals(days)) for days in (7, 28))
    assert often.reviews[0].found > 2 * seldom.reviews[0].found > 0
    # After 90 days: 30 days on, the latest review under either schedule lies two days back.
    assert often.kept[1].found >= seldom.kept[1].found


@pytest.mark.parametrize("schedule", [AsProposed, lambda: ByFsrs(0.9)])
def test_who_forgets_fast_is_asked_more_often_than_who_does_not_forget(schedule: Callable[[], Schedule]) -> None:
    """Both are told of nothing but answers."""
    steep, lasting = (found(memory, schedule) for memory in (Steep, Lasting))
    assert steep.reviews[0].found > lasting.reviews[0].found > 0


def test_the_same_seed_gives_the_same_lives() -> None:
    assert found(Flashcard, AsProposed) == found(Flashcard, AsProposed)
