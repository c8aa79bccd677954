"""A sample of a log that keeps whole histories: of a learner all answers are taken, or none.

A history that begins in the middle would tell of a beginner what holds for somebody who has learned.
"""

from collections.abc import Hashable, Mapping
from hashlib import sha256
from typing import TypeVar

Learner = TypeVar("Learner", bound=Hashable)


def drawn(answers: Mapping[Learner, int], most: int, seed: int) -> set[Learner]:
    """Return learners drawn by `seed` whose answers, given by learner, are `most` together at most; all, if they are.

    The order in which learners are drawn is their own: those who come later push nobody before another.
    """
    taken: set[Learner] = set()
    total = 0
    for learner in sorted(answers, key=lambda one: sha256(f"{seed} {one}".encode()).digest()):
        total += answers[learner]
        if total > most:
            break
        taken.add(learner)
    return taken
