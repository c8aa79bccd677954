"""Cross-validation by learner: learners fall into folds, and each fold is foreseen from the others."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy
from numpy.random import RandomState

from models.fitting.answers import Answers
from models.fitting.fit import Fit, Report, TooFewLearners, predictions, silent

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

Predict = Callable[[Answers, Answers, int], "Numbers"]
"""From training answers, answers to foresee and a seed: P(right) before each, from the learner's earlier ones."""


def folds_by_learner(answers: Answers, folds: int, seed: int) -> "Codes":
    """Return the fold of each row: shuffled learners take the folds in turn; raises TooFewLearners."""
    learners = numpy.unique(answers.learner)
    if len(learners) < folds:
        raise TooFewLearners(f"il y a {len(learners)} apprenants, moins que de plis ({folds})")
    fold = numpy.empty(len(learners), dtype=numpy.int64)
    # By learner, not by answer: answers of one person lean on each other. RandomState is frozen by NumPy (NEP 19).
    fold[RandomState(seed).permutation(len(learners))] = numpy.arange(len(learners)) % folds
    return fold[numpy.searchsorted(learners, answers.learner)]


def splits(answers: Answers, fold: "Codes") -> Iterator[tuple[Answers, Answers]]:
    """Yield, for each fold in turn, the answers of all other learners, and its own."""
    for number in range(int(fold.max()) + 1):
        yield answers.where(fold != number), answers.where(fold == number)


def out_of_fold(predict: Predict, answers: Answers, fold: "Codes", seed: int, told: Report, name: str) -> "Numbers":
    """Return P(right) before each row, foreseen from the other folds."""
    predicted = numpy.empty(len(answers))
    folds = int(fold.max()) + 1
    for number, (train, test) in enumerate(splits(answers, fold)):
        told(name, number + 1, folds)
        predicted[fold == number] = predict(train, test, seed)
    return predicted


def from_fit(fit: Fit) -> Predict:
    """Return a predictor that fits a set and foresees with the learner model under it."""

    def predict(train: Answers, test: Answers, seed: int) -> "Numbers":
        return predictions(fit(train, seed, silent), test).success

    return predict
