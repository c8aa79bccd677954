"""Figures over lives: means with intervals, and ratios of one policy to another on the same people."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy
from numpy.random import default_rng

from benchmarks.tutor.settings import Settings
from benchmarks.tutor.world import Declared

AnyLife = TypeVar("AnyLife")
Measure = Callable[[AnyLife], float]


class Estimate(NamedTuple):
    """A figure and the 95 % interval around it: people drawn again and again, with replacement."""

    found: float
    low: float
    high: float


def wrongly(declared: Declared, skills: int) -> float:
    """Return the share of all skills that were declared and, at that moment, not truly known."""
    return sum(not right for right in declared.right.values()) / skills


def mean(settings: Settings, lives: Sequence[AnyLife], measure: Measure[AnyLife]) -> Estimate:
    """Return the mean of one policy."""
    values = numpy.array([measure(life) for life in lives])
    return estimate(float(values.mean()), values[draws(settings, len(values))].mean(axis=1))


def ratio(
    settings: Settings, ours: Sequence[AnyLife], theirs: Sequence[AnyLife], measure: Measure[AnyLife]
) -> Estimate:
    """Return the ratio of two means; the same people stand behind both."""
    above, below = (numpy.array([measure(life) for life in lives]) for lives in (ours, theirs))
    drawn = draws(settings, len(above))
    return estimate(float(above.mean() / below.mean()), above[drawn].mean(axis=1) / below[drawn].mean(axis=1))


def draws(settings: Settings, people: int) -> Any:
    """Return the places of people drawn again and again, a row for each time."""
    return default_rng(settings.seed).integers(people, size=(settings.resamples, people))


def estimate(found: float, drawn: Any) -> Estimate:
    """Return a figure, with the interval in which it lay when people were drawn again."""
    low, high = numpy.quantile(drawn, [0.025, 0.975])
    return Estimate(found, float(low), float(high))
