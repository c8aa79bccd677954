"""Figures over a frontier: how far ours lies above another tutor, and any of them above the bound."""

from collections.abc import Sequence

import numpy

from benchmarks.tutor.frontier.bound import Bound, Numbers
from benchmarks.tutor.frontier.traces import Point
from benchmarks.tutor.measures import Estimate, draws, estimate
from benchmarks.tutor.settings import Settings


def lead(settings: Settings, ours: Sequence[Sequence[Point]], theirs: Sequence[Point]) -> Estimate:
    """Return how much more is known later under ours in the minutes of theirs: by stop, from the beginning on.

    Between two stops ours lies on the line that joins them (who stops at either by the toss of a coin), and after the
    last one where that is.
    """
    minutes, shares = (
        numpy.array([drawn(settings, points, of) for points in ours]) for of in ("minutes", "known_later")
    )
    their_minutes, their_shares = (drawn(settings, theirs, of) for of in ("minutes", "known_later"))
    leads = numpy.array([numpy.interp(*each) for each in zip(their_minutes, minutes.T, shares.T, strict=True)])
    leads -= their_shares
    return estimate(float(leads[0]), leads[1:])


def excess(settings: Settings, bound: Bound, points: Sequence[Point]) -> Estimate:
    """Return how much more is known later than the minutes can buy, which is never above zero but by chance."""
    minutes, shares = (drawn(settings, points, of) for of in ("minutes", "known_later"))
    above = numpy.array([share - bound.share(spent) for spent, share in zip(minutes, shares, strict=True)])
    return estimate(float(above[0]), above[1:])


def drawn(settings: Settings, points: Sequence[Point], of: str) -> Numbers:
    """Return the mean of a figure over people; after it those over people drawn again and again."""
    values = numpy.array([getattr(point, of) for point in points])
    means: Numbers = numpy.array([values.mean(), *values[draws(settings, len(values))].mean(axis=1)])
    return means
