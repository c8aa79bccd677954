"""How often the next answers on a skill lie where the learner model's intervals say, on learners it was not fitted to.

The interval is of a probability, and of answers one sees how many are right. So each run of next answers within a day
is held against how many the model itself expects (`ahead`), and counts as held by the share of its probability
integral transform that lies in the middle INTERVAL: 90 % on average where the distribution is true, however short the
run. Czado, Gneiting & Held, "Predictive model assessment for count data", Biometrics 65 (2009),
https://doi.org/10.1111/j.1541-0420.2009.01191.x
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy
from numpy.random import Generator, default_rng

from benchmarks.evaluation.acquisition import by_skill
from benchmarks.evaluation.ahead import rights_ahead
from benchmarks.evaluation.bootstrap import mean_by_learner
from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.cross_validation import splits
from models.fitting.fit import LivedAnswer, lived
from models.learner import INTERVAL

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Flags, Numbers

LENGTHS = (3, 5, 10)
"""Answers of a run."""
WITHIN_DAYS = 1.0
MOST_RUNS = 6_000
"""Of each length: drawn at random where there are more."""
MANY = 10**9
AFTER = {
    "  après 0": (0, 1),
    "  après 1-2": (1, 3),
    "  après 3-5": (3, 6),
    "  après 6-11": (6, 12),
    "  après > 11": (12, MANY),
}
"""Answers on the skill before the run."""


class Covered(NamedTuple):
    """Runs of one length, by run: the learner, answers on the skill before, and how far held; rights in all.

    `at_once` takes every answer of the run as given at its first moment, `lived` lets the learner move as modelled.
    """

    learner: "Codes"
    before: "Codes"
    rights: "Codes"
    at_once: "Numbers"
    lived: "Numbers"


def coverage_lines(answers: Answers, fold: "Codes", sets: Sequence[Estimates], seed: int) -> Iterator[str]:
    """Return the table of runs of each length, then by answers before; `sets` are those of the folds."""
    when = "dans la journée" if answers.day.any() else "dans l'ordre : le fichier ne dit pas les jours"
    yield f"Intervalle à {INTERVAL:.0%} tenu par les réponses suivantes sur la compétence, {when}".replace("%", " %")
    yield f"{'':34}{'suites':>9}{'justes':>8}{'au moment':>34}{'en chemin':>34}"
    for length in LENGTHS:
        found = covered(answers, fold, sets, length, default_rng(seed))
        # Some files never ask a skill so often.
        for name, (least, below) in {f"{length} suivantes": (0, MANY), **AFTER}.items():
            if (there := (found.before >= least) & (found.before < below)).any():
                yield _row(name, found, length, there, seed)


def covered(answers: Answers, fold: "Codes", sets: Sequence[Estimates], length: int, random: Generator) -> Covered:
    """Return how far runs of that length are held, each under the set that was fitted to the other folds."""
    chosen = next_answers(answers, length)
    if len(chosen) > MOST_RUNS:
        chosen = chosen[numpy.sort(random.choice(len(chosen), MOST_RUNS, replace=False))]
    none, nowhere = numpy.empty(0, dtype=numpy.int64), numpy.empty(0)
    parts = [Covered(none, none, none, nowhere, nowhere)]
    for number, ((_, test), estimates) in enumerate(zip(splits(answers, fold), sets, strict=True)):
        rows = numpy.flatnonzero(fold == number)
        runs = numpy.searchsorted(rows, chosen[fold[chosen[:, 0]] == number])
        if len(runs):
            parts.append(_covered(test, list(lived(estimates, test)), runs, random))
    return Covered(*(numpy.concatenate(column) for column in zip(*parts, strict=True)))


def _covered(answers: Answers, lives: Sequence[LivedAnswer], runs: "Codes", random: Generator) -> Covered:
    rights = answers.right[runs].sum(axis=1)
    at_once, on_the_way = (held(rights, rights_ahead(answers, lives, runs, moving, random)) for moving in (False, True))
    before = numpy.array([lives[row].known.belief.answers for row in runs[:, 0].tolist()])
    return Covered(answers.learner[runs[:, 0]], before, rights, at_once, on_the_way)


def next_answers(answers: Answers, length: int) -> "Codes":
    """Return the rows of all runs of so many answers of a learner on a skill within WITHIN_DAYS (runs × length)."""
    runs: list[Codes] = [numpy.empty((0, length), dtype=numpy.int64)]
    for own in by_skill(answers):
        every = numpy.lib.stride_tricks.sliding_window_view(own, min(length, len(own)))
        if len(own) >= length:
            runs.append(every[answers.day[every[:, -1]] - answers.day[every[:, 0]] <= WITHIN_DAYS])
    return numpy.concatenate(runs)


def held(rights: "Codes", drawn: "Codes") -> "Numbers":
    """Return which part of each count's probability integral transform lies in the middle INTERVAL.

    `rights` by run; `drawn`, runs × draws, from the distribution on trial.
    """
    below, to = (drawn < rights[:, None]).mean(axis=1), (drawn <= rights[:, None]).mean(axis=1)
    # What was never drawn is an end of the scale, or one place between two draws.
    to = numpy.maximum(to, below + 1 / (2 * drawn.shape[1]))
    inside = numpy.minimum(to, (1 + INTERVAL) / 2) - numpy.maximum(below, (1 - INTERVAL) / 2)
    part: Numbers = inside.clip(min=0) / (to - below)
    return part


def _row(name: str, found: Covered, length: int, there: "Flags", seed: int) -> str:
    cells = (mean_by_learner(column[there], found.learner[there], seed) for column in (found.at_once, found.lived))
    shares = "".join(f"{f'{cell.found:.3f} [{cell.low:.3f}, {cell.high:.3f}]':>34}" for cell in cells)
    return f"  {name:32}{int(there.sum()):9}{found.rights[there].mean() / length:8.3f}{shares}"
