"""What was observed and foreseen by the gap since the last answer on the skill, with intervals by learner."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy
from numpy.random import RandomState

from benchmarks.evaluation.bootstrap import CERTAINTY
from models.fitting.answers import Answers
from models.fitting.gaps import BETWEEN, DAYS, by_length, gap_error, gaps

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

DRAWS = 200


def gap_lines(answers: Answers, foreseen: "Mapping[str, Numbers]", seed: int) -> Iterator[str]:
    """Return the tables by days and by answers in between: observed less foreseen, of each model."""
    before, which = gaps(answers), numpy.unique(answers.learner, return_inverse=True)[1]
    tables = {"Réponses entre-temps": (before.between, BETWEEN)}
    if answers.day.any():
        tables = {"Jours depuis la dernière réponse": (before.days, DAYS), **tables}
    for title, (gap, lengths) in tables.items():
        models = "".join(f"{name:>34}" for name in foreseen)
        yield f"{title:34}{'réponses':>9}{'justes':>8}{models}"
        for name, there in by_length(gap, lengths):
            cells = "".join(f"{_missed(answers, there, which, column, seed):>34}" for column in foreseen.values())
            yield f"  {name:32}{int(there.sum()):9}{answers.right[there].mean():8.3f}{cells}"
    errors = " ; ".join(
        f"{name} {gap_error(before.days, answers.right, column):.4f}" for name, column in foreseen.items()
    )
    yield f"Manqué par intervalle de jours, hasard déduit : {errors}"


def _missed(answers: Answers, there: "Flags", which: "Codes", foreseen: "Numbers", seed: int) -> str:
    missed = (answers.right - foreseen)[there]
    learners = int(which.max()) + 1
    sums, counts = (numpy.bincount(which[there], weights, learners) for weights in (missed, None))
    random, even = RandomState(seed), numpy.full(learners, 1 / learners)
    drawn = [random.multinomial(learners, even) for _ in range(DRAWS)]
    means = [float(weights @ sums) / max(1.0, float(weights @ counts)) for weights in drawn]
    low, high = numpy.quantile(means, [(1 - CERTAINTY) / 2, (1 + CERTAINTY) / 2])
    return f"{missed.mean():+.3f} [{low:+.3f}, {high:+.3f}]"
