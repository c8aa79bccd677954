"""The arithmetic of anonymity: what may be said of many so that it says nothing of anybody among them. Pure.

docs/decisions/0007-figures-of-many.md says why these rules, and what lesser ones would give away.
"""

import hashlib
import hmac
from collections.abc import Sequence
from math import copysign, log, sqrt
from typing import NamedTuple

FEWEST = 5
"""People or answers of which each part of a figure is made at least."""
BLUR = 12.0
"""People: the scale of the Laplace noise in each measurement, so that one of them drowns in it."""
DICE, SIDES = 2, 16
"""What is held back of a number of people: this many dice, whose sides count from 0."""
MEASUREMENTS = 12
"""How many of the latest are told together."""
CLEAR = 1 / 6
"""Standard deviation of the noise, in what is told together, above which no third is told: half of one."""
FEW, SOME, MOST = (0, 33), (33, 67), (67, 100)
"""The thirds, in percent."""


class BlurredShare(NamedTuple):
    """A share in percent: one number, the same twice, or the least and the most that it may be."""

    least: int
    most: int


class Measurement(NamedTuple):
    """A mean, blurred, and of how many people at least."""

    mean: float
    people: int


def held_back(secret_key: str, *what: str) -> int:
    """Return by how many people too few a number of people is told: it neither begins nor ends with one of them."""
    return sum(int(SIDES * _chance(secret_key, *what, str(number))) for number in range(DICE))


def blurred_mean(parts: Sequence[float], secret_key: str, *what: str) -> float:
    """Return the mean of one part from each person, from 0 to 1, with noise that is always the same for the same words.

    The Laplace mechanism: Dwork & Roth, "The algorithmic foundations of differential privacy" (2014), 3.3,
    https://doi.org/10.1561/0400000042
    """
    return (sum(parts) + _noise(secret_key, *what)) / len(parts)


def blurred_count(number: int, most: int, secret_key: str, *what: str) -> int:
    """Return a count to which each person adds `most` at most, from 0, in tens, with noise as in `blurred_mean`."""
    return max(0, 10 * round((number + most * _noise(secret_key, *what)) / 10))


def _noise(secret_key: str, *what: str) -> float:
    # Keyed, not drawn: asked again it is the same noise, of which nobody can take a mean.
    chance = _chance(secret_key, *what) - 0.5
    return -BLUR * copysign(log(1 - 2 * abs(chance)), chance)


def third(measurements: Sequence[Measurement]) -> BlurredShare | None:
    """Return in which third the latest measurements lie together; None while the noise could hide in which."""
    latest = measurements[-MEASUREMENTS:]
    # The standard deviation of the noise in their mean.
    if not latest or BLUR * sqrt(2 * sum(one.people**-2 for one in latest)) / len(latest) > CLEAR:
        return None
    mean = sum(one.mean for one in latest) / len(latest)
    return BlurredShare(*(FEW if mean < 1 / 3 else MOST if mean > 2 / 3 else SOME))


def _chance(secret_key: str, *what: str) -> float:
    """Return a number between 0 and 1, both excluded, that only the holder of the key can tell."""
    digest = hmac.new(secret_key.encode(), "\0".join(what).encode(), hashlib.sha256).digest()
    return (int.from_bytes(digest[:6]) + 0.5) / 2**48
