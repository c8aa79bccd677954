"""Vectors of sentences compared, those of an encoder and those of their own words (TF-IDF): no library."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import hypot, log
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


# ----------------------------------------------------- the sentences of one text as vectors of their own words (TF-IDF)


WORD = re.compile(r"[^\W_]+")

Terms = Mapping[str, float]
"""Words and their weights, of length 1; empty for a text without words."""


def words(text: str) -> list[str]:
    """Return the words of a text without case and accents: « L'été à Liège » is l, ete, a, liege."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter)))


def weighted(told: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Return one vector for each list of words: a word that few of them have weighs more.

    (1 + ln count) × (1 + ln((1 + lists) / (1 + lists with the word))). Source: Salton & Buckley, 1988, smoothed as
    scikit-learn does.
    """
    spread = Counter(word for one in told for word in set(one))
    rarity = {word: 1 + log((1 + len(told)) / (1 + lists)) for word, lists in spread.items()}
    return [
        of_length_one({word: (1 + log(count)) * rarity[word] for word, count in Counter(one).items()}) for one in told
    ]


def of_length_one(terms: Terms) -> dict[str, float]:
    length = hypot(*terms.values()) or 1.0
    return {word: weight / length for word, weight in terms.items()}


def total(vectors: Sequence[Terms], weights: Sequence[float]) -> dict[str, float]:
    """Return the direction of a weighted sum, of length 1."""
    summed: dict[str, float] = {}
    for terms, weight in zip(vectors, weights, strict=True):
        for word, value in terms.items():
            summed[word] = summed.get(word, 0.0) + weight * value
    return of_length_one(summed)


def likeness(one: Terms, other: Terms) -> float:
    """Return the cosine of two vectors: 0 without a common word, 1 with the same words."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[word] for word, value in one.items() if word in other)
