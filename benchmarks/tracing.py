"""`python -m benchmarks.tracing [ANSWERS.csv.gz…]`: how fast the learner model is beside pyBKT, and how true.

Prints, each with its goal and whether it was reached: one update on line and one fit as ratios to pyBKT in the same
run, on each file or on made-up learners where none is given; the fit of each file whole; what a fit finds again of
made-up learners, and how often its interval for success holds the true probability.
"""

import argparse
import os
import platform
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy
from numpy.random import default_rng

from benchmarks.answer_file import read_file
from benchmarks.progress import tell
from benchmarks.rivals import bkt
from benchmarks.simulation import SHARED, Simulated, Truth, World, simulate
from models.estimates import POOLED, Estimates, Shared
from models.fitting.answers import Answers
from models.fitting.fit import lived, silent
from models.fitting.hierarchical import fitting as hierarchical
from models.learner import INTERVAL, Ability, Belief, Evidence, Knowledge, after_answer, interval, predict

ROWS = 20_000
"""Answers on which fits are compared."""
TO_COMPILE = 500
SHORT_FITS = 5
"""How often a fit of less than a second is timed; pyBKT's takes ten and is timed once."""
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
Fit = Callable[[Answers], Any]


def main() -> None:
    """Print all figures, one after another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tracing", description=__doc__)
    parser.add_argument("answers", type=Path, nargs="*")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    print(machine())
    for path in asked.answers:
        report_whole(path, asked.seed)
    for path in asked.answers:
        report_speed(path.name, some_rows(read_file(path), asked.seed), asked.seed)
    if not asked.answers:
        made_up = simulate(ROWS // (SKILLS * QUESTIONS) + 1, SKILLS, QUESTIONS, QUESTIONS, asked.seed, World.ABLE)
        report_speed("made-up learners", some_rows(made_up.answers, asked.seed), asked.seed)
    for world in World:
        report_simulation(world, asked.seed)


def machine() -> str:
    """Describe the machine on which the figures depend."""
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "numba", "pyBKT"))
    load = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start"
    return f"Python {platform.python_version()}, {versions}; {load}"


def show(what: str, figure: str, goal: str = "", reached: bool = True) -> None:
    """Print one figure with its goal."""
    verdict = f" goal {goal}: {'reached' if reached else 'MISSED'}" if goal else ""
    print(f"  {what:60} {figure:<22}{verdict}", flush=True)


# The fit of a whole file


def report_whole(path: Path, seed: int) -> None:
    """Print seconds and peak memory of a process that does nothing else; the goals are for assist09."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        rows, seconds, gigabytes = alone.submit(whole, path, seed).result()
    bound = path.name.startswith("assist09")
    print(f"{path.name} whole, {rows} answers, hierarchical fit at convergence in a process of its own")
    show("seconds, compilation aside", f"{seconds:.1f}", "< 120" if bound else "", seconds < 120)
    show("GB of memory at the peak, libraries included", f"{gigabytes:.2f}", "< 2" if bound else "", gigabytes < 2)


def whole(path: Path, seed: int) -> tuple[int, float, float]:
    """Return rows, seconds and gigabytes of one fit."""
    answers = read_file(path)
    _, seconds = timed(lambda some: hierarchical.fit(some, seed, tell), answers)
    return len(answers), seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9


def timed(fit: Fit, answers: Answers, times: int = 1) -> tuple[Any, float]:
    """Return a fit and its seconds, the median of so many times, after a small one that compiles."""
    fit(answers.where(slice(0, TO_COMPILE)))
    found: list[Any] = []
    seconds = median([seconds_of(lambda: found.append(fit(answers))) for _ in range(times)])
    return found[-1], seconds


# Speed beside pyBKT


def some_rows(answers: Answers, seed: int) -> Answers:
    """Return ROWS answers: of the learner who gave most, then of others in a random order."""
    busiest = numpy.bincount(answers.learner).argmax()
    others = default_rng(seed).permutation(numpy.unique(answers.learner))
    turn = numpy.argsort(numpy.r_[busiest, others[others != busiest]])
    return answers.where(numpy.sort(numpy.argsort(turn[answers.learner], kind="stable")[:ROWS]))


