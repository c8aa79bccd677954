"""Two models of memory from the literature: what they say is lost between two answers of one learner on one skill.

Instants are in seconds, one for each answer, in growing order. Every answer is a presentation: its feedback is read.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy

from models.fitting.answers import Answers
from models.memory import SPACED_DAYS

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

DAY_SECONDS = 86_400
AT_ONCE = 1.0
"""Seconds: neither a power of no time nor its logarithm exists."""

# The predictive performance equation


RECENCY = 0.6
"""x, by which what is recent weighs more in the time that has passed: theirs, for all experiments."""
DECAY, DECAY_BY_LAG = 0.04, 0.08
"""b and m, which they fit to each experiment. `fade` weighs b here, so that only m = 2 b is assumed."""


def elapsed(ages: "Numbers") -> float:
    """Return T, the mean of the ages of all answers, each weighing age ** -RECENCY."""
    weights = ages**-RECENCY
    return float(weights @ ages / weights.sum())


def decay(at: "Numbers") -> float:
    """Return d, the smaller the longer the lags between the answers were."""
    by_lag = 1 / numpy.log(numpy.diff(at) + numpy.e)
    return DECAY + DECAY_BY_LAG * (float(by_lag.mean()) if len(by_lag) else 0.0)


def performance_lost(at: "Numbers", now: float) -> float:
    """Return d / b ln (1 + T): minus the logarithm of what the predictive performance equation leaves, over b.

    Performance is N ** c T ** -d after N answers. The recursion multiplies P(known) by (1 + T) ** -d, where the one
    keeps what was just answered from standing for more than all; N ** c, what the answers have built up, is left to the
    recursion, which learns by each. T is of all answers: where older ones weigh, something is lost at once.

    Walsh, Gluck, Gunzelmann, Jastrzembski & Krusmark, "Evaluating the theoretic adequacy and applied potential of
    computational models of the spacing effect", Cognitive Science 42 (2018), https://doi.org/10.1111/cogs.12602
    """
    return decay(at) / DECAY * float(numpy.log1p(elapsed((now - at).clip(min=AT_ONCE))))


# Several power laws


INTERCEPT, SCALE = 0.177, 0.217
"""a and c of Pavlik & Anderson (2005)."""
BETWEEN_SESSIONS = 0.025
"""h of theirs: between sessions as much is forgotten as within one in a fortieth of the time."""


def decays(at: "Numbers") -> "Numbers":
    """Return d of each answer: c exp(activation when it was given) + a."""
    found = numpy.full(len(at), INTERCEPT)
    for place in range(1, len(at)):
        found[place] += SCALE * numpy.exp(activation(at[:place], found[:place], at[place]))
    return found


def activation(at: "Numbers", decays: "Numbers", now: float) -> float:
    """Return the logarithm of the sum of what is left of each answer, age ** -d.

    Pavlik & Anderson, "Practice and forgetting effects on vocabulary memory: an activation-based model of the spacing
    effect", Cognitive Science 29 (2005), https://doi.org/10.1207/s15516709cog0000_14, and "Using a model to compute the
    optimal schedule of practice", J. Exp. Psychology: Applied 14 (2008), https://doi.org/10.1037/1076-898X.14.2.101
    """
    return float(numpy.log(((now - at).clip(min=AT_ONCE) ** -decays).sum()))


def activation_lost(at: "Numbers", decays: "Numbers", now: float) -> float:
    """Return the activation just after the last answer less that now, never below 0."""
    just_after = activation(at, decays, float(at[-1]) + AT_ONCE)
    return max(0.0, just_after - activation(at, decays, now))


def lived_seconds(answers: Answers) -> Any:
    """Return the clock by which activation decays, of each answer: slower from one sitting of a learner to the next."""
    begins = numpy.diff(answers.learner, prepend=-1) != 0
    step = numpy.where(begins, 0.0, numpy.diff(answers.day, prepend=0.0).clip(min=0))
    return numpy.cumsum(numpy.where(step < SPACED_DAYS, step, step * BETWEEN_SESSIONS)) * DAY_SECONDS


# Along the answers


def losses(answers: Answers) -> "tuple[Numbers, Numbers]":
    """Return what either says is lost before each answer; nothing before the first on a skill."""
    performance, activations = numpy.zeros(len(answers)), numpy.zeros(len(answers))
    seconds, lived = answers.day * DAY_SECONDS, lived_seconds(answers)
    for rows in sequences(answers):
        at, of_traces = lived[rows], decays(lived[rows])
        for place, row in enumerate(rows[1:].tolist(), 1):
            performance[row] = performance_lost(seconds[rows[:place]], seconds[row])
            activations[row] = activation_lost(at[:place], of_traces[:place], lived[row])
    return performance, activations


def sequences(answers: Answers) -> "Iterator[Codes]":
    """Yield the places of the answers of each learner on each skill, in order."""
    order = numpy.lexsort((numpy.arange(len(answers)), answers.skill, answers.learner))
    changes = (numpy.diff(answers.learner[order]) != 0) | (numpy.diff(answers.skill[order]) != 0)
    yield from numpy.split(order, numpy.flatnonzero(changes) + 1)
