"""`python -m benchmarks.choose`: how long the tutor takes to choose among 400 skills and 2,000 modules.

Made-up learners at every stage, from nobody knows to all acquired a year ago; each skill builds on two others at most.
Prints milliseconds per choice, and per choice with what would change it, which calls for several.
"""

import argparse
import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import quantiles
from time import perf_counter

from models.estimates import Estimates
from models.learner import Ability, Belief, Knowledge
from models.tutor.choice import choose, what_would_change
from models.tutor.situation import Offer, Situation

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
GOAL = 5.0
"""Milliseconds, 95 of 100 choices."""
QUESTIONS = 8
"""On each skill of a module."""


def main() -> None:
    """Draw, choose, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.choose", description=__doc__)
    parser.add_argument("--skills", type=int, default=400)
    parser.add_argument("--modules", type=int, default=2000)
    parser.add_argument("--learners", type=int, default=400)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    random = Random(asked.seed)
    course = Course(random, asked.skills, asked.modules)
    situations = [course.somebody(random) for _ in range(asked.learners)]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    print(f"{asked.skills} skills, {asked.modules} modules, {asked.learners} learners drawn with seed {asked.seed}")
    middle, high = report("choose", timed(choose, situations))
    print(f"  goal p95 < {GOAL:.0f} ms: {'reached' if high < GOAL else 'MISSED'}")
    report("and what would change it", timed(explained, situations))


class Course:
    """Skills that build on each other and modules on one or two of them, the same for every learner."""

    def __init__(self, random: Random, skills: int, modules: int) -> None:
        self.skills = [f"s{number}" for number in range(skills)]
        self.prerequisites = {
            skill: tuple(random.sample(self.skills[:place], min(place, random.randrange(3))))
            for place, skill in enumerate(self.skills)
        }
        self.modules = [
            (f"m{number}", tuple(random.sample(self.skills, random.randint(1, 2)))) for number in range(modules)
        ]
        self.parameters = Estimates().of("any")

    def somebody(self, random: Random) -> Situation:
        """Return a learner who has come so far, and what she has before her."""
        far, ability = random.random(), Ability(random.gauss(0, 0.5), random.gauss(0, 0.5), 200)
        beliefs = {skill: belief(random) if random.random() < far else Belief() for skill in self.skills}
        left = {skill: random.randrange(QUESTIONS) for skill in self.skills}
        return Situation(
            now=NOW,
            day=NOW.date(),
            working_day=True,
            knowledge={skill: Knowledge(self.parameters, one, ability) for skill, one in beliefs.items()},
            prerequisites=self.prerequisites,
            offers=tuple(self._offer(module, skills, random.random() < far, left) for module, skills in self.modules),
            practice=left,
            unseen=self.skills,
            next_visit=NOW + timedelta(days=1),
            minutes=7,
            followed=random.sample(self.skills, len(self.skills) // 10),
            news=random.sample(self.skills, len(self.skills) // 20),
        )

    def _offer(self, module: str, skills: tuple[str, ...], read: bool, left: dict[str, int]) -> Offer:
        return Offer(module, 5, skills, {skill: left[skill] for skill in skills}, read)


def belief(random: Random) -> Belief:
    """Return a belief that some answers of the last year may have led to."""
    at, answers, acquired = NOW - timedelta(days=365 * random.random()), random.randint(1, 12), random.random() < 0.6
    known = random.uniform(0.95, 0.999) if acquired else random.uniform(0.05, 0.95)
    day = at.date()
    return Belief(known, known, at, at, 100, answers, answers, day, confirmed_later=acquired, acquired=acquired)


def explained(situation: Situation) -> None:
    """Make a choice and its reasons, as home shows them."""
    if step := choose(situation):
        what_would_change(situation, step)


def timed(what: Callable[[Situation], object], situations: Sequence[Situation]) -> list[float]:
    """Return the milliseconds of each call, after a first one."""
    what(situations[0])
    milliseconds = []
    for situation in situations:
        begun = perf_counter()
        what(situation)
        milliseconds.append((perf_counter() - begun) * 1000)
    return milliseconds


def report(what: str, milliseconds: Sequence[float]) -> tuple[float, float]:
    """Print and return the median and the 95th percentile of a hundred."""
    cuts = quantiles(milliseconds, n=100)
    print(f"  {what:25} p50 {cuts[49]:.2f} ms   p95 {cuts[94]:.2f} ms")
    return cuts[49], cuts[94]


if __name__ == "__main__":
    main()
