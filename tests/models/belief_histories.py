"""Small makers of evidence for the learner model, and of what it leads to."""

from datetime import UTC, datetime, timedelta
from functools import reduce

from models.estimates import Item, Parameters
from models.learner import Belief, Evidence, Knowledge, after_answer

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DEFAULT = Parameters()
"""prior .3, learn .1, guess .35, slip .1"""


def answered(
    right: bool = True, days: float = 0, working_day: bool = True, chance: float = 0, **said: bool | Item
) -> Evidence:
    at = MONDAY + timedelta(days=days)
    return Evidence(right, at, at.date(), working_day, **{"item": Item(chance=chance), **said})  # type: ignore[arg-type]


ON_TWO_DAYS = [answered(), answered(), answered(), answered(days=1)]


def dont_know(days: float = 0) -> Evidence:
    return answered(False, days, dont_know=True)


def known_after(*evidence: Evidence, parameters: Parameters = DEFAULT) -> Knowledge:
    return reduce(after_answer, evidence, Knowledge(parameters))


def after(*evidence: Evidence, parameters: Parameters = DEFAULT) -> Belief:
    return known_after(*evidence, parameters=parameters).belief


def on(days: float) -> datetime:
    return MONDAY + timedelta(days=days)
