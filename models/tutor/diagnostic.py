"""The next skill of « Se situer »: the one whose answer tells most of the whole, until little is left to learn."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from math import exp, log

from models.learner import Belief, Knowledge, average_question, mastery_likelihoods, retained
from models.tutor.questions import MOST_ASKED, information
from models.tutor.situation import Purpose

PASSED_ON = 0.5
"""Share of what speaks for a skill that speaks for what builds on it; what speaks against it passes on whole.

It serves the choice alone: no belief moves but by answers. After Doignon & Falmagne, "Knowledge Spaces" (1999).
"""
LITTLE = 0.065
"""Nats that an answer tells at least: less is told where P(known) is thought to lie below .15 or above .89.

So who says that she does not know the ground is asked nothing that builds on it; who was only wrong still is.
"""

Prerequisites = Mapping[str, tuple[str, ...]]


def next_skill(
    knowledge: Mapping[str, Knowledge],
    prerequisites: Prerequisites,
    askable: Collection[str],
    asked: Collection[str],
    now: datetime,
) -> str | None:
    """Return the next skill to ask about, uncertain and central; None when enough was asked or little is told.

    `askable` are the skills with a question to ask, `asked` those that this sitting has asked about.
    """
    if len(asked) >= MOST_ASKED[Purpose.SITUATE]:
        return None
    # What an answer to a middling question would tell of each skill, in nats.
    levels = thought(knowledge, prerequisites, now)
    uncertain = {}
    for skill, level in levels.items():
        parameters = knowledge[skill].parameters
        uncertain[skill] = information(level, *mastery_likelihoods(parameters, average_question(parameters)))
    open_to = {skill for skill in askable if skill not in asked and uncertain[skill] >= LITTLE}
    central = _centrality(knowledge, prerequisites, open_to)
    return min(open_to, key=lambda skill: (-uncertain[skill] * central[skill], skill), default=None)


def thought(knowledge: Mapping[str, Knowledge], prerequisites: Prerequisites, now: datetime) -> dict[str, float]:
    """Return P(known) of each skill, with what its prerequisites pass on while it has no answer of its own.

    Who builds on several skills needs them all: the least known of them passes on.
    """

    @cache
    def shift(skill: str) -> float:
        if knowledge[skill].belief.answers:
            return _logit(retained(knowledge[skill], now)) - _logit(_prior(knowledge[skill], now))
        # A skill needs all its prerequisites: the weakest one speaks for it.
        least = min((shift(needed) for needed in prerequisites.get(skill, ())), default=0.0)
        # Bad news passes on whole (the shift is negative), good news by half.
        return min(least, PASSED_ON * least)

    return {skill: 1 / (1 + exp(-_logit(_prior(known, now)) - shift(skill))) for skill, known in knowledge.items()}


def _centrality(
    knowledge: Mapping[str, Knowledge], prerequisites: Prerequisites, open_to: Collection[str]
) -> dict[str, float]:
    """Return how many open skills an answer speaks for: its own, and by shares those that build on it."""
    building: dict[str, list[str]] = {skill: [] for skill in knowledge}
    for skill, needed in prerequisites.items():
        for one in needed if not knowledge[skill].belief.answers else ():
            building[one].append(skill)

    @cache
    def reach(skill: str) -> float:
        passed = sum(reach(other) / len(prerequisites[other]) for other in building[skill])
        return (skill in open_to) + PASSED_ON * passed

    return {skill: reach(skill) for skill in open_to}


def _prior(known: Knowledge, now: datetime) -> float:
    return retained(known._replace(belief=Belief()), now)


def _logit(probability: float) -> float:
    # A logit of 0 or 1 is infinite; belief may reach them by rounding.
    kept = min(max(probability, 1e-9), 1 - 1e-9)
    return log(kept / (1 - kept))
