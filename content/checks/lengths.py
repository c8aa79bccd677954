"""The length of options as one sees it, and the rank by length at which the key stands."""

from collections.abc import Sequence
from math import fsum

from content.checks.words import shown
from content.module import Option, Question


def length(option: Option) -> float:
    """Return how long an option looks, in characters."""
    return len(shown(option.text))


def at_rank(question: Question, rank: int) -> frozenset[str]:
    """Return the keys of the options at a rank: 0 is the longest, -1 the shortest; those equally long share ranks.

    Where there are too few options for a rank, it is the nearest one.
    """
    ranked = sorted(map(length, question.options), reverse=True)
    wanted = ranked[max(-len(ranked), min(rank, len(ranked) - 1))]
    return frozenset(option.key for option in question.options if length(option) == wanted)


def keys_at(questions: Sequence[Question], rank: int) -> float:
    """Return how many keys stand at a rank by length; where n options share it, a key counts 1/n."""
    there = [(question, at_rank(question, rank)) for question in questions]
    return round(fsum((question.key[0] in keys) / len(keys) for question, keys in there), 6)
