"""The bound: the share still known a month later that so many minutes can buy at most, whoever chooses.

Whoever chooses here sees each state as the life draws it, and knows how this person learns and forgets. She looks for
the plan worth most when minutes have a price. A price parts the skills from each other: each is solved for itself, by
dynamic programming over its state, the days it was met on and whether its cards were read, and the worths add up to a
line that no plan crosses. The lower edge of the lines of all prices is the bound (Everett, "Generalized Lagrange
multiplier method for solving problems of optimum allocation of resources", Operations Research 11, 1963).

What is left out can only raise it: minutes and visits of a day, bases not known yet, answers on other skills in
between, and that all skills wait for the last one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy
from numpy.typing import NDArray

from benchmarks.tutor.people import Mind
from benchmarks.tutor.truths import Chain, Gap, Lesson, Row

Numbers = NDArray[Any]
MOST_DAYS = 12
"""Days on which a skill is met; one more would add less than .01 to what a month leaves."""
DAYS = range(MOST_DAYS + 1)
CLOSE = 1e-5
"""Of a skill: the rise by one more sweep from which a solution stands."""
READY = 1.0


class Line(NamedTuple):
    """A price of a minute, in shares of all skills; no plan is worth more than `most` when its minutes are paid."""

    price: float
    most: float


class Bound(NamedTuple):
    """The lines below which all plans lie."""

    lines: Sequence[Line]

    def share(self, minutes: float) -> float:
        """Return the share that these minutes buy at most."""
        return min(1.0, *(line.most + line.price * minutes for line in self.lines))

    def minutes(self, share: float) -> float:
        """Return the least minutes that buy a share."""
        return max(0.0, *((share - line.most) / line.price for line in self.lines))


class Worth(NamedTuple):
    """The most that skills can come to, their minutes paid: by price, skill, days met on and state.

    `read` after the first reading of the cards, `unread` before; `left` is what comes of a skill that is left alone, by
    skill, days met on and state.
    """

    left: Numbers
    read: Numbers
    unread: Numbers


class Meeting(NamedTuple):
    """A way to meet each skill: from which state to which, by skill and days met on, and the days met on after."""

    chains: Numbers
    met_on: Numbers
    minutes: float

    def worth(self, prices: Numbers, after: Numbers) -> Numbers:
        """Return what it is worth where there are these worths after it."""
        worths: Numbers = numpy.einsum("knst,pknt->pkns", self.chains, after[:, :, self.met_on])
        paid: Numbers = self.minutes * prices[:, None, None, None]
        return worths - paid


def bound_on(mosts: Sequence[Numbers], prices: Sequence[float], skills: int) -> Bound:
    """Return the bound on the mean over people, from what each comes to at most at each price, as `most` gives it."""
    means = numpy.mean(mosts, axis=0)
    return Bound([Line(price / skills, float(most)) for price, most in zip(prices, means, strict=True)])


def most(mind: Mind, begins: Mapping[str, Row], prices: Sequence[float]) -> Numbers:
    """Return the share of skills to which who begins so comes at most, her minutes paid; prices in skills a minute.

    The cards of two skills are halved between them, but where one is known at first: that one is worth most left alone,
    and the other pays for both.
    """
    skills, known = mind.course.skills, mind.truth.known
    minutes = cards_minutes(mind)
    halved, alone = (worth(mind, prices, paid).unread[:, :, 0] for paid in (minutes / 2, minutes))
    partner_knows = numpy.array([begins[partner_of(mind, skill)][known] for skill in skills])[:, None]
    worths = partner_knows * alone + (1 - partner_knows) * halved
    rows = numpy.array([begins[skill] for skill in skills])
    result: Numbers = (worths * rows).sum(axis=(1, 2)) / len(skills)
    return result


def partner_of(mind: Mind, skill: str) -> str:
    """Return the skill with which a skill shares a module."""
    together = {one for module in mind.course.teaching[skill] for one in module.skills} - {skill}
    return min(together)


def worth(mind: Mind, prices: Sequence[float], cards: float) -> Worth:
    """Solve each skill for itself, where its first reading costs so many minutes."""
    left, paid = _left(mind), numpy.array(prices)
    lesson = min(question_minutes(mind), cards)
    practice = [_meeting(mind, days, lesson, first=False) for days in (0, 1)]
    reading = [_meeting(mind, days, cards, first=True) for days in (0, 1)]
    start = numpy.broadcast_to(left, (len(prices), *left.shape))
    read = _solved(start, lambda after: [one.worth(paid, after) for one in practice])
    by_reading = [one.worth(paid, read) for one in reading]
    unread = _solved(start, lambda after: [*by_reading, *(one.worth(paid, after) for one in practice)])
    return Worth(left, read, unread)


def question_minutes(mind: Mind) -> float:
    """Return how long a question takes her."""
    return mind.person.question_seconds / 60


def cards_minutes(mind: Mind) -> float:
    """Return how long the cards of a module take her."""
    return mind.settings.cards * mind.person.card_seconds / 60


def _solved(left: Numbers, options: Callable[[Numbers], list[Numbers]]) -> Numbers:
    """Return the fixed point of choosing the best option, or leaving a skill alone."""
    now, rise = left, CLOSE
    while rise >= CLOSE:
        best = numpy.maximum.reduce([left, *options(now)])
        now, rise = best, float((best - now).max())
    return now


def _left(mind: Mind) -> Numbers:
    """Return what is known a month after the last meeting; who was never asked forgets nothing in these worlds."""
    known, month = mind.truth.known, float(mind.settings.retention_days)
    chains = numpy.array([[_gap(mind, skill, month, days) for days in DAYS] for skill in mind.course.skills])
    left: Numbers = chains[..., known]
    return left


def _meeting(mind: Mind, days: int, minutes: float, *, first: bool) -> Meeting:
    """Return a meeting so many days after the last one: nothing in these worlds is kept better by waiting longer."""
    lesson = Lesson(first, READY)
    lessons = numpy.array([mind.learns(skill, lesson, False) for skill in mind.course.skills])
    gaps = numpy.array([[_gap(mind, skill, float(days), met) for met in DAYS] for skill in mind.course.skills])
    met_on = numpy.minimum(numpy.maximum(1, numpy.array(DAYS) + days), MOST_DAYS)
    return Meeting(gaps @ lessons[:, None], met_on, minutes)


def _gap(mind: Mind, skill: str, days: float, met_on: int) -> Chain:
    if met_on:
        return mind.forgets(skill, Gap(days, 0, met_on))
    states = range(len(mind.begins(skill)))
    return tuple(tuple(float(one == other) for other in states) for one in states)
