"""The classic model as pyBKT fits it, the baseline beside ours: the one file that imports pyBKT.

Badrinath, Wang & Pardos, "pyBKT: an accessible Python library of Bayesian knowledge tracing models", EDM 2021.
"""

from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.classic import ClassicSequences, Estimate, fit_each
from models.fitting.fit import Report

SKILL = "s0"
"""What pyBKT knows a skill by: it reads names as regular expressions."""


def fit(answers: Answers, seed: int, report: Report) -> Estimates:
    """Fit prior, learn, guess and slip of every skill that has enough answers, whatever the other skills.

    From one start: five take five times as long, and foresee no better.
    """
    return fit_each(answers, lambda sequences: estimate(sequences, seed), report)


def estimate(sequences: ClassicSequences, seed: int, starts: int = 1) -> Estimate:
    """Return what pyBKT finds for one skill, as it finds it, degenerate or not."""
    import numpy
    import pandas
    from pyBKT.models import Model

    frame = pandas.DataFrame(
        {
            "user_id": numpy.repeat(numpy.arange(len(sequences.lengths)), sequences.lengths),
            "skill_name": SKILL,
            "correct": sequences.right,
            "order_id": numpy.arange(len(sequences.right)),
        }
    )
    model = Model(seed=seed, num_fits=starts, parallel=False)
    model.fit(data=frame)
    found = model.coef_[SKILL]
    return Estimate(float(found["prior"]), *(float(found[name][0]) for name in ("learns", "guesses", "slips")))
