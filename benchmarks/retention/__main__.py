"""`python -m benchmarks.retention [ANSWERS.csv.gz…]`: is what was declared acquired still known, and at what price?

Made-up counsellors take a course, a skill more each working day, until each is declared by the learner model's rule;
then they are asked again as a schedule says: the product's own, fixed intervals, FSRS's scheduler, or never. They
remember as the model itself says, under several sets (one more for each file of answers, fitted to it), by a power law
whose strength grows with spaced successes, or as FSRS says; under these two the portal believes its default parameters.
A skill is still known where an unseen question would be answered right with a probability of .80. Reviews a week are
those of one person with 40 declared skills, in the first three months after and in the next; every new attempt on a
skill once declared counts as one. Intervals are of 95 %, people drawn again and again.
"""

import argparse
import os
import platform
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks.retention.figures import Outcome, declared, known_when_declared, outcome
from benchmarks.retention.life import lives
from benchmarks.retention.schedules import PROPOSED, SCHEDULES, UNREVIEWED
from benchmarks.retention.settings import Settings
from benchmarks.retention.worlds import worlds
from benchmarks.tutor.measures import Estimate


def main() -> None:
    """Simulate the lives, and print what is left of what was declared."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retention", description=__doc__)
    parser.add_argument("answers", type=Path, nargs="*")
    parser.add_argument("--people", type=int, default=Settings().people, help="in each world")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    asked = parser.parse_args()
    settings = replace(Settings(), people=asked.people, seed=asked.seed)
    begun = perf_counter()
    print(
        f"Python {platform.python_version()}, fsrs {version('fsrs')}, {os.cpu_count()} cores; seed {settings.seed}, ",
        end="",
    )
    print(f"{settings.people} people in each world, {settings.skills} skills, {settings.days} days")
    for world in worlds(settings, asked.answers):
        print(f"\n{world.name}")
        outcomes = {}
        for name, schedule in SCHEDULES.items():
            lived = lives(settings, world, schedule)
            if name == UNREVIEWED:
                print(f"  declared {percent(declared(settings, lived))} of the skills, ", end="")
                print(f"known then {percent(known_when_declared(settings, lived))}")
                report_heading(settings)
            outcomes[name] = outcome(settings, lived)
            report(name, outcomes[name])
        report_goals(settings, outcomes)
    print(f"\n{perf_counter() - begun:.0f} s in all")


def report_heading(settings: Settings) -> None:
    """Print what stands in the columns."""
    soon, late = (f"{days} days" for days in settings.after)
    first, then = (f"{before + 1}–{last} days" for before, last in settings.periods)
    print(f"  {'':16} {'still known':35} {'P(known)':11} {'reviews a week':35} questions")
    print(f"  {'':16} {soon:17} {late:17} {'then':11} {first:17} {then:17} a week")


def report(name: str, found: Outcome) -> None:
    """Print one line for one schedule."""
    kept = " ".join(f"{percent(one):17}" for one in found.kept)
    known = " ".join(f"{one.found:<5.2f}" for one in found.known)
    reviews = " ".join(f"{a_week(one):17}" for one in found.reviews)
    questions = " ".join(f"{one.found:<5.1f}" for one in found.questions)
    print(f"  {name:16} {kept} {known} {reviews} {questions}".rstrip(), flush=True)


def report_goals(settings: Settings, outcomes: Mapping[str, Outcome]) -> None:
    """Print whether the promise is kept, and which other schedule keeps it at the lowest price."""
    ours = outcomes[PROPOSED]
    for days, kept in zip(settings.after, ours.kept, strict=True):
        reached = "reached" if kept.found >= settings.share else "MISSED"
        print(f"  {PROPOSED}, still known after {days} days: {percent(kept)} goal ≥ {settings.share:.0%}: {reached}")
    keeping = [name for name in outcomes if name != PROPOSED and keeps(settings, outcomes[name])]
    cheapest = min(keeping, key=lambda name: outcomes[name].reviews[0].found, default=None)
    price = f"{cheapest}, {a_week(outcomes[cheapest].reviews[0])}" if cheapest else "none"
    print(f"  reviews a week {PROPOSED}: {a_week(ours.reviews[0])}; cheapest other that keeps it: {price}")


def keeps(settings: Settings, found: Outcome) -> bool:
    """Return whether enough is still known whenever it is looked at."""
    return all(kept.found >= settings.share for kept in found.kept)


def percent(share: Estimate) -> str:
    """Return a share with its interval."""
    return f"{share.found:.1%} [{100 * share.low:.0f}, {100 * share.high:.0f}]"


def a_week(rate: Estimate) -> str:
    """Return a number a week with its interval."""
    return f"{rate.found:.1f} [{rate.low:.1f}, {rate.high:.1f}]"


if __name__ == "__main__":
    main()
