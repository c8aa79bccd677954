"""Answers made by hand, for statistics that look at nothing else."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from models.workshop.statistics.answers import Edition, FirstExposure, Placed

FIRST = date(2026, 3, 2)


def answered(question: str, right: bool = True, chosen: str = "", learner: int = 1, day: int = 0) -> FirstExposure:
    """On a skill that bears the first letter of the question."""
    on = FIRST + timedelta(days=day)
    return FirstExposure(learner, Edition(question, 1), question[0], right, chosen or ("a" if right else "b"), on, 30.0)


def placed(
    marks: Iterable[bool], chosen: Sequence[str] = (), strength: Sequence[float] = (), weak: bool = False
) -> list[Placed]:
    """One answer a day, each of somebody else; strengths grow with the day where none are given."""
    found = []
    for number, right in enumerate(marks):
        answer = answered("q1", right, chosen[number] if chosen else "", learner=number, day=number)
        force = strength[number] if strength else number / 100
        found.append(Placed(answer, force, expected=0.5, weak=weak))
    return found
