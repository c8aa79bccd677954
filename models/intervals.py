"""Intervals around what was counted, and how likely a count is. Pure.

All with INTERVAL of certainty unless another `reach` is given, in standard deviations; equal tails.
"""

from math import atanh, exp, hypot, lgamma, log, log1p, sqrt, tanh
from statistics import NormalDist

from models.estimates import Pair
from models.learner import INTERVAL

Z = NormalDist().inv_cdf((1 + INTERVAL) / 2)
MOST = 0.999999
"""Of a correlation: beyond, its transform is infinite."""


def wilson(right: int, answers: int, reach: float = Z) -> Pair:
    """Return Wilson's score interval around a share.

    Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927),
    https://doi.org/10.1080/01621459.1927.10502953
    """
    share, weight = right / answers, reach**2 / answers
    middle = (share + weight / 2) / (1 + weight)
    half = sqrt(share * (1 - share) * weight + weight**2 / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def of_difference(before: tuple[int, int], after: tuple[int, int], reach: float = Z) -> Pair:
    """Return the interval of the second share less the first, each given as how many of how many.

    Newcombe's hybrid of Wilson's intervals: "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998), method 10, https://pubmed.ncbi.nlm.nih.gov/9595617/
    """
    one, other = before[0] / before[1], after[0] / after[1]
    (low, high), (least, most) = wilson(*before, reach), wilson(*after, reach)
    return other - one - hypot(other - least, high - one), other - one + hypot(most - other, one - low)


def transformed(correlation: float) -> float:
    """Return Fisher's z of a correlation: normal around the truth, with variance 1 / (pairs - 3).

    Fisher, "On the 'probable error' of a coefficient of correlation deduced from a small sample", Metron 1 (1921).
    """
    return atanh(max(-MOST, min(MOST, correlation)))


def around_correlation(correlation: float, pairs: int) -> Pair:
    """Return the interval around a correlation of more than three pairs, by Fisher's z."""
    reach = Z / sqrt(pairs - 3)
    return tanh(transformed(correlation) - reach), tanh(transformed(correlation) + reach)


def at_most(count: int, trials: int, chance: float) -> float:
    """Return the binomial probability of so many or fewer; `chance` strictly between 0 and 1."""
    if count >= trials:
        return 1.0
    return min(1.0, sum(_exactly(number, trials, chance) for number in range(count + 1)))


def at_least(count: int, trials: int, chance: float) -> float:
    """Return the binomial probability of so many or more; `chance` strictly between 0 and 1."""
    return at_most(trials - count, trials, 1 - chance)


def _exactly(count: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(count + 1) - lgamma(trials - count + 1)
    return exp(ways + count * log(chance) + (trials - count) * log1p(-chance))
