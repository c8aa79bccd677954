"""ROUGE (Lin, 2004) in two flavours that must never be mixed, and its bootstrap.

*French* counts words as Unicode has them; *package* drops accented letters, as the default tokenizer of rouge_score
does, with which the published figures in French were made.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import fmean, quantiles

DRAWS = 1000

Scores = tuple[float, float, float]
Tokens = Callable[[str], list[str]]


def french_words(text: str) -> list[str]:
    """Split as French is read: « L'été à Liège » is l, été, à, liège."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())


def package_words(text: str) -> list[str]:
    """Split as the package does: « L'été à Liège » is l, t, li, ge."""
    return re.findall(r"[a-z0-9]+", text.lower())


def rouge(reference: Sequence[str], summary: Sequence[str]) -> Scores:
    """Return F1 × 100 of words, of pairs of words, and of the longest common subsequence."""
    words = (Counter(reference) & Counter(summary)).total()
    pairs = (Counter(pairwise(reference)) & Counter(pairwise(summary))).total()
    common = longest_common_subsequence(reference, summary)
    return (
        f1(words, len(reference), len(summary)),
        f1(pairs, len(reference) - 1, len(summary) - 1),
        f1(common, len(reference), len(summary)),
    )


def f1(shared: int, expected: int, found: int) -> float:
    return 200 * shared / (expected + found) if shared else 0.0


def longest_common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    """Return its length; a whole row of the table fits in the bits of an integer (Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    whole = (1 << len(one)) - 1
    row = whole
    for word in other:
        matched = row & places.get(word, 0)
        row = (row + matched | row - matched) & whole
    return len(one) - row.bit_count()


def gain(ours: Sequence[Scores], others: Sequence[Scores], seed: int) -> tuple[float, float]:
    """Return the 95 % interval of our mean gain in ROUGE-1, articles drawn with replacement."""
    gains = [mine[0] - other[0] for mine, other in zip(ours, others, strict=True)]
    draw = random.Random(seed)
    cuts = quantiles((fmean(draw.choices(gains, k=len(gains))) for _ in range(DRAWS)), n=40)
    return cuts[0], cuts[-1]
