"""The parameters of each skill with how sure the fit is of them, and which have moved since another set."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.estimates import Estimates, Pair, Parameters
from models.intervals import Z
from models.learner import shifted

NAMES = ("prior", "learn", "guess", "slip")
MOST_MOVES = 12


@dataclass(frozen=True, slots=True)
class Sure:
    """A probability and the interval around it."""

    value: float
    interval: Pair


@dataclass(frozen=True, slots=True)
class ParameterMove:
    """One parameter of one skill, before and now."""

    skill: str
    name: str
    before: float
    now: Sure

    @property
    def by(self) -> float:
        """How far it has moved."""
        return self.now.value - self.before


def sure(parameters: Parameters, name: str) -> Sure:
    """Return one parameter with its interval; the fit tells the standard deviation of its logit."""
    value, reach = getattr(parameters, name), Z * getattr(parameters.spread, name)
    return Sure(value, (shifted(value, -reach), shifted(value, reach)))


def moves(before: Estimates, now: Estimates, skills: Sequence[str]) -> tuple[ParameterMove, ...]:
    """Return what has moved most among skills that both sets know, the farthest first."""
    both = [skill for skill in skills if skill in before.skills and skill in now.skills]
    found = [
        ParameterMove(skill, name, getattr(before.of(skill), name), sure(now.of(skill), name))
        for skill in both
        for name in NAMES
    ]
    return tuple(sorted(found, key=lambda move: -abs(move.by))[:MOST_MOVES])
