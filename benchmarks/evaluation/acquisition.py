"""The worth of *acquired*: how often it is declared, and whether answers given after it are right."""

from typing import TYPE_CHECKING, NamedTuple

import numpy

from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.fit import lived

if TYPE_CHECKING:
    from models.fitting.answers import Flags


class Acquisition(NamedTuple):
    """Share of answers to a skill that stood as acquired; shares of right answers among them and among the others."""

    share: float
    right_after: float
    right_before: float


def standing(estimates: Estimates, answers: Answers) -> "Flags":
    """Return whether the skill stood as acquired before each answer.

    No working days are known: every answer is taken for one of a further working day.
    """
    return numpy.array([known.belief.acquired for known, _ in lived(estimates, answers)], dtype=bool)


def acquisition(answers: Answers, acquired: "Flags") -> Acquisition:
    """Return the shares of *acquired*; NaN for right answers where there are none."""
    after, before = answers.right[acquired], answers.right[~acquired]
    shares = (float(part.mean()) if len(part) else float("nan") for part in (after, before))
    return Acquisition(float(acquired.mean()), *shares)
