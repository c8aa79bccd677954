"""`python -m benchmarks.forgetting ANSWERS.csv.gz`: one model, many ways to forget between two answers on a skill.

The hierarchical model is fitted and foresees learners that it has not seen. All is equal but what the loss of
models/learner.py grows with: the answers on other skills in a gap, its days, or what models of memory say of it (FSRS,
the predictive performance equation, several power laws). Prints how well success is foreseen, on all answers and after
long gaps, what was observed less what was foreseen by the days of the gap, and what a holiday leaves.
"""

import argparse
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy

from benchmarks.answer_file import first_exposures, read_file
from benchmarks.evaluation.bootstrap import mean_by_learner
from benchmarks.forgetting.fits import tried
from benchmarks.forgetting.variants import ANSWERS, HOLIDAYS, NOTHING, STANDS, VARIANTS, Gap, Variant
from benchmarks.progress import tell
from models.fitting.answers import Answers
from models.fitting.cross_validation import folds_by_learner
from models.fitting.gaps import DAYS, LEAST_ANSWERS, by_gap, gap_error, gaps
from models.fitting.measures import measures, surprises


def main() -> None:
    """Fit, foresee, compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forgetting", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--first-exposures", action="store_true", help="only the first answer to each question")
    asked = parser.parse_args()
    begun = perf_counter()
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "numba", "fsrs"))
    print(f"Python {platform.python_version()}, {versions}; {asked.folds} folds by learner, seed {asked.seed}")
    answers = read_file(asked.answers)
    if asked.first_exposures:
        answers = answers.where(first_exposures(answers))
    learners = len(numpy.unique(answers.learner))
    print(f"{asked.answers.name}: {len(answers)} answers of {learners} learners", flush=True)
    if answers.day.any():
        compare(answers, VARIANTS, STANDS, asked.folds, asked.seed)
    else:
        print("Only the order is known: what stands forgets by answers here.")
        compare(answers, {name: VARIANTS[name] for name in (ANSWERS, NOTHING)}, ANSWERS, asked.folds, asked.seed)
    print(f"{perf_counter() - begun:.0f} s in all")


def compare(answers: Answers, variants: Mapping[str, Variant], base: str, folds: int, seed: int) -> None:
    """Try every variant on every fold, and print the tables."""
    fold_of = folds_by_learner(answers, folds, seed)
    gap = Gap.before(answers)
    success = {name: numpy.empty(len(answers)) for name in variants}
    commons: dict[str, list[Any]] = {name: [] for name in variants}
    for fold in range(folds):
        for name, foreseen, common in tried(answers, gap, fold_of == fold, variants):
            success[name][fold_of == fold] = foreseen
            commons[name].append(common)
            tell(name, fold + 1, folds)
    for which, chosen in selections(gap):
        report(which, answers.where(chosen), {name: of[chosen] for name, of in success.items()}, base, seed)
        print(f"  {gap.spaced[chosen].sum()} of them after a spaced success")
    report_gaps(answers, success)
    report_common({name: numpy.mean(of_folds, axis=0) for name, of_folds in commons.items()})


def selections(gap: Gap) -> Iterator[tuple[str, Any]]:
    """Return all answers, those after more than a day, and of these those after a pause without any answer."""
    paused = gap.log_answers == 0
    found = {
        "answers": gap.days >= 0,
        "answers more than a day after the one before on the skill": gap.days > 1,
        "answers more than a day after the one before, none on another skill in between": (gap.days > 1) & paused,
        "answers more than 21 days after it, none on another skill in between": (gap.days > 21) & paused,
    }
    yield from ((which, chosen) for which, chosen in found.items() if chosen.sum() >= LEAST_ANSWERS)


def report(which: str, answers: Answers, foreseen: Mapping[str, Any], base: str, seed: int) -> None:
    """Print one line for each variant."""
    print(f"\n{len(answers)} {which}, {answers.right.mean():.3f} of them right")
    print(f"  {'':40} AUC     log-loss  ECE     log-loss more than what stands, 95 %")
    surprised = surprises(answers.right, foreseen[base])
    for name, success in foreseen.items():
        of = measures(answers.right, success)
        line = f"  {name:40} {of.auc:.4f}  {of.log_loss:.5f}   {of.ece:.4f}"
        if name != base:
            more = mean_by_learner(surprises(answers.right, success) - surprised, answers.learner, seed)
            line += f"  {more.found:+.5f} [{more.low:+.5f}, {more.high:+.5f}]"
        print(line)


def report_gaps(answers: Answers, foreseen: Mapping[str, Any]) -> None:
    """Print what was observed less what was foreseen by the days of the gap, one line for each variant."""
    days = gaps(answers).days
    lines = {name: by_gap(days, answers.right, success, DAYS) for name, success in foreseen.items()}
    print("\nobserved less foreseen by days since the last answer on the skill; missed beyond chance, by gap")
    every = next(iter(lines.values()))
    print(f"  {'':40}" + "".join(f"{of.name:>9}" for of in every) + f"{'missed':>9}")
    print(f"  {'answers':40}" + "".join(f"{of.answers:9}" for of in every))
    for name, line in lines.items():
        missed = gap_error(days, answers.right, foreseen[name])
        print(f"  {name:40}" + "".join(f"{of.missed:+9.3f}" for of in line) + f"{missed:9.4f}")


def report_common(common: Mapping[str, Any]) -> None:
    """Print what all skills have in common, one line for each variant."""
    after = "  ".join(f"after {time}" for time in HOLIDAYS)
    print("\nmean over folds of what is common to all skills (unused: the prior), and left of P(known) = 1 by a pause")
    print(f"  {'':40} forget  gap   fade   durable spacing {after}")
    for name, values in common.items():
        forget, gap, fade, durable, spacing, *left = values.tolist()
        shares = "".join(f"{share:<15.2f}" for share in left)
        print(f"  {name:40} {forget:.4f}  {gap:.2f}  {fade:.3f}  {durable:.2f}    {spacing:.2f}    {shares}".rstrip())


if __name__ == "__main__":
    main()
