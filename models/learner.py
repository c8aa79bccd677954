"""What one learner knows of one skill: Bayesian knowledge tracing in closed form.

Two states, known and unknown; an answer is evidence for one of them, and reading its feedback may teach.
Corbett & Anderson, "Knowledge tracing", UMUAI 4 (1994), https://doi.org/10.1007/BF01099821
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

ACQUIRED_AT = 0.95
LOST_BELOW = 0.80
FRESH_AT = 0.80
LEAST_EXPOSURES = 4
REPEAT_GUESS = 0.5
"""Probability that someone who does not know gives the right answer to a question whose key she has seen."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """One skill's probabilities: prior and learn of knowing, guess and slip of answering against what one knows.

    Forgetting is a power law of the gap in days: retention = (1 + days / forget_scale) ** -forget_power.
    Wixted & Carpenter, "The Wickelgren power law and the Ebbinghaus savings function", Psychological Science 18 (2007).
    """

    prior: float = 0.3
    learn: float = 0.1
    guess: float = 0.35
    slip: float = 0.1
    forget_scale: float = 30.0
    forget_power: float = 0.25


@dataclass(frozen=True, slots=True)
class Evidence:
    """One counted answer; `chance` is the probability that blind ticking is right."""

    correct: bool
    at: datetime
    day: date
    working_day: bool
    dont_know: bool = False
    repeat: bool = False
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Belief:
    """P(known) just after the last counted answer, what it taught included, forgetting not yet applied.

    `known` weighs every counted answer; `earned` first exposures alone, as if nothing else had ever been answered,
    so that repeats lead neither to *acquired* nor away from it.
    """

    known: float
    earned: float
    at: datetime | None = None
    earned_at: datetime | None = None
    answers: int = 0
    first_exposures: int = 0
    first_day: date | None = None
    confirmed_later: bool = False
    acquired: bool = False


class State(StrEnum):
    """A belief in one word."""

    TO_DISCOVER = "to_discover"
    IN_PROGRESS = "in_progress"
    TO_CONFIRM = "to_confirm"
    ACQUIRED = "acquired"
    TO_REFRESH = "to_refresh"


def unseen(parameters: Parameters) -> Belief:
    """The belief before any answer."""
    return Belief(known=parameters.prior, earned=parameters.prior)


def retention(parameters: Parameters, days: float) -> float:
    """Share of P(known) that is left after a gap in days; 1 for no gap, falling ever more slowly."""
    return float((1 + max(0.0, days) / parameters.forget_scale) ** -parameters.forget_power)


def retained(belief: Belief, parameters: Parameters, now: datetime) -> float:
    """P(known) now, forgetting applied."""
    return belief.known * _retention_since(belief.at, parameters, now)


def predict(belief: Belief, parameters: Parameters, now: datetime, chance: float = 0.0) -> float:
    """Probability of a right answer now to a question of that chance."""
    known = retained(belief, parameters, now)
    return known * (1 - parameters.slip) + (1 - known) * max(parameters.guess, chance)


def after_answer(belief: Belief, evidence: Evidence, parameters: Parameters) -> Belief:
    """The belief after one counted answer: forget by the gap, weigh the evidence, then learn from the feedback."""
    seen = replace(
        belief,
        known=_moved(belief.known, belief.at, evidence, parameters),
        at=evidence.at,
        answers=belief.answers + 1,
    )
    if evidence.repeat:
        return seen
    first_day = belief.first_day or evidence.day
    earned = replace(
        seen,
        earned=_moved(belief.earned, belief.earned_at, evidence, parameters),
        earned_at=evidence.at,
        first_exposures=belief.first_exposures + 1,
        first_day=first_day,
        confirmed_later=belief.confirmed_later or (evidence.working_day and evidence.day > first_day),
    )
    return replace(earned, acquired=_still_acquired(earned) or evidence.correct and _reaches_the_bar(earned))


def acquired(belief: Belief) -> bool:
    """Whether the skill was acquired and not lost by a later answer; time alone changes nothing."""
    return belief.acquired


def fresh(belief: Belief, parameters: Parameters, now: datetime) -> bool:
    """Whether the skill is, as far as one can tell, still known now."""
    return retained(belief, parameters, now) >= FRESH_AT


def state(belief: Belief, parameters: Parameters, now: datetime) -> State:
    """The belief in one word."""
    if not belief.answers:
        return State.TO_DISCOVER
    if belief.acquired:
        return State.ACQUIRED if fresh(belief, parameters, now) else State.TO_REFRESH
    enough = belief.earned >= ACQUIRED_AT and belief.first_exposures >= LEAST_EXPOSURES
    return State.TO_CONFIRM if enough else State.IN_PROGRESS


def _moved(known: float, since: datetime | None, evidence: Evidence, parameters: Parameters) -> float:
    left = known * _retention_since(since, parameters, evidence.at)
    return _learned(_posterior(left, *_likelihoods(evidence, parameters)), parameters)


def _retention_since(at: datetime | None, parameters: Parameters, now: datetime) -> float:
    return 1.0 if at is None else retention(parameters, (now - at).total_seconds() / 86_400)


def _likelihoods(evidence: Evidence, parameters: Parameters) -> tuple[float, float]:
    """Probability of this answer by someone who knows, and by someone who does not."""
    if evidence.dont_know:
        return parameters.slip, 1.0
    guess = REPEAT_GUESS if evidence.repeat else max(parameters.guess, evidence.chance)
    if evidence.correct:
        return 1 - parameters.slip, guess
    return parameters.slip, 1 - guess


def _posterior(known: float, if_known: float, if_unknown: float) -> float:
    weight_known, weight_unknown = known * if_known, (1 - known) * if_unknown
    total = weight_known + weight_unknown
    return weight_known / total if total else known


def _learned(known: float, parameters: Parameters) -> float:
    return known + (1 - known) * parameters.learn


def _still_acquired(belief: Belief) -> bool:
    return belief.acquired and belief.earned >= LOST_BELOW


def _reaches_the_bar(belief: Belief) -> bool:
    return belief.earned >= ACQUIRED_AT and belief.first_exposures >= LEAST_EXPOSURES and belief.confirmed_later
