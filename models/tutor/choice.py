"""The choice among candidates, the least change that would have led to another, and the sitting that it begins."""

from dataclasses import replace
from typing import NamedTuple

from models.tutor.candidates import candidates
from models.tutor.questions import LEAST_MINUTES
from models.tutor.situation import Candidate, Purpose, Situation

LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
MOST_STEPS = 4
"""The first step, and three that are named before it begins: more is no plan, but a list."""


class Step(NamedTuple):
    """The proposed candidate, and the runner-up."""

    chosen: Candidate
    runner_up: Candidate | None


class LeastChange(NamedTuple):
    """The least change that leads to another proposal: knowing its skills so well, else refusing it."""

    target: str
    skills: tuple[str, ...] = ()
    known: float | None = None


def choose(situation: Situation) -> Step | None:
    """Choose the candidate with the highest score; equal scores go by name. None when there is nothing to do."""
    best = ranked(situation)
    if not best:
        return None
    return Step(cut(best[0], situation.minutes), best[1] if len(best) > 1 else None)


def ranked(situation: Situation) -> list[Candidate]:
    """Return the candidates by score, the highest first; equal scores go by name."""
    # Names break ties, so that the same situation always leads to the same step and can be replayed.
    return sorted(candidates(situation), key=lambda one: (-one.score, one.purpose, one.target))


def cut(candidate: Candidate, minutes: float | None) -> Candidate:
    """Return a candidate cut to the minutes that there are, for it ends at a clean point."""
    # Scores are per minute: what is cut is worth as much. What would fit whole, taken instead, cost visits
    # (record 49).
    return candidate if minutes is None else replace(candidate, minutes=min(candidate.minutes, minutes))


def what_would_change(situation: Situation, step: Step) -> LeastChange:
    """Return the least change that leads to another proposal."""
    skills = skills_of(step.chosen, situation)
    # A few round levels: the answer is said in words, and each one costs a whole choice.
    for level in LEVELS:
        change = LeastChange(step.chosen.target, skills, level)
        other = choose(applied(change, situation))
        if other is None or (other.chosen.purpose, other.chosen.target) != (step.chosen.purpose, step.chosen.target):
            return change
    return LeastChange(step.chosen.target)


def applied(change: LeastChange, situation: Situation) -> Situation:
    """Return the situation after a change."""
    if change.known is None:
        return replace(situation, refused={*situation.refused, change.target})
    knowledge = dict(situation.knowledge)
    for skill in change.skills:
        known, before = knowledge[skill], knowledge[skill].belief
        # As of now: no gap has taken anything from it.
        belief = before._replace(known=change.known, at=situation.now, answers=max(1, before.answers))
        knowledge[skill] = known._replace(belief=belief._replace(mark=known.ability.answers))
    return replace(situation, knowledge=knowledge)


def skills_of(candidate: Candidate, situation: Situation) -> tuple[str, ...]:
    """Return the skills that a candidate is about."""
    if candidate.purpose is not Purpose.LEARN:
        return (candidate.target,)
    return next(offer.skills for offer in situation.offers if offer.module == candidate.target)


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
