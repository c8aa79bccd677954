"""`python -m benchmarks.tracing`: how true the learner model is, on made-up learners whose parameters are known.

Prints, each with its goal and whether it was reached, what a fit finds again of them, and how often its interval for
success holds the true probability.
"""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy
from numpy.random import default_rng

from benchmarks.progress import tell
from benchmarks.simulation import SHARED, Simulated, Truth, World, simulate
from models.estimates import POOLED, Estimates, Shared
from models.fitting import hierarchical_fit as hierarchical
from models.fitting.fit import lived
from models.learner import INTERVAL, interval

LEARNERS, OTHERS, SKILLS, QUESTIONS = 500, 200, 20, 30
COME_BACK = 10
"""Questions of a skill where they come back."""
MEMORY = ("gap", "fade", "durable", "spacing", "met", "seen")
LENGTHS = (30, 12, 6)
"""Answers of each made-up learner on each skill; the goals are set for the first."""
JUDGED = 20_000
"""Answers of others on which intervals are judged."""
ON_SKILL, ON_ALL = (0, 1, 3, 6, 12), (0, 10, 30, 100, 300)
"""Classes of earlier answers, on the skill and on all skills, by their least."""


def main() -> None:
    """Print all figures, one after another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tracing", description=__doc__)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start")
    for world in World:
        report_simulation(world, asked.seed)


def show(what: str, figure: str, goal: str = "", reached: bool = True) -> None:
    """Print one figure with its goal."""
    verdict = f" goal {goal}: {'reached' if reached else 'MISSED'}" if goal else ""
    print(f"  {what:60} {figure:<22}{verdict}", flush=True)


def report_simulation(world: World, seed: int) -> None:
    """Fit some, compare with the truth; judge intervals on others."""
    print(
        f"made-up learners, {world}: {LEARNERS} fitted, {SKILLS} skills × {questions_in(world)} questions, seed {seed};"
    )
    bound = world is not World.REMEMBERING
    goals = "goals are for " if bound else ""
    print(f"  {goals}{LENGTHS[0]} answers on each skill, {' and '.join(map(str, LENGTHS[1:]))} stand beside")
    fitted = [made_up_and_fitted(world, answers, seed) for answers in LENGTHS]
    print(file=sys.stderr)
    if world is World.REMEMBERING:
        report_memory([found.shared for _, found in fitted])
    for name, goal in (("learn", 0.9), ("guess", 0.9), ("slip", 0.85)):
        pairs = [columns(simulated.truth, found, name) for simulated, found in fitted]
        show_correlations(f"{name}, as a probability", pairs, goal * bound)
        show_correlations(f"{name}, as a logit", [(logits(true), logits(ours)) for true, ours in pairs])
        show(f"{name}, mean fitted - mean true", beside(f"{(ours - true).mean():+.3f}" for true, ours in pairs))
    show_correlations("easiness", [easiness(simulated.truth, found) for simulated, found in fitted], 0.9 * bound)
    for answers, (simulated, found) in zip(LENGTHS, fitted, strict=True):
        report_coverage(answers, simulated, found, seed, bound=world is World.ABLE and answers == LENGTHS[0])
    if world is World.AS_MODELLED:
        print("    (no goal: here ratings are ability, and intervals that allow for doubt about it hold too much)")


def questions_in(world: World) -> int:
    """Return the questions of each skill."""
    return COME_BACK if world is World.REMEMBERING else QUESTIONS


def report_memory(shared: Sequence[Shared]) -> None:
    """Print what all skills share of memory, true and fitted."""
    for name in MEMORY:
        true, *found = (numpy.atleast_1d(getattr(of, name)) for of in (SHARED[World.REMEMBERING], *shared))
        for place, values in enumerate(zip(true, *found, strict=True), 1):
            which = f"{name} {place}" if len(true) > 1 else name
            show(f"{which}, true {values[0]:.2f}: fitted", beside(f"{value:.2f}" for value in values[1:]))


def made_up_and_fitted(world: World, answers: int, seed: int) -> tuple[Simulated, Estimates]:
    """Return all learners, and what was found from the first LEARNERS of them."""
    simulated = simulate(LEARNERS + OTHERS, SKILLS, questions_in(world), answers, seed, world)
    fitted = simulated.answers.where(simulated.answers.learner < LEARNERS)
    return simulated, hierarchical.fit(fitted, seed, tell)


def columns(truth: Truth, found: Estimates, name: str) -> tuple[Any, Any]:
    """Return one parameter of every skill, true and fitted."""
    skills = [skill for skill in truth.estimates.skills if skill in found.skills and skill != POOLED]
    true, ours = ([getattr(of.skills[skill], name) for skill in skills] for of in (truth.estimates, found))
    return numpy.array(true), numpy.array(ours)


def easiness(truth: Truth, found: Estimates) -> tuple[Any, Any]:
    """Return the easiness of every question, true and fitted."""
    items = truth.estimates.items
    ours = [found.items[question].easiness if question in found.items else 0.0 for question in items]
    return numpy.array([item.easiness for item in items.values()]), numpy.array(ours)


def show_correlations(name: str, pairs: Sequence[tuple[Any, Any]], goal: float = 0.0) -> None:
    """Print Pearson's correlations, by number of answers."""
    found = [float(numpy.corrcoef(true, ours)[0, 1]) for true, ours in pairs]
    show(f"{name}: correlation", beside(f"{r:.3f}" for r in found), f"≥ {goal}" if goal else "", found[0] >= goal)


