"""The ranker of French summaries: two sets of regression trees, fitted off line, read from a file of numbers.

The first foresees what a sentence is worth, the second what a selection is worth against the others of its article;
worth is the mean of ROUGE-1, -2 and -L against the summary that a newsroom wrote. Fitted: record 49.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from models.language.features import SENTENCE, ArticleFeatures, Row, of_sentences
from models.language.selections import SELECTION, Selection, of_selections, selections
from models.language.standalone import restricts

CAUTION = 1.5
"""Points of ROUGE given up to say what narrows the news: a condition, an exception, a denial."""
FILE = Path(__file__).with_name("ranker.json")

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


def read(path: Path = FILE) -> Ranker:
    """Return the ranker of a file; raises RankerMismatch."""
    told = json.loads(path.read_text("utf-8"))
    if told["sentence"]["features"] != list(SENTENCE) or told["selection"]["features"] != list(SELECTION):
        raise RankerMismatch(f"{path.name}: fit it again, its features are not those of this program")
    return Ranker(*(Forest(told[part]["base"], told[part]["trees"]) for part in ("sentence", "selection")))


def written(ranker: Ranker, about: str) -> str:
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
    return read()
