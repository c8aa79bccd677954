"""Classic Bayesian knowledge tracing, fitted off line by pyBKT: prior, learn, guess and slip of each skill.

Badrinath, Wang & Pardos, "pyBKT: an accessible Python library of Bayesian knowledge tracing models", EDM 2021.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.fitting.registry import POOLED
from models.fitting.rows import Row
from models.learner import Belief, Parameters, after_answer, predict, unseen

LEAST_ANSWERS = 50
LEAST_LEARNERS = 5
"""Learners with two answers or more: a single one says nothing of guess, slip or learn."""
RESTARTS = 5
BOUNDS = {"prior": (0.01, 0.99), "learn": (0.01, 0.99), "guess": (0.01, 0.49), "slip": (0.01, 0.49)}
"""A certainty is no belief: no answer could move it. From one half on, guess and slip turn right answers into wrong."""
CLIP = 1e-6

Estimate = Mapping[str, float]
Report = Callable[[str, int, int], None]
"""Told before each skill: its name, its place from 1, and how many there are."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters by skill, those of any other skill under POOLED; what they were fitted to, and how well."""

    skills: dict[str, Parameters]
    window: dict[str, Any]
    metrics: dict[str, Any]


def fit(rows: Sequence[Row], seed: int, report: Report = lambda skill, place, of: None) -> Fit:
    """Fit every skill that has enough answers; the others stay pooled. Forgetting keeps its documented prior.

    `rows` come in the order in which each learner answered. The metrics are in-sample: log-loss (natural, per answer)
    of the fit and of the constant; how many skills were fitted, and how many had which parameter moved to which bound.
    """
    by_skill = _by_skill(rows)
    enough = sorted(skill for skill, answers in by_skill.items() if _tells_enough(answers))
    estimates: dict[str, Estimate] = {}
    for place, skill in enumerate(enough, 1):
        report(skill, place, len(enough))
        estimates[skill] = estimate(by_skill[skill], seed)
    fitted = {skill: bounded(found) for skill, found in estimates.items()}
    skills = {skill: Parameters(**found) for skill, found in fitted.items()}
    skills[POOLED] = _pooled(fitted, {skill: len(by_skill[skill]) for skill in fitted})
    clamped = Counter(
        f"{name} {'up' if fitted[skill][name] > value else 'down'} to {fitted[skill][name]}"
        for skill, found in estimates.items()
        for name, value in found.items()
        if fitted[skill][name] != value
    )
    return Fit(skills, _window(rows), {**_losses(rows, skills), "skills": len(fitted), "clamped": dict(clamped)})


def estimate(rows: Sequence[Row], seed: int) -> Estimate:
    """What pyBKT finds for the answers of one skill, as it finds it, degenerate or not."""
    import pandas
    from pyBKT.models import Model

    numbers: dict[UUID, int] = {}
    frame = pandas.DataFrame(
        {
            "user_id": [numbers.setdefault(row.learner, len(numbers)) for row in rows],
            "skill_name": "s0",
            "correct": [int(row.evidence.correct) for row in rows],
            "order_id": range(len(rows)),
        }
    )
    model = Model(seed=seed, num_fits=RESTARTS, parallel=False)
    model.fit(data=frame)
    found = model.coef_["s0"]
    return {
        "prior": float(found["prior"]),
        "learn": float(found["learns"][0]),
        "guess": float(found["guesses"][0]),
        "slip": float(found["slips"][0]),
    }


def bounded(found: Estimate) -> Estimate:
    """An estimate within BOUNDS."""
    return {name: min(high, max(low, found[name])) for name, (low, high) in BOUNDS.items()}


def _by_skill(rows: Iterable[Row]) -> dict[str, list[Row]]:
    by_skill: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_skill[row.skill].append(row)
    return by_skill


def _tells_enough(rows: Sequence[Row]) -> bool:
    sequences = Counter(row.learner for row in rows)
    return len(rows) >= LEAST_ANSWERS and sum(length > 1 for length in sequences.values()) >= LEAST_LEARNERS


def _pooled(fitted: Mapping[str, Estimate], weights: Mapping[str, int]) -> Parameters:
    """The mean over skills, by logits, each weighing as many as its answers; the default when there are none."""
    if not fitted:
        return Parameters()
    total = sum(weights.values())
    means = {name: sum(weights[skill] * _logit(fitted[skill][name]) for skill in fitted) / total for name in BOUNDS}
    return Parameters(**{name: 1 / (1 + math.exp(-mean)) for name, mean in means.items()})


def _logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _window(rows: Sequence[Row]) -> dict[str, Any]:
    instants = [row.evidence.at for row in rows]
    return {
        "first": min(instants).isoformat() if rows else None,
        "last": max(instants).isoformat() if rows else None,
        "answers": len(rows),
        "learners": len({row.learner for row in rows}),
    }


def _losses(rows: Sequence[Row], skills: Mapping[str, Parameters]) -> dict[str, float | None]:
    if not rows:
        return {"log_loss": None, "constant_log_loss": None}
    right = [row.evidence.correct for row in rows]
    mean = sum(right) / len(right)
    return {
        "log_loss": log_loss(_predictions(rows, skills), right),
        "constant_log_loss": log_loss([mean] * len(right), right),
    }


def _predictions(rows: Sequence[Row], skills: Mapping[str, Parameters]) -> list[float]:
    """The probability of a right answer just before each answer, from the earlier ones."""
    beliefs: dict[tuple[UUID, str], Belief] = {}
    predicted = []
    for row in rows:
        parameters = skills.get(row.skill) or skills[POOLED]
        belief = beliefs.get((row.learner, row.skill)) or unseen(parameters)
        predicted.append(predict(belief, parameters, row.evidence.at, row.evidence.chance))
        beliefs[row.learner, row.skill] = after_answer(belief, row.evidence, parameters)
    return predicted


def log_loss(predicted: Sequence[float], right: Sequence[bool]) -> float:
    """Mean of -log P(what was answered), natural, with predictions clipped at CLIP."""
    likelihoods = (p if y else 1 - p for p, y in zip(predicted, right, strict=True))
    return sum(-math.log(min(1 - CLIP, max(CLIP, likelihood))) for likelihood in likelihoods) / len(right)
