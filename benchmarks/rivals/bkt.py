"""Classic Bayesian knowledge tracing, compiled: what pyBKT finds, hundreds of times as fast.

Corbett & Anderson, "Knowledge tracing", UMUAI 4 (1994), https://doi.org/10.1007/BF01099821; fitted as pyBKT does:
Badrinath, Wang & Pardos, "pyBKT: an accessible Python library of Bayesian knowledge tracing models", EDM 2021.
"""

from typing import TYPE_CHECKING

import numpy
from numpy.random import RandomState

from benchmarks.rivals.bkt_em import best_of
from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.classic import ClassicSequences, Estimate, fit_each
from models.fitting.fit import Report

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

RESTARTS = 5


def fit(answers: Answers, seed: int, report: Report) -> Estimates:
    """Fit every skill that has enough answers, whatever the other skills."""
    starts = starting_values(RandomState(seed), RESTARTS)
    return fit_each(answers, lambda sequences: estimate(sequences, starts), report)


def starting_values(random: RandomState, number: int) -> "Numbers":
    """Return the starting values of pyBKT: rows of prior, learn, guess and slip.

    It draws Dirichlet matrices first and overwrites them; they move its random stream on, so they are drawn here too.
    """
    rows = []
    for _ in range(number):
        for weights in ([20, 1, 4, 20], [5, 0.5], [0.5, 5], [100, 1]):
            random.gamma(weights)
        rows.append([random.random(), random.random() * 0.40, random.random() * 0.40, random.random() * 0.30])
    return numpy.array(rows)


def estimate(sequences: ClassicSequences, starts: "Numbers") -> Estimate:
    """Estimate as pyBKT does from the same starting values, degenerate or not."""
    found = best_of(sequences.right, sequences.lengths, starts)
    return Estimate(*found.tolist())