def report_speed(name: str, answers: Answers, seed: int) -> None:
    """Time fits on the same rows, then updates on line on the same learner."""
    print(f"{name}: the same {len(answers)} answers of {len(set(answers.learner.tolist()))} learners")
    oracle, oracle_seconds = timed(lambda some: fit_oracle(some, seed), answers)
    found, seconds = timed(lambda some: hierarchical.fit(some, seed, tell), answers, times=SHORT_FITS)
    _, classic_seconds = timed(lambda some: bkt.fit(some, seed, silent), answers, times=SHORT_FITS)
    print(file=sys.stderr)
    show("pyBKT, num_fits=1, serial: rows fitted per second", f"{len(answers) / oracle_seconds:,.0f}")
    show("hierarchical at convergence: rows per second", f"{len(answers) / seconds:,.0f}")
    ratio = oracle_seconds / seconds
    show("hierarchical, times as fast as pyBKT", f"{ratio:.1f} ×", "≥ 20 ×", ratio >= 20)
    show(f"classic ({bkt.RESTARTS} restarts), times as fast", f"{oracle_seconds / classic_seconds:.1f} ×")
    busiest = answers.where(answers.learner == numpy.bincount(answers.learner).argmax())
    report_update("whole log of one learner", found, oracle, busiest)
    most_answered = busiest.where(busiest.skill == numpy.bincount(busiest.skill).argmax())
    report_update("one skill of that learner", found, oracle, most_answered)


def frame_of(answers: Answers) -> Any:
    """Return the columns that pyBKT reads, skills under names that are no regular expressions."""
    from pandas import DataFrame

    skills = [f"s{skill:04}" for skill in answers.skill.tolist()]
    columns = {"user_id": answers.learner, "skill_name": skills, "correct": answers.right}
    return DataFrame({**columns, "order_id": range(len(answers))})


def fit_oracle(answers: Answers, seed: int) -> Any:
    """Fit pyBKT from one start, in one process."""
    from pyBKT.models import Model

    model = Model(seed=seed, num_fits=1, parallel=False)
    model.fit(data=frame_of(answers))
    return model


def report_update(name: str, estimates: Estimates, oracle: Any, answers: Answers) -> None:
    """Time one prediction and update of ours and one call of pyBKT's `predict`, medians over repetitions."""
    skills = [answers.skills[code] for code in answers.skill]
    steps = list(zip(skills, (step.evidence for step in lived(estimates, answers)), strict=True))
    ours = median(seconds_of(lambda: live_on_line(estimates, steps)) for _ in range(9)) / len(steps)
    frame = frame_of(answers)
    theirs = median(seconds_of(lambda: oracle.predict(data=frame.copy())) for _ in range(5))
    print(f"  {name}: {len(steps)} answers on {len(set(skills))} skills; ", end="")
    print(f"one update {ours * 1e6:.1f} µs, pyBKT's predict {theirs * 1e3:.1f} ms")
    show("one update on line, times as fast", f"{theirs / ours:,.0f} ×", "≥ 3,000 ×", theirs / ours >= 3000)


def seconds_of(run: Callable[[], object]) -> float:
    """Return the seconds that a call takes."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


def live_on_line(estimates: Estimates, steps: Sequence[tuple[str, Evidence]]) -> None:
    """Predict before each answer of one learner, and take it in."""
    beliefs: defaultdict[str, Belief] = defaultdict(Belief)
    ability = Ability()
    for skill, evidence in steps:
        known = Knowledge(estimates.of(skill), beliefs[skill], ability)
        predict(known, evidence.item, evidence.at)
        after = after_answer(known, evidence)
        beliefs[skill], ability = after.belief, after.ability


# What a fit finds again of made-up learners


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