def beside(figures: Iterator[str]) -> str:
    """Return the figure that has a goal, with the others in brackets."""
    first, *others = figures
    return f"{first} ({', '.join(others)})"


def logits(probability: Any) -> Any:
    """Return the logarithms of the odds."""
    return numpy.log(probability / (1 - probability))


def report_coverage(answers: int, simulated: Simulated, found: Estimates, seed: int, bound: bool) -> None:
    """Print how often the interval before an answer holds the truth, in learners the fit has not seen."""
    judged = judge(simulated, found, seed)
    inside, width, on_skill, on_all = (numpy.array(column) for column in zip(*judged, strict=True))
    goal = "85–95 %" if bound else ""
    what = f"{INTERVAL:.0%} interval, {answers} answers, {OTHERS} others: holds the truth"
    show(what, f"{inside.mean():.1%}", goal, 0.85 <= inside.mean() <= 0.95)
    print(f"    mean width {width.mean():.2f}; after how many answers", end="")
    for name, before, least in (("on the skill", on_skill, ON_SKILL), ("on all", on_all, ON_ALL)):
        of = numpy.searchsorted(least, before, side="right") - 1
        shares = (f"{least[k]} or more {inside[of == k].mean():.1%}" for k in sorted(set(of.tolist())))
        print(f"\n      {name}: {', '.join(shares)}", end="")
    print(flush=True)


def judge(simulated: Simulated, found: Estimates, seed: int) -> Iterator[tuple[bool, float, int, int]]:
    """Return, for some rows of the others, whether the truth lies inside, the width, and the answers before."""
    learner = simulated.answers.learner
    others = numpy.flatnonzero(learner >= LEARNERS)
    chosen = set(default_rng(seed).choice(others, min(JUDGED, len(others)), replace=False).tolist())
    for own in (numpy.flatnonzero(learner == other) for other in range(LEARNERS, LEARNERS + OTHERS)):
        for row, (known, evidence, _) in zip(own.tolist(), lived(found, simulated.answers.where(own)), strict=True):
            if row in chosen:
                low, high = interval(known, evidence.item, evidence.at)
                inside = low <= simulated.truth.success[row] <= high
                yield inside, high - low, known.belief.answers, known.ability.answers


if __name__ == "__main__":
    main()
