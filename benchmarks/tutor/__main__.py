"""`python -m benchmarks.tutor`: made-up counsellors under several tutors, in two worlds.

One world learns and forgets as the fitted model says, the other deliberately does not. Every policy declares a skill by
the learner model's *acquired*, so that all are matched on what counts as learned; a policy's own rule stands beside.
Prints the minutes until all is declared, and what is truly known then and a month later, with 95 % intervals; then
whether the goals are reached.
"""

import argparse
import os
import platform
from dataclasses import replace
from itertools import product
from time import perf_counter

from benchmarks.tutor.course import course
from benchmarks.tutor.lives import POLICIES, TRUTHS, Lives, lived
from benchmarks.tutor.measures import Estimate, mean, ratio, wrongly
from benchmarks.tutor.people import Kind
from benchmarks.tutor.settings import Settings

OURS, LINEAR = "ours", "linear course"
RIVALS = ("lowest mastery", "three in a row")
LEARNERS = (Kind.ORDINARY, Kind.EXPERT, Kind.RETURNER)
"""Types for whom minutes can be compared: the others learn little or nothing, and nobody should ever be done."""


def main() -> None:
    """Simulate the lives, and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tutor", description=__doc__)
    parser.add_argument("--learners", type=int, default=Settings().learners, help="of each type, in each world")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    asked = parser.parse_args()
    settings = replace(Settings(), learners=asked.learners, seed=asked.seed)
    begun = perf_counter()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; seed {settings.seed}, ", end="")
    skills = len(course(settings).skills)
    print(f"{settings.learners} learners of each type in each world, {skills} skills, {settings.horizon:.0f} minutes")
    lives = lived(settings)
    for truth, kind in product(TRUTHS, Kind):
        print(f"\n{truth}: {kind}")
        report(settings, lives, truth, kind, skills)
    print("\nGoals, in every world")
    report_goals(settings, lives, skills)
    print(f"{perf_counter() - begun:.0f} s in all")


def report(settings: Settings, lives: Lives, truth: str, kind: Kind, skills: int) -> None:
    """Print one line for each policy."""
    print(f"  {'':15} {'minutes':20} {'done':>5}  {'known then':17} {'wrongly':17} {'own rule':>8}  ", end="")
    print(f"{'over-practice':16} {'known +30 d':17} right +30 d")
    for policy in POLICIES:
        own = lives[truth, kind, policy]
        minutes = shown(mean(settings, own, lambda life: life.minutes), "5.1f")
        done = mean(settings, own, lambda life: float(life.done)).found
        own_rule = mean(settings, own, lambda life: wrongly(life.by_policy, skills)).found
        shares = (
            shown(mean(settings, own, measure), "4.2f")
            for measure in (
                lambda life: life.known,
                lambda life: wrongly(life.by_model, skills),
                lambda life: life.over_practice,
                lambda life: life.known_later,
                lambda life: life.success_later,
            )
        )
        known, wrong, over, later, right = shares
        print(f"  {policy:15} {minutes:20} {done:5.0%}  {known:17} {wrong:17} {own_rule:8.2f}  {over:16} ", end="")
        print(f"{later:17} {right}")


def shown(estimate: Estimate, form: str) -> str:
    """Return the figure, its interval in brackets."""
    return f"{estimate.found:{form}} [{estimate.low:{form}},{estimate.high:{form}}]"


def report_goals(settings: Settings, lives: Lives, skills: int) -> None:
    """Print one line for each goal and type."""
    for truth, kind in product(TRUTHS, Kind):
        of = {policy: lives[truth, kind, policy] for policy in POLICIES}
        wrong = mean(settings, of[OURS], lambda life: wrongly(life.by_model, skills))
        print(f"  {truth}: {kind}")
        verdict("wrongly declared", shown(wrong, ".3f"), f"≤ {settings.most_wrong}", wrong.found <= settings.most_wrong)
        if kind not in LEARNERS:
            continue
        rivals = {LINEAR: settings.most_of_linear, **dict.fromkeys(RIVALS, 1.0)}
        for rival, most in rivals.items():
            found = ratio(settings, of[OURS], of[rival], lambda life: life.minutes)
            verdict(f"minutes, times those of {rival}", shown(found, ".3f"), f"≤ {most}", found.found <= most)


def verdict(what: str, figure: str, goal: str, reached: bool) -> None:
    """Print a figure with its goal."""
    print(f"    {what:40} {figure:24} goal {goal}: {'reached' if reached else 'MISSED'}")


if __name__ == "__main__":
    main()
