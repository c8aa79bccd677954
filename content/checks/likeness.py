"""Questions of different modules that ask for the same decision: their stems and their keys share rare words.

Only words are compared: the same decision in other words is not found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import log, sqrt

from content.folding import folded_words
from content.module import TYPED, Module, Question

TWINS = 0.2
"""Likeness from which two questions are told; most pairs have none, « je suis là parce qu'on m'y oblige » twice .27."""
LEAST, STEM = 4, 5
"""Letters of a word that counts, and those by which it is compared."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two questions of different modules, and how alike they are, from 0 to 1."""

    one: Question
    other: Question
    share: float


class Likenesses:
    """The words of the questions of a pack in one language, and how rare each is."""

    def __init__(self, modules: Iterable[Module]) -> None:
        asked = [(module, question) for module in modules for question in module.questions]
        self.parts = [(module.id, question, _kept(question.stem), _kept(_key(question))) for module, question in asked]
        found = Counter(word for *_, stem, key in self.parts for word in stem | key)
        self.rarity = {word: log(len(self.parts) / times) for word, times in found.items()}

    def pairs(self) -> list[Likeness]:
        """Return all pairs of questions of different modules with something in common, the likest first."""
        found = [
            Likeness(one[1], other[1], share)
            for one, other in combinations(self.parts, 2)
            # The geometric mean of the cosines: a shared subject alone, or a shared key alone, is no twin.
            if one[0] != other[0] and (share := sqrt(self._cosine(one[2], other[2]) * self._cosine(one[3], other[3])))
        ]
        return sorted(found, key=lambda pair: (-pair.share, pair.one.id, pair.other.id))

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = sum(self.rarity[word] ** 2 for word in one & other)
        if not shared:
            return 0.0
        norms = (sum(self.rarity[word] ** 2 for word in found) for found in (one, other))
        return shared / sqrt(next(norms) * next(norms))


def _key(question: Question) -> str:
    if question.kind in TYPED:
        return ""
    return " ".join(f"{option.text} {option.match}" for option in question.options if option.right)


def _kept(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in folded_words(text) if len(word) >= LEAST)
