"""The answers that statistics use: counted first exposures, with each learner's strength in all the rest. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

WEIGHT_OF_SKILL, WEIGHT_OF_ALL = 2, 8
"""Pseudo-answers of middling success that draw a learner to the middle: on the same skill, on all others."""
LONGEST = 20
"""Opportunities of a learning curve; what comes after tells of few people."""
DIGITS = 9
"""To which strengths are rounded, so that sums taken in another order give the same ranks."""


class Edition(NamedTuple):
    """A question from one change of meaning to the next: its id, and the first version that says it so."""

    question_id: str
    version_id: int


class FirstExposure(NamedTuple):
    """One first exposure that counts; `number` is its own in the log, `chosen` a word for the response.

    `sure` is None where nothing was said.
    """

    number: int
    learner: int
    edition: Edition
    skill: str
    right: bool
    chosen: str
    day: date
    seconds: float
    sure: bool | None = None


class Placed(NamedTuple):
    """An answer, and what the rest of the log says of it.

    `strength`: how much better than others this learner answers all other questions, their difficulty removed: the
    rest of the corrected item-rest correlation (Henrysson, "Correction of item-total correlations in item analysis",
    Psychometrika 28 (1963), https://doi.org/10.1007/BF02289618), the same skill apart from all others.
    `turn`: how many on the same skill came before it, LONGEST - 1 at most. `expected`: share right on this skill at
    the same opportunity. `weak`: whether she misses at least half of the
    other questions of the skill; None where she answered too few.
    """

    answer: FirstExposure
    turn: int
    strength: float
    expected: float
    weak: bool | None


LEAST_OTHERS = 3
"""Other questions of the skill without which nobody is called weak in it."""


@dataclass(slots=True)
class Tally:
    """A number of answers, and how many of them were right."""

    answers: int = 0
    right: int = 0

    def add(self, right: bool) -> None:
        """Count one more."""
        self.answers += 1
        self.right += right

    @property
    def share(self) -> float:
        """The share right."""
        return self.right / self.answers


Log = Sequence[Sequence[FirstExposure]]
"""Learner after learner, the answers of each in their order."""
Curves = Mapping[str, Sequence[Tally]]
"""By skill, at the first, second, third… opportunity."""


def curves(log: Log) -> dict[str, list[Tally]]:
    """Return the share right at each opportunity of a skill, over first exposures."""
    found: dict[str, list[Tally]] = defaultdict(list)
    for mine in log:
        for place, answer in opportunities(mine):
            if place == len(found[answer.skill]):
                found[answer.skill].append(Tally())
            found[answer.skill][place].add(answer.right)
    return dict(found)


def opportunities(mine: Iterable[FirstExposure]) -> Iterable[tuple[int, FirstExposure]]:
    """Return each answer with how many on its skill came before it, LONGEST - 1 at most."""
    seen: dict[str, int] = defaultdict(int)
    for answer in mine:
        yield min(seen[answer.skill], LONGEST - 1), answer
        seen[answer.skill] += 1


def place(log: Log, learned: Curves) -> dict[Edition, list[Placed]]:
    """Return the answers of each question with what the rest says of them; `learned` are the curves of the same log."""
    tallies: dict[Edition, Tally] = defaultdict(Tally)
    for answer in (answer for mine in log for answer in mine):
        tallies[answer.edition].add(answer.right)
    facility = {edition: tally.share for edition, tally in tallies.items()}
    placed: dict[Edition, list[Placed]] = defaultdict(list)
    for mine in log:
        rest = _Rest(mine, facility)
        for turn, answer in opportunities(mine):
            expected = learned[answer.skill][turn].share
            placed[answer.edition].append(Placed(answer, turn, rest.strength(answer), expected, rest.weak(answer)))
    return dict(placed)


class _Rest:
    """All answers of one learner, from which one at a time is left out."""

    def __init__(self, mine: Sequence[FirstExposure], facility: Mapping[Edition, float]) -> None:
        self._facility = facility
        self._of_skill: dict[str, Tally] = defaultdict(Tally)
        self._beyond: dict[str, float] = defaultdict(float)
        for answer in mine:
            self._of_skill[answer.skill].add(answer.right)
            self._beyond[answer.skill] += self._residual(answer)
        self._answers, self._all = len(mine), sum(self._beyond.values())

    def _residual(self, answer: FirstExposure) -> float:
        return answer.right - self._facility[answer.edition]

    def strength(self, answer: FirstExposure) -> float:
        own, skill = self._residual(answer), self._of_skill[answer.skill].answers
        # Without the answer itself, which would otherwise correlate with itself.
        same = (self._beyond[answer.skill] - own) / (skill - 1 + WEIGHT_OF_SKILL)
        others = (self._all - self._beyond[answer.skill]) / (self._answers - skill + WEIGHT_OF_ALL)
        # Sums of floats depend on their order: rounded, equal strengths are equal again.
        return round(same + others, DIGITS)

    def weak(self, answer: FirstExposure) -> bool | None:
        tally = self._of_skill[answer.skill]
        others, right = tally.answers - 1, tally.right - answer.right
        return 2 * right <= others if others >= LEAST_OTHERS else None
