"""`python -m benchmarks.polite PACK`: who knows nothing but hands everything back, and what she is told of it.

Many readers of three kinds go through the pack with the tutor and the learner model that the product has, until every
skill has its questions asked. Prints in what share of skills each is declared to have acquired them, with a 95 %
interval over readers and skills, then the skills that the polite one is told most often.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from statistics import fmean
from time import perf_counter

from benchmarks.polite.lives import Life, live
from benchmarks.polite.readers import Reader, course_of, success
from benchmarks.tutor.course import Course
from content.checks.luck import interval
from content.checks.register import marks
from content.pack import read_parts

GOAL = 0.10
"""Share of skills of which the polite reader may be told that she has acquired them."""


def main() -> None:
    """Simulate, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.polite", description=__doc__)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--readers", type=int, default=50, help="of each kind")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    begun = perf_counter()
    course = course_of(read_parts(asked.pack))
    print(*report(course, asked.readers, asked.seed), sep="\n")
    print(f"{perf_counter() - begun:.0f} s")


def report(course: Course, readers: int, seed: int) -> Iterator[str]:
    """Yield the lines of the report."""
    said = marks(question for module in course.ordered for question in module.questions)
    yield f"{len(course.skills)} skills, {said.total()} questions, {readers} readers of each kind, seed {seed}"
    yield f"where handing back leads: {said.total() - said[None]} by the author, {said[None]} by a list of words"
    yield f"  {'':10} acquired               questions   days"
    lives = {reader: lived(course, reader, readers, seed) for reader in Reader}
    for reader, its in lives.items():
        told, pairs = share(course, its), readers * len(course.skills)
        low, high = interval(told, pairs)
        asked, days = fmean(life.questions for life in its), fmean(life.days for life in its)
        yield f"  {reader:10} {told:.3f} [{low:.3f}, {high:.3f}]{asked:14.0f}{days:7.0f}"
    reached = share(course, lives[Reader.POLITE]) <= GOAL
    yield f"goal, polite: at most {GOAL:.2f}: {'reached' if reached else 'missed'}"
    if said[None]:
        yield f"which {said[None]} questions without a mark leave open: the list misses most keys that hand back"
    most = Counter(skill for life in lives[Reader.POLITE] for skill in life.declared).most_common()
    yield "told the polite reader: " + ", ".join(f"{skill} {times / readers:.0%}" for skill, times in most)


def lived(course: Course, reader: Reader, readers: int, seed: int) -> list[Life]:
    """Return the lives of readers of one kind."""
    language = course.ordered[0].language
    return [
        live(course, lambda question: success(reader, question, language), Random(f"{seed}/{reader}/{number}"))
        for number in range(readers)
    ]


def share(course: Course, lives: Sequence[Life]) -> float:
    """Return the share of skills that were declared to readers of one kind."""
    return fmean(len(life.declared) / len(course.skills) for life in lives)


if __name__ == "__main__":
    main()
