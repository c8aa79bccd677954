"""A cohort whose questions are sound but for four, and the places that these take among the questions to look at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from string import ascii_lowercase
from typing import Any

import numpy
from numpy.random import Generator

from benchmarks.simulation import World, simulate
from benchmarks.statistics.settings import Cohort


class Planted(StrEnum):
    """A flaw that is planted in a question."""

    KEY = "wrong key"
    DEAD = "dead option"
    GIVEN_AWAY = "give-away"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as the portal would have kept it; `chosen` is an option, `key` the one that is marked right."""

    learner: int
    skill: str
    question: str
    right: bool
    chosen: str
    day: Any


@dataclass(frozen=True, slots=True)
class Made:
    """The answers, learner after learner in their order, and which question has which flaw."""

    rows: Sequence[Row]
    planted: dict[str, Planted]
    keys: dict[str, str]
    drifts_on: Any


def make(settings: Cohort, world: World, seed: int) -> Made:
    """Simulate, let everybody choose an option, and plant."""
    random = numpy.random.default_rng([seed, 5])
    answers = simulate(settings.learners, settings.skills, settings.questions, settings.answers, seed, world).answers
    begun = random.integers(0, settings.joined_within, settings.learners)
    days = (answers.day + begun[answers.learner]).astype(int)
    names = [answers.questions[code] for code in answers.question.tolist()]
    bad = _drawn(settings, answers, random)
    right = answers.right.astype(bool).copy()
    drift = _plant_in_marks(settings, bad, numpy.array(names), days, right, random)
    wrong = _tempting(settings, answers.questions, random)
    chosen = [
        "a" if was_right else str(random.choice(list(wrong[name]), p=list(wrong[name].values())))
        for name, was_right in zip(names, right.tolist(), strict=True)
    ]
    made = [
        Row(learner, answers.skills[skill], name, was_right, option, settings.origin + timedelta(days=day))
        for learner, skill, name, was_right, option, day in zip(
            answers.learner.tolist(), answers.skill.tolist(), names, right.tolist(), chosen, days.tolist(), strict=True
        )
    ]
    return _plant_in_options(settings, made, bad, drift, answers.questions)


def _drawn(settings: Cohort, answers: Any, random: Generator) -> dict[Planted, str]:
    """Draw four middling questions, one for each flaw."""
    share = numpy.bincount(answers.question, answers.right) / numpy.bincount(answers.question)
    low, high = settings.middling
    drawn = random.choice(numpy.flatnonzero((share > low) & (share < high)), len(Planted), replace=False)
    return {flaw: answers.questions[code] for flaw, code in zip(Planted, drawn.tolist(), strict=True)}


def _plant_in_marks(
    settings: Cohort, bad: dict[Planted, str], names: Any, days: Any, right: Any, random: Generator
) -> int:
    """Plant the give-away and the drift; return the day of the drift."""
    given = names == bad[Planted.GIVEN_AWAY]
    right[given] = random.random(int(given.sum())) < settings.given_away
    drifting = names == bad[Planted.DRIFT]
    day = int(numpy.quantile(days[drifting], random.uniform(*settings.drift_after)))
    lost = drifting & (days >= day) & (random.random(len(right)) < settings.lost)
    right[lost] = False
    return day


def _tempting(settings: Cohort, questions: Sequence[str], random: Generator) -> dict[str, dict[str, float]]:
    """Return how often each wrong option is chosen by those who are wrong, by question; the key is `a` everywhere."""
    weights = random.uniform(*settings.appeal, (len(questions), settings.options - 1))
    weights /= weights.sum(axis=1, keepdims=True)
    options = ascii_lowercase[1 : settings.options]
    return {
        name: dict(zip(options, shares, strict=True)) for name, shares in zip(questions, weights.tolist(), strict=True)
    }


def _plant_in_options(
    settings: Cohort, made: list[Row], bad: dict[Planted, str], drift: int, questions: Sequence[str]
) -> Made:
    """Plant the wrong key (`b` for `a`), and an option `b` that nobody chooses."""
    others = ascii_lowercase[2 : settings.options]
    rows = []
    for number, row in enumerate(made):
        if row.question == bad[Planted.KEY]:
            row = replace(row, right=row.chosen == "b")
        elif row.question == bad[Planted.DEAD] and row.chosen == "b":
            row = replace(row, chosen=others[number % len(others)])
        rows.append(row)
    keys = {name: "b" if name == bad[Planted.KEY] else "a" for name in questions}
    planted = {name: flaw for flaw, name in bad.items()}
    return Made(rows, planted, keys, settings.origin + timedelta(days=drift))
