"""`python -m benchmarks.summary.fit TRAIN.jsonl.gz`: fit the ranker of French summaries, off line.

Boosted trees foresee what a sentence is worth; others what a selection is worth against the mean of its article, from
values that the first forest gave without having seen the article (five folds). Worth is the mean of ROUGE-1, -2 and -L
against the summary of the newsroom. Writes numbers only, one tree a line, to `models/language/ranker.json`. With
`--held-out N`, the last N articles are left out and serve to compare settings; the validation split is never read.
"""

import argparse
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")  # spinning threads on shared cores cost more than they bring

import numpy
from sklearn.ensemble import HistGradientBoostingRegressor

from benchmarks.summary.articles import Told, load
from benchmarks.summary.rivals import text_of
from benchmarks.summary.rouge import Scores, french_words, rouge
from models.language.features import ArticleFeatures, Row, of_sentences
from models.language.ranker import FILE, Forest, Ranker, Tree, read, written
from models.language.selections import Selection, of_selections, selections
from models.language.standalone import units

SENTENCES = {"max_iter": 300, "learning_rate": 0.03, "max_leaf_nodes": 16, "min_samples_leaf": 100, "max_features": 0.3}
SELECTIONS = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 16,
    "min_samples_leaf": 500,
    "max_features": 0.3,
}
SEEDS = 3
"""Forests of selections whose mean is taken: it wavers less than one of them."""
WEIGHTS = (0.4, 1.0, 1.6)
"""Of ROUGE-1, -2 and -L in what a selection is worth."""
FOLDS = 5
MOST_SELECTIONS = 40
"""Drawn of each article: it has up to 175."""
DIGITS = 6


@dataclass(frozen=True)
class Lesson:
    """One article in numbers, with what each sentence is worth."""

    told: Told
    article: ArticleFeatures
    rows: list[Row]
    worth: list[float]
    units: list[Selection]


def main() -> None:
    """Read, fit, write; or read, fit without the last articles, and say how those come out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summary.fit", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--held-out", type=int, default=0)
    parser.add_argument("--to", type=Path, default=FILE)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    with Pool(asked.processes) as pool:
        lessons = pool.map(lesson, load(asked.data), chunksize=50)
        learned = lessons[: len(lessons) - asked.held_out]
        about = f"{len(learned)} articles of {asked.data.name} (OrangeSum, CC BY-SA 4.0), worth by ROUGE"
        asked.to.write_text(written(fit(learned, pool), about), "utf-8")
        print(f"{asked.to}: fitted on {about}", flush=True)
        if asked.held_out:
            ranker = read(asked.to)
            scores = pool.starmap(held_out, [(ranker, one) for one in lessons[len(learned) :]], chunksize=20)
            print("held out:", " / ".join(f"{fmean(part):.2f}" for part in zip(*scores, strict=True)))


def lesson(told: Told) -> Lesson:
    article = ArticleFeatures.of(told.sentences, told.title)
    reference = french_words(told.reference)
    worth = [fmean(rouge(reference, french_words(sentence))) for sentence in told.sentences]
    return Lesson(told, article, of_sentences(article, "fr"), worth, units(told.text, told.spans, "fr"))


def fit(lessons: Sequence[Lesson], pool: Any) -> Ranker:
    """Fit both forests to some articles."""
    return Ranker(mean_of([of_sentences_of(lessons)]), of_drawn(draw(lessons, pool)))


def draw(lessons: Sequence[Lesson], pool: Any) -> list[tuple[list[Row], list[Scores]]]:
    """Return selections of each article with their scores; values come from forests that have not seen it."""
    values: list[list[float]] = [[] for _ in lessons]
    for fold in range(FOLDS):
        seen = of_sentences_of([one for place, one in enumerate(lessons) if place % FOLDS != fold])
        for place in range(fold, len(lessons), FOLDS):
            values[place] = seen.predict(numpy.array(lessons[place].rows, float)).tolist()
    return list(pool.starmap(_selections, zip(lessons, values, range(len(lessons)), strict=True), chunksize=50))


def of_sentences_of(lessons: Sequence[Lesson]) -> Any:
    rows = [row for one in lessons for row in one.rows]
    return _boosted(SENTENCES, rows, [worth for one in lessons for worth in one.worth])


def of_drawn(drawn: Sequence[tuple[list[Row], list[Scores]]]) -> Forest:
    """Return the mean of forests that foresee by how much a selection is worth more than those of the same article."""
    rows = [row for some, _ in drawn for row in some]
    worth = [value for _, scores in drawn for value in above_mean(scores)]
    return mean_of([_boosted(SELECTIONS, rows, worth, seed) for seed in range(SEEDS)])


def above_mean(scores: Sequence[Scores]) -> list[float]:
    worth = [sum(weight * part for weight, part in zip(WEIGHTS, one, strict=True)) / sum(WEIGHTS) for one in scores]
    return [value - fmean(worth) for value in worth]


def _boosted(settings: dict[str, Any], rows: Sequence[Row], worth: Sequence[float], seed: int = 0) -> Any:
    model = HistGradientBoostingRegressor(l2_regularization=1.0, random_state=seed, **settings)
    return model.fit(numpy.array(rows, float), numpy.array(worth))


def _selections(one: Lesson, values: list[float], seed: int) -> tuple[list[Row], list[Scores]]:
    among = selections(one.units, values, one.article.lengths)
    among = random.Random(seed).sample(among, min(MOST_SELECTIONS, len(among)))
    reference = french_words(one.told.reference)
    scores = [rouge(reference, french_words(text_of(one.told, places))) for places in among]
    return of_selections(one.article, one.rows, values, among), scores


def mean_of(models: Sequence[Any]) -> Forest:
    """Turn the trees of scikit-learn into lists (`models.language.ranker.Tree`); of several models, their mean."""
    bases = [float(model._baseline_prediction.ravel()[0]) for model in models]
    nodes = [predictors[0].nodes for model in models for predictors in model._predictors]
    return Forest(round(fmean(bases), DIGITS), [_tree(some, 0, len(models)) for some in nodes])


def _tree(nodes: Any, place: int, models: int) -> Tree:
    node = nodes[place]
    if node["is_leaf"]:
        return round(float(node["value"]) / models, DIGITS)
    threshold = float(f"{node['num_threshold']:.{DIGITS + 2}g}")
    branches = [_tree(nodes, int(node[side]), models) for side in ("left", "right")]
    return [int(node["feature_idx"]), threshold, *branches]


def held_out(ranker: Ranker, one: Lesson) -> Scores:
    alone = sum(map(len, one.units)) >= 2
    places = ranker.best(one.article, one.units, "fr") if alone else ()
    return rouge(french_words(one.told.reference), french_words(text_of(one.told, places)))


if __name__ == "__main__":
    main()
