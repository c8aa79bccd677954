"""What lives say: shares still known and reviews a week, each with its interval by person."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.retention.life import Case, Life, last_whole
from benchmarks.retention.settings import Settings
from benchmarks.tutor import measures
from benchmarks.tutor.measures import Estimate
from benchmarks.tutor.settings import Settings as TutorSettings
from models.estimates import Item, Parameters
from models.learner import answering

OfCase = Callable[[Case], float | None]
"""A figure of one declared skill; None where it was not lived to."""
Period = tuple[int, int]
"""Days after a declaration: the last before, and the last within."""


class Outcome(NamedTuple):
    """The outcome of one schedule in one world; pairs are of `Settings.after` and of `Settings.periods`."""

    kept: tuple[Estimate, ...]
    """Share of what was declared of which an unseen question is still answered right often enough."""
    known: tuple[Estimate, ...]
    """P(known)."""
    reviews: tuple[Estimate, ...]
    """A week, of one person, as if all skills of the course had been declared on one day."""
    questions: tuple[Estimate, ...]


def outcome(settings: Settings, lives: Sequence[Life]) -> Outcome:
    """Return what came of the lives of one world under one schedule."""

    def of(figure: OfCase) -> Estimate:
        return mean(settings, lives, figure)

    return Outcome(
        kept=tuple(of(_kept(settings, days)) for days in settings.after),
        known=tuple(of(_known(days)) for days in settings.after),
        reviews=tuple(of(_a_week(settings, one, lambda case: case.reviews)) for one in settings.periods),
        questions=tuple(of(_a_week(settings, one, lambda case: case.questions)) for one in settings.periods),
    )


def declared(settings: Settings, lives: Sequence[Life]) -> Estimate:
    """Return the share of all skills that was declared."""
    return _over_people(settings, [len(life) / settings.skills for life in lives])


def known_when_declared(settings: Settings, lives: Sequence[Life]) -> Estimate:
    """Return P(known) just after the answer by which a skill was declared."""
    return mean(settings, lives, _known(0))


def success(known: float) -> float:
    """Return the probability of a right answer to an unseen question such as a portal begins with.

    One for all worlds, so that what is measured is memory, not how well the questions of a set tell.
    """
    if_known, if_unknown = answering(Parameters(), Item())
    return known * if_known + (1 - known) * if_unknown


def mean(settings: Settings, lives: Sequence[Life], figure: OfCase) -> Estimate:
    """Return the mean over people of the mean over each one's declared skills."""
    found = [[value for value in map(figure, life) if value is not None] for life in lives]
    return _over_people(settings, [sum(values) / len(values) for values in found if values])


def _over_people(settings: Settings, values: Sequence[float]) -> Estimate:
    return measures.mean(TutorSettings(seed=settings.seed), values, lambda value: value)


def _known(days: int) -> OfCase:
    return lambda case: case.known.get(days)


def _kept(settings: Settings, days: int) -> OfCase:
    def kept(case: Case) -> float | None:
        known = case.known.get(days)
        return None if known is None else float(success(known) >= settings.right)

    return kept


def _a_week(settings: Settings, period: Period, days_of: Callable[[Case], Sequence[int]]) -> OfCase:
    before, last = period

    def a_week(case: Case) -> float | None:
        if last_whole(settings, case) < last:
            return None
        return settings.skills * 7 / (last - before) * sum(before < day <= last for day in days_of(case))

    return a_week
