"""Hierarchical Bayesian knowledge tracing: all parameters are fitted at once, to the maximum of the posterior.

All parameters are fitted at once, to the maximum of the posterior, by L-BFGS with the exact gradient. The model is the
one that models/learner.py lives, answer by answer.
"""

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import numpy
from scipy.optimize import OptimizeResult, minimize
from threadpoolctl import threadpool_limits

from models.estimates import Estimates
from models.fitting.answers import Answers, facilities
from models.fitting.fit import DidNotConverge, Report
from models.fitting.hierarchical_objective import Objective, start
from models.fitting.hierarchical_sequences import SequenceBlocks
from models.fitting.hierarchical_set import fitted_set

if TYPE_CHECKING:
    from models.fitting.answers import Numbers

MOST_ITERATIONS = 1000
MANY, QUARTER = 300_000, 4
"""Answers from which on a fit begins with a quarter of the learners."""
OUT_OF_ITERATIONS = 1
"""L-BFGS-B's status (https://docs.scipy.org/doc/scipy/reference/optimize.minimize-lbfgsb.html)."""
LEAST_MOVE = 1e-9
"""The fit has converged when a search that begins anew lowers the objective by less than this share of itself."""


def fit(answers: Answers, seed: int, report: Report) -> Estimates:
    """Fit every skill and question that occurs; the same answers give the same set, whatever the seed.

    Raises DidNotConverge.
    """
    if not len(answers):
        return Estimates()
    # A parameter without an answer has no slope: it would only slow the fit down.
    answers = answers.occurring()
    facility = facilities(answers)
    objective = _objective(answers, facility.questions)
    vector = minimum(objective, report, _origin(answers, facility.questions, report))
    return fitted_set(answers, facility, objective, vector)


def _objective(answers: Answers, facility: "Numbers") -> Objective:
    return Objective(SequenceBlocks.of(answers, facility), len(answers.skills), len(answers.questions))


def _origin(answers: Answers, facility: "Numbers", report: Report) -> "Numbers":
    """Return where a fit begins: with many answers, at what a quarter of the learners leads to.

    From there it takes half as many steps over all of them, to the same place.
    """
    learners, place = numpy.unique(answers.learner, return_inverse=True)
    if len(answers) <= MANY or len(learners) < QUARTER:
        return start(len(answers.skills), len(answers.questions))
    some = answers.where(place % QUARTER == 0)
    return minimum(_objective(some, facility), report, _origin(some, facility, report))


def minimum(objective: Objective, report: Report, origin: "Numbers | None" = None) -> "Numbers":
    """Return the vector at which the objective is least, sought from `origin`, or from the centres of the priors.

    Each parameter is moved in units of what the answers tell of it, so that L-BFGS takes a third of the steps. Raises
    DidNotConverge.
    """
    if origin is None:
        origin = start(objective.skills, objective.questions)
    unit = objective.information(origin) ** -0.5
    iterations = count(1)

    def in_units(moved: "Numbers") -> "tuple[float, Numbers]":
        loss, gradient = objective(origin + moved * unit)
        return loss, gradient * unit

    def sought(begin: "Numbers") -> OptimizeResult:
        return minimize(
            in_units,
            begin,
            jac=True,
            method="L-BFGS-B",
            callback=lambda _: report("hierarchical", next(iterations), MOST_ITERATIONS),
            # gtol 0: the move of the objective (ftol) alone decides.
            options={"maxiter": MOST_ITERATIONS, "maxfun": 2 * MOST_ITERATIONS, "ftol": LEAST_MOVE, "gtol": 0.0},
        )

    # On vectors of this length the threads of the linear algebra cost more than they bring, and change last digits.
    with threadpool_limits(1, "blas"):
        found = _settled(sought, numpy.zeros_like(origin))
    minimum: Numbers = origin + found * unit
    return minimum


def _settled(search: "Callable[[Numbers], OptimizeResult]", begin: "Numbers") -> "Numbers":
    """Search again from where a search ended, without its memory of the slope, until that lowers nothing more.

    A line search misled by what L-BFGS remembers ends where it stands, and some processors' last digits decide whether
    it says so or takes its last small step for convergence. At a minimum, beginning anew costs three evaluations.
    """
    found = search(begin)
    while found.status != OUT_OF_ITERATIONS:
        again = search(found.x)
        if found.fun - again.fun > LEAST_MOVE * abs(found.fun):
            found = again
        elif found.success or again.success:
            settled: Numbers = found.x
            return settled
        else:
            break
    # What was still moving is not used: a half-fitted set may predict well and mean nothing.
    raise DidNotConverge(found.message)
