"""A sitting composed for the minutes that there are: the steps that follow each other, seen before one begins."""

from models.tutor.choice import cut, ranked, skills_of
from models.tutor.questions import LEAST_MINUTES
from models.tutor.situation import Candidate, Situation

MOST_STEPS = 4
"""The first step, and three that are named before it begins: more is no plan, but a list."""


def compose(situation: Situation) -> tuple[Candidate, ...]:
    """Return the steps of a sitting within the minutes of a situation, the first being what `choose` chooses.

    By score, so that reviews come first within their worth; no skill comes twice, and the last step is cut to the
    minutes that are left for it. Without minutes, the first step alone.
    """
    if situation.minutes is None:
        return tuple(ranked(situation)[:1])
    steps: list[Candidate] = []
    left, met = situation.minutes, set[str]()
    for one in ranked(situation):
        if len(steps) == MOST_STEPS or (steps and left < LEAST_MINUTES):
            break
        skills = skills_of(one, situation)
        if met.isdisjoint(skills):
            steps.append(cut(one, left))
            left -= steps[-1].minutes
            met.update(skills)
    return tuple(steps)
