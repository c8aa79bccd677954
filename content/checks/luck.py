"""How likely a count is by luck alone, that of keys that bear a mark among them, and how far a share may lie from the
truth. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from content.module import Question

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


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys bear a mark, among questions of which some options bear it and others do not."""

    keys: int
    chances: tuple[float, ...]
    """That the key bears it by luck, by question."""

    @property
    def expected(self) -> float:
        """How many keys would bear it by luck."""
        return sum(self.chances)

    @property
    def luck(self) -> float:
        """How likely a count so far off, on either side, is by luck."""
        return luck(self.keys, self.chances)

    @property
    def luck_of_more(self) -> float:
        """How likely so many or more are by luck."""
        return at_least(self.keys, self.chances)


def count_keys(questions: Sequence[Question], bearing: Callable[[Question], Collection[str]]) -> KeyCount:
    """Count how many keys bear a mark; `bearing` returns the keys of the options of a question that do."""
    borne = [(question, bearing(question)) for question in questions]
    told_apart = [(question, keys) for question, keys in borne if 0 < len(keys) < len(question.options)]
    chances = tuple(len(keys) / len(question.options) for question, keys in told_apart)
    return KeyCount(sum(question.key[0] in keys for question, keys in told_apart), chances)
