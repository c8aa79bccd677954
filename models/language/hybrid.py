"""The summary for a language without a fitted ranker: by nearness to the middle and to the title, and early place."""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import sqrt
from statistics import fmean

from models.language.selections import Selection, selections
from models.language.vectors import Vector, away_from, mean, similarity, standard, unit

TITLE_WEIGHT = 2.0
REDUNDANCY = 0.2
LENGTH_THAT_COUNTS = 30

Encode = Callable[[Sequence[str]], Sequence[Vector]]
"""One vector of length 1 for each text."""


def best(texts: Sequence[str], title: str, units: Sequence[Selection], encode: Encode) -> Selection:
    """Return the selection whose sentences are worth most and repeat each other least; empty where nothing fits.

    Source: maximal marginal relevance, Carbonell & Goldstein, 1998. The weights were set on 400 training articles of
    OrangeSum, in French.
    """
    *vectors, title_vector = encode([*texts, title])
    lengths = [len(text.split()) for text in texts]
    weights = [min(length, LENGTH_THAT_COUNTS) for length in lengths]
    weighted = [[weight * value for value in vector] for weight, vector in zip(weights, vectors, strict=True)]
    centre = unit(mean(weighted))
    central = standard([similarity(vector, centre) for vector in vectors])
    early = standard([1 / sqrt(1 + place) for place in range(len(vectors))])
    titled = standard([similarity(vector, title_vector) for vector in vectors])
    total = 2 + TITLE_WEIGHT
    # What each sentence is worth, about 0 ± 1.
    values = [(c + e + TITLE_WEIGHT * t) / total for c, e, t in zip(central, early, titled, strict=True)]
    middle = mean(vectors)
    directions = [away_from(middle, vector) for vector in vectors]

    def worth(places: Selection) -> float:
        repeated = max((similarity(directions[a], directions[b]) for a, b in combinations(places, 2)), default=0.0)
        return fmean(values[place] for place in places) - REDUNDANCY * repeated

    return max(selections(units, values, lengths), default=(), key=worth)
