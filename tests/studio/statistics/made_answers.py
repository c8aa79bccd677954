"""Answers made by hand, for statistics that look at nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from models.studio.statistics.counted_answers import Edition, FirstExposure, Placed
from models.studio.statistics.figures import CountedExposure

FIRST = date(2026, 3, 2)


def answered(question: str, right: bool = True, chosen: str = "", learner: int = 1, day: int = 0) -> FirstExposure:
    """On a skill that bears the first letter of the question."""
    edition, on = Edition(question, 1), FIRST + timedelta(days=day)
    return FirstExposure(1 + day, learner, edition, question[0], right, chosen or ("a" if right else "b"), on, 30.0)


def placed(
    marks: Iterable[bool], chosen: Sequence[str] = (), strength: Sequence[float] = (), weak: bool = False
) -> list[Placed]:
    """One answer a day, each of somebody else; strengths grow with the day where none are given."""
    found = []
    for number, right in enumerate(marks):
        answer = answered("q1", right, chosen[number] if chosen else "", learner=number, day=number)
        force = strength[number] if strength else number / 100
        found.append(Placed(answer, 0, force, expected=0.5, weak=weak))
    return found


def exposures(placed: Iterable[Placed]) -> list[CountedExposure]:
    """The same answers as the log has them."""
    return [
        CountedExposure(one.answer.number, one.answer.learner, one.answer.day.strftime("%Y-%m"), one) for one in placed
    ]
