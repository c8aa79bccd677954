"""Boosted trees on the usual counts and times: how far a model gets that nobody can read."""

from typing import TYPE_CHECKING, Any

import numpy
import pandas
from sklearn.ensemble import HistGradientBoostingClassifier

from models.fitting.answers import Answers, facilities
from models.fitting.cross_validation import folds_by_learner, splits
from models.fitting.hierarchical_sequences import ratings
from models.learner import FAST_STEP, INFORMATION, LEAST_STEP

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

MOST_TREES, STEP, LEAVES, LEAST_IN_LEAF = 300, 0.05, 31, 50
FOLDS = 5


def predict(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Fit to what is usually counted; categories enter as shares of right answers of other learners.

    Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001).
    """
    trees = HistGradientBoostingClassifier(
        max_iter=MOST_TREES,
        learning_rate=STEP,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_IN_LEAF,
        # With few answers the later trees would learn these by heart.
        early_stopping=True,
        random_state=seed,
    )
    trees.fit(_columns(train, *_shares_of_others(train, seed)), train.right)
    foreseen: Numbers = trees.predict_proba(_columns(test, *_shares(train, test)))[:, 1]
    return foreseen


def _shares(train: Answers, test: Answers) -> "tuple[Numbers, Numbers]":
    """Return the shares of right answers to each row's skill and question in training."""
    found = facilities(train)
    questions = numpy.full(len(train.questions), numpy.nan)
    questions[train.question] = found.questions[train.question]
    of_skill, of_question = found.skills[test.skill], questions[test.question]
    return of_skill, numpy.where(numpy.isnan(of_question), of_skill, of_question)


def _shares_of_others(train: Answers, seed: int) -> "tuple[Numbers, Numbers]":
    """Return the same shares among learners of other folds: with their own, they would tell what is to be foreseen."""
    fold = folds_by_learner(train, FOLDS, seed)
    shares = numpy.empty((2, len(train)))
    for number, (others, own) in enumerate(splits(train, fold)):
        shares[:, fold == number] = _shares(others, own)
    return shares[0], shares[1]


def _columns(answers: Answers, of_skill: "Numbers", of_question: "Numbers") -> Any:
    logit = numpy.log(of_question / (1 - of_question))
    slow, fast = ratings(answers.learner, answers.right, logit, INFORMATION, LEAST_STEP, FAST_STEP)
    everywhere = numpy.zeros(len(answers), dtype=numpy.int64)
    before = [_before(answers, codes) for codes in (everywhere, answers.skill, answers.question)]
    return numpy.column_stack([of_skill, of_question, slow, fast, *before])


def _before(answers: Answers, codes: "Codes") -> Any:
    """Return of a learner's earlier answers under a code: how many, right, the last three, days and answers since."""
    frame = pandas.DataFrame({"learner": answers.learner, "code": codes, "right": answers.right, "day": answers.day})
    frame["place"] = numpy.arange(len(frame))
    groups = frame.groupby(["learner", "code"])
    last = [groups.right.shift(back) for back in (1, 2, 3)]
    since = [frame[column] - groups[column].shift(1) for column in ("day", "place")]
    return numpy.column_stack([groups.cumcount(), groups.right.cumsum() - frame.right, *last, *since])
