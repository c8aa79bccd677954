"""Learners who live by the classic model: they know a skill or not, guess, slip, and may learn after each answer."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from models.fitting.answers import Answers, from_columns

Life = tuple[int, str, list[int]]
"""A learner, a skill, and whether each answer was right."""


def lived(skill: str, learners: int, lengths: Sequence[int], seed: int) -> list[Life]:
    """Lives in one skill; the learners give as many answers as `lengths` say, in turn."""
    random = Random(f"{skill} {seed}")
    return [(learner, skill, list(_life(random, lengths[learner % len(lengths)]))) for learner in range(learners)]


def _life(random: Random, length: int) -> Iterator[int]:
    known = random.random() < 0.4
    for _ in range(length):
        yield int(random.random() < (0.85 if known else 0.25))
        known = known or random.random() < 0.2


def answers_of(lives: Iterable[Life]) -> Answers:
    """Their answers, learner after learner, each skill with three questions in turn."""
    rows = [
        (learner, skill, f"{skill}-{place % 3}", right)
        for learner, skill, rights in sorted(lives)
        for place, right in enumerate(rights)
    ]
    learner, skill, question, right = zip(*rows, strict=True) if rows else ((),) * 4
    return from_columns(learner, skill, question, right, *[[0.0] * len(rows)] * 2)


def in_one_skill(*lives: str) -> Answers:
    """One learner a word, of answers right (1) or wrong (0)."""
    rows = [
        (learner, "a", f"a{place}", int(right))
        for learner, life in enumerate(lives)
        for place, right in enumerate(life)
    ]
    return from_columns(*zip(*rows, strict=True), *[[0.0] * len(rows)] * 2)  # type: ignore[arg-type]
