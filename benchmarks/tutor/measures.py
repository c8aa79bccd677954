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
    return _estimate(float(values.mean()), values[_draws(settings, len(values))].mean(axis=1))


def ratio(
    settings: Settings, ours: Sequence[AnyLife], theirs: Sequence[AnyLife], measure: Measure[AnyLife]
) -> Estimate:
    """Return the ratio of two means; the same people stand behind both."""
    above, below = (numpy.array([measure(life) for life in lives]) for lives in (ours, theirs))
    drawn = _draws(settings, len(above))
    return _estimate(float(above.mean() / below.mean()), above[drawn].mean(axis=1) / below[drawn].mean(axis=1))


def _draws(settings: Settings, people: int) -> Any:
    return default_rng(settings.seed).integers(people, size=(settings.resamples, people))


def _estimate(found: float, drawn: Any) -> Estimate:
    low, high = numpy.quantile(drawn, [0.025, 0.975])
    return Estimate(found, float(low), float(high))
