"""`python -m benchmarks.pilot ANSWERS.csv.gz`: what can be foreseen after a pilot.

The learner model beside some of its rivals, each fitted to a few learners only and tried on the same others.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy
from numpy.random import RandomState

from benchmarks.answer_file import read_file
from benchmarks.progress import tell
from models.fitting.answers import Answers
from models.fitting.cross_validation import Predict, folds_by_learner, from_fit
from models.fitting.fit import Report, TooFewLearners
from models.fitting.measures import auc, log_loss

FOLDS, DRAWS = 5, 3
OURS, BEATEN = "hiérarchique", "Best-LR"
HEADING = f"{'apprenants':12}{'':26}{'AUC':>8}{'log-loss':>10}"


def main() -> None:
    """Evaluate a pilot on the answers of a file, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pilot", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--learners", type=int, nargs="+", default=[20, 50, 100])
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    for line in pilot(read_file(asked.answers), asked.learners, asked.seed, tell):
        print(line, flush=True)


def pilot(answers: Answers, sizes: Sequence[int], seed: int, report: Report) -> Iterator[str]:
    """Return the lines of the table: fitted to each number of learners, tried on those of the first fold.

    Raises TooFewLearners.
    """
    fold = folds_by_learner(answers, FOLDS, seed)
    train, test = answers.where(fold != 0), answers.where(fold == 0)
    there = len(numpy.unique(train.learner))
    if max(sizes) > there:
        raise TooFewLearners(f"hors du pli d'essai il n'y a que {there} apprenants")
    yield f"Essai sur {len(numpy.unique(test.learner))} autres apprenants, moyenne de {DRAWS} tirages, graine {seed}"
    yield HEADING
    for size in sizes:
        found = {}
        for name, predict in _models().items():
            found[name] = _mean(predict, _draws(train, size, seed), test, seed, report, f"{size} {name}")
            yield f"{size:<12}{name:26}{found[name][0]:8.4f}{found[name][1]:10.4f}"
        gain, saved = (ours - theirs for ours, theirs in zip(found[OURS], found[BEATEN], strict=True))
        yield f"{size:<12}{f'{OURS} moins {BEATEN}':26}{gain:+8.4f}{saved:+10.4f}"


def _models() -> Mapping[str, Predict]:
    from benchmarks.rivals import bkt, logistic, means
    from models.fitting import hierarchical_fit as hierarchical

    return {
        "constante": means.constant,
        "BKT": from_fit(bkt.fit),
        BEATEN: logistic.best_lr,
        OURS: from_fit(hierarchical.fit),
    }


def _draws(answers: Answers, size: int, seed: int) -> Iterator[Answers]:
    """Draw the answers of `size` learners DRAWS times; a larger draw holds the smaller ones."""
    for draw in range(DRAWS):
        learners = RandomState([seed, draw]).permutation(numpy.unique(answers.learner))
        yield answers.where(numpy.isin(answers.learner, learners[:size]))


def _mean(
    predict: Predict, draws: Iterator[Answers], test: Answers, seed: int, report: Report, name: str
) -> tuple[float, float]:
    """Return the mean AUC and log-loss."""
    found = []
    for draw, train in enumerate(draws, 1):
        report(name, draw, DRAWS)
        predicted = predict(train, test, seed)
        found.append((auc(test.right, predicted), log_loss(test.right, predicted)))
    areas, losses = numpy.mean(found, axis=0)
    return float(areas), float(losses)


if __name__ == "__main__":
    main()
