"""How likely a count is by luck alone, and how far a share may lie from the truth. Pure."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

SURE = 0.05
"""How often a pack without any tell is accused of one kind of them."""
_Z = NormalDist().inv_cdf(1 - SURE / 2)


def at_least(successes: int, chances: Sequence[float]) -> float:
    """Return P(at least so many successes) in independent trials of these chances (Poisson binomial)."""
    exactly = [1.0]
    # The exact distribution by convolution: chances differ with the number of options.
    for chance in chances:
        exactly = [a * (1 - chance) + b * chance for a, b in zip([*exactly, 0.0], [0.0, *exactly], strict=True)]
    return min(1.0, sum(exactly[successes:]))


def luck(successes: int, chances: Sequence[float]) -> float:
    """Return how likely a count is that is at least as far from what was to be expected, on either side."""
    more = at_least(successes, chances)
    fewer = at_least(len(chances) - successes, [1 - chance for chance in chances])
    return min(1.0, 2 * min(more, fewer))


def interval(share: float, trials: int) -> tuple[float, float]:
    """Return the score interval around a share of so many trials, 95 % sure (Wilson, JASA 22, 1927)."""
    if not trials:
        return 0.0, 1.0
    weight = _Z**2 / trials
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
