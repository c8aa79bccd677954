"""A summary made of sentences of the text itself: chosen by the fitted ranker, or by nearness to the middle."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

from content.strings.sentences import Span, sentences
from models.language.context_words import takes_for_known
from models.language.features import (
    FEWEST_WORDS,
    SELECTION,
    SENTENCE,
    ArticleFeatures,
    Row,
    Selection,
    of_selections,
    of_sentences,
    selections,
)
from models.language.standalone import restricts, units
from models.language.vectors import Vector, away_from, mean, similarity, standard, unit

TITLE_WEIGHT = 2.0
REDUNDANCY = 0.2
LENGTH_THAT_COUNTS = 30

Encode = Callable[[Sequence[str]], Sequence[Vector]]
"""One vector of length 1 for each text."""


def best_by_nearness(texts: Sequence[str], title: str, units: Sequence[Selection], encode: Encode) -> Selection:
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


# --------------------------------------------------------------------------------------- the ranker of French summaries
#
# The first foresees what a sentence is worth, the second what a selection is worth against the others of its article;
# worth is the mean of ROUGE-1, -2 and -L against the summary that a newsroom wrote. Fitted: record 49.


CAUTION = 1.5
"""Points of ROUGE given up to say what narrows the news: a condition, an exception, a denial."""
RANKER_FILE = Path(__file__).with_name("ranker.json")

Tree = list[Any] | float
"""A leaf is what it adds; a fork is [feature, threshold, tree up to the threshold, tree above it]."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees: what a row is worth is the base and what each tree adds."""

    base: float
    trees: Sequence[Tree]

    def value(self, row: Row) -> float:
        worth = self.base
        for tree in self.trees:
            while isinstance(tree, list):
                tree = tree[2] if row[tree[0]] <= tree[1] else tree[3]
            worth += tree
        return worth


@dataclass(frozen=True, slots=True)
class Ranker:
    """A fitted pair of forests."""

    sentence: Forest
    selection: Forest

    def best(self, article: ArticleFeatures, units: Sequence[Selection], language: str) -> Selection:
        """Return the selection foreseen to be worth most; empty where nothing fits."""
        rows = of_sentences(article, language)
        values = [self.sentence.value(row) for row in rows]
        among = selections(units, values, article.lengths)
        careful = {place for place, text in enumerate(article.texts) if place and restricts(text, language)}
        worth = [
            self.selection.value(row) + CAUTION * (not careful.isdisjoint(places))
            for row, places in zip(of_selections(article, rows, values, among), among, strict=True)
        ]
        return max(zip(worth, among, strict=True), default=(0.0, ()), key=lambda one: one[0])[1]


class RankerMismatch(ValueError):
    """A file of trees that were fitted on other features than those of this program."""


def read_ranker(path: Path = RANKER_FILE) -> Ranker:
    """Return the ranker of a file; raises RankerMismatch."""
    told = json.loads(path.read_text("utf-8"))
    if told["sentence"]["features"] != list(SENTENCE) or told["selection"]["features"] != list(SELECTION):
        raise RankerMismatch(f"{path.name}: fit it again, its features are not those of this program")
    return Ranker(*(Forest(told[part]["base"], told[part]["trees"]) for part in ("sentence", "selection")))


def written_ranker(ranker: Ranker, about: str) -> str:
    """Return the file of a ranker: JSON, one tree on each line; `about` says what it was fitted on."""
    blocks = []
    for name, features, forest in (
        ("sentence", SENTENCE, ranker.sentence),
        ("selection", SELECTION, ranker.selection),
    ):
        trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in forest.trees)
        fitted = f'"features": {json.dumps(features)},\n"base": {forest.base},\n"trees": [\n{trees}]'
        blocks.append(f'"{name}": {{{fitted}}}')
    return ",\n".join((f'{{"about": {json.dumps(about, ensure_ascii=False)}', *blocks)) + "}\n"


@cache
def ranker() -> Ranker:
    """Return the ranker of this program, read once."""
    return read_ranker()


# -------------------------------------------------- A summary made of sentences of the text itself, each with its place


SENTENCES_READ = 40
RANKED = {"fr"}
"""The languages whose ranker is fitted."""


def summarise(text: str, title: str, language: str | None, encode: Encode) -> tuple[Span, ...]:
    """Return the places of one to three sentences, 28 to 60 words, that say by themselves what a text is about.

    Shorter where the text has no more that stands alone. Fewer than two such sentences, or another language: none, and
    the title serves. A fitted ranker chooses in French; in Dutch and English, where no summaries by
    people were found to learn from, an untrained hybrid does, with the vectors of `encode`.
    """
    spans = sentences(text, language)[:SENTENCES_READ]
    texts = [text[span.start : span.end] for span in spans]
    told = units(text, spans, language or "")
    named = [one for one in told if not (one[0] and takes_for_known(texts[one[0]], title, language or ""))]
    # What takes something for known rather than a summary too short to say what the text is about.
    alone = named if sum(len(texts[place].split()) for one in named for place in one) >= FEWEST_WORDS else told
    if sum(map(len, alone)) < 2:
        return ()
    if language in RANKED:
        chosen = ranker().best(ArticleFeatures.of(texts, title), alone, language)
    else:
        chosen = best_by_nearness(texts, title, alone, encode)
    return tuple(spans[place] for place in chosen)
