"""Logistic regressions on what a learner has done so far."""

from typing import TYPE_CHECKING

import numpy
import pandas
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from models.fitting.answers import Answers

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

MOST_ITERATIONS = 1000


def pfa(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Fit performance factors analysis: skill, and what was tried and got right in it.

    Pavlik, Cen & Koedinger, "Performance factors analysis", AIED 2009; counts enter as logarithms.
    """
    return _foreseen(_skill_columns(train), train.right, _skill_columns(test))


def best_lr(train: Answers, test: Answers, seed: int) -> "Numbers":
    """Fit PFA with questions, and with what was tried and got right on the question and over all skills.

    Gervet, Koedinger, Schneider & Mitchell, "When is deep learning the best approach to knowledge tracing?", JEDM 12
    (2020), https://doi.org/10.5281/zenodo.4143614
    """
    return _foreseen(_best_columns(train), train.right, _best_columns(test))


def _foreseen(train: sparse.csr_matrix, right: "Codes", test: sparse.csr_matrix) -> "Numbers":
    regression = LogisticRegression(C=1.0, solver="newton-cg", max_iter=MOST_ITERATIONS).fit(train, right)
    foreseen: Numbers = regression.predict_proba(test)[:, 1]
    return foreseen


def _skill_columns(answers: Answers) -> sparse.csr_matrix:
    """Return a level for every skill, and slopes of its own for what was tried and got right in it."""
    counts = _counts(answers, answers.skill)
    columns = [_spread(answers.skill, values, len(answers.skills)) for values in (numpy.ones(len(answers)), *counts)]
    return sparse.hstack(columns, format="csr")


def _best_columns(answers: Answers) -> sparse.csr_matrix:
    level = _spread(answers.question, numpy.ones(len(answers)), len(answers.questions))
    overall = _counts(answers, numpy.zeros(len(answers), dtype=numpy.int64))
    common = numpy.column_stack([*overall, *_counts(answers, answers.question)])
    return sparse.hstack([_skill_columns(answers), level, sparse.csr_matrix(common)], format="csr")


def _spread(codes: "Codes", values: "Numbers", size: int) -> sparse.csr_matrix:
    """Return one column for each code, with the values of the rows that have it."""
    return sparse.csr_matrix((values, (numpy.arange(len(codes)), codes)), shape=(len(codes), size))


def _counts(answers: Answers, codes: "Codes") -> "tuple[Numbers, Numbers]":
    """Return log(1 + count) of what the learner had tried and got right under the row's code, before the row."""
    frame = pandas.DataFrame({"learner": answers.learner, "code": codes, "right": answers.right})
    groups = frame.groupby(["learner", "code"]).right
    return numpy.log1p(groups.cumcount().to_numpy()), numpy.log1p((groups.cumsum() - frame.right).to_numpy())
