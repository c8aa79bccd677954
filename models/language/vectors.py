"""Vectors of sentences compared: plain lists of numbers, no library."""

from collections.abc import Sequence
from heapq import nlargest
from math import hypot
from statistics import fmean, pstdev

Vector = Sequence[float]

NEAREST = 2
"""Parts (phrases of a skill, paragraphs of a text) that a vector has to be near to: one alone may be so by chance."""


def similarity(a: Vector, b: Vector) -> float:
    """Return the cosine of two vectors of length 1."""
    return sum(x * y for x, y in zip(a, b, strict=True))


def unit(vector: Vector) -> list[float]:
    """Return the same direction with length 1; zeros stay zeros."""
    length = hypot(*vector) or 1.0
    return [value / length for value in vector]


def mean(vectors: Sequence[Vector]) -> list[float]:
    """Return the middle of some vectors."""
    return [fmean(values) for values in zip(*vectors, strict=True)]


def away_from(origin: Vector, vector: Vector) -> list[float]:
    """Return the direction in which a vector differs from `origin`, with length 1."""
    return unit([value - middle for value, middle in zip(vector, origin, strict=True)])


def near_to(vector: Vector, parts: Sequence[Vector]) -> float:
    """Return how near a vector is to the nearest of some parts, on average."""
    return fmean(nlargest(NEAREST, (similarity(vector, one) for one in parts)))


def standard(values: Sequence[float]) -> list[float]:
    """Return values in standard deviations from their mean; zeros where all are alike."""
    middle, spread = fmean(values), pstdev(values) or 1.0
    return [(value - middle) / spread for value in values]
