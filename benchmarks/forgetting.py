"""`python -m benchmarks.forgetting ANSWERS.csv.gz`: one model, many ways to forget between two answers on a skill.

The hierarchical model is fitted and foresees learners that it has not seen. All is equal but what the loss of
models/learner.py grows with: the answers on other skills in a gap, its days, or what FSRS says of it. Prints how well
success is foreseen, on all answers and after long gaps, and what a holiday leaves.
"""

import argparse
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy
from fsrs import Card, Rating, Scheduler

from benchmarks.answer_file import read_file
from benchmarks.evaluation.bootstrap import lead
from models.estimates import FADE_DAYS
from models.fitting.answers import Answers
from models.fitting.cross_validation import folds_by_learner
from models.fitting.facility import facilities
from models.fitting.fit import ORIGIN, silent
from models.fitting.hierarchical.fitting import minimum
from models.fitting.hierarchical.objective import Objective
from models.fitting.hierarchical.sequences import SequenceBlocks
from models.fitting.hierarchical.vector import DURABLE, FADE, FORGET, GAP, VectorViews
from models.fitting.measures import measures

SCHEDULER = Scheduler(enable_fuzzing=False)
RATINGS = Rating.Again, Rating.Good
"""Of a wrong answer and of a right one."""
NEVER = -1000.0
"""A logarithm of answers so low that nothing is lost by them."""
LEAST = 1e-6
"""What goes at once: from a P(known) that rounds to 1 no answer leads back, and gradients grow without bounds."""
HOLIDAYS = {"3 weeks": 21.0, "3 months": 91.0}


class Gap(NamedTuple):
    """The gap before each answer since the one before of the same learner on the same skill.

    The logarithm of 1 + the answers on other skills, the days, and the stability in days that FSRS gave the earlier.
    """

    log_answers: Any
    days: Any
    stability: Any

    def faded(self, scale: float = FADE_DAYS) -> Any:
        """Return the logarithm of 1 + days / scale."""
        return numpy.log1p(self.days / scale)

    def lapsed(self) -> Any:
        """Return minus the logarithm of FSRS-6's retrievability, also of parts of a day, which the package drops.

        So that exp(-fade · lapsed) is retrievability to the power of `fade`.
        """
        decay = SCHEDULER.parameters[20]
        return decay * numpy.log1p((0.9 ** (-1 / decay) - 1) * self.days / self.stability)


Variant = Callable[[Gap], tuple[Any, Any]]
"""What stands for `log_gap` and for `log_days` of the sequences."""


def without_answers(log_days: Any) -> tuple[Any, Any]:
    """Drop the answers of a gap: nothing is lost by them."""
    return NEVER, numpy.maximum(log_days, LEAST)


class Rows(NamedTuple):
    """Some answers, laid out for a fit, and the gaps before them."""

    sequences: SequenceBlocks
    gap: Gap

    def under(self, variant: Variant) -> SequenceBlocks:
        """Return these rows with another way to forget."""
        log_gap, log_days = (numpy.broadcast_to(column, len(self.gap.days)) for column in variant(self.gap))
        return replace(self.sequences, log_gap=log_gap, log_days=log_days)


NOTHING, ANSWERS, STANDS = "nothing forgotten", "answers", "answers and days: what stands"
VARIANTS: dict[str, Variant] = {
    NOTHING: lambda gap: without_answers(0.0),
    ANSWERS: lambda gap: (gap.log_answers, 0.0),
    "days": lambda gap: without_answers(gap.faded()),
    STANDS: lambda gap: (gap.log_answers, gap.faded()),
    "answers and days, in units of 1 day": lambda gap: (gap.log_answers, gap.faded(1.0)),
    "answers and days, in units of 30 days": lambda gap: (gap.log_answers, gap.faded(30.0)),
    "(1 + answers) (1 + days), one weight": lambda gap: (gap.log_answers + gap.faded(1.0), 0.0),
    "FSRS": lambda gap: without_answers(gap.lapsed()),
    "answers and FSRS": lambda gap: (gap.log_answers, gap.lapsed()),
}


def main() -> None:
    """Fit, foresee, compare."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.forgetting", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    begun = perf_counter()
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "numba", "fsrs"))
    print(f"Python {platform.python_version()}, {versions}; {asked.folds} folds by learner, seed {asked.seed}")
    answers = read_file(asked.answers)
    learners = len(numpy.unique(answers.learner))
    print(f"{asked.answers.name}: {len(answers)} answers of {learners} learners", flush=True)
    if answers.day.any():
        compare(answers, VARIANTS, STANDS, asked.folds, asked.seed)
    else:
        print("Only the order is known: what stands forgets by answers here.")
        compare(answers, {name: VARIANTS[name] for name in (NOTHING, ANSWERS)}, ANSWERS, asked.folds, asked.seed)
    print(f"{perf_counter() - begun:.0f} s in all")


def compare(answers: Answers, variants: Mapping[str, Variant], base: str, folds: int, seed: int) -> None:
    """Try every variant on every fold, and print the tables."""
    fold_of = folds_by_learner(answers, folds, seed)
    gap = gaps(answers)
    success = {name: numpy.empty(len(answers)) for name in variants}
    commons: dict[str, list[Any]] = {name: [] for name in variants}
    for fold in range(folds):
        for name, foreseen, common in tried(answers, gap, fold_of == fold, variants):
            success[name][fold_of == fold] = foreseen
            commons[name].append(common)
            print(f"\rfold {fold + 1}: {name:40}\r", end="", file=sys.stderr, flush=True)
    for which, chosen in selections(gap):
        report(which, answers.where(chosen), {name: of[chosen] for name, of in success.items()}, base, seed)
    report_common({name: numpy.mean(of_folds, axis=0) for name, of_folds in commons.items()})


# Gaps


def gaps(answers: Answers) -> Gap:
    """Return what lies before each answer, in the order of the answers; nothing before the first on a skill."""
    sequences = SequenceBlocks.of(answers, numpy.full(len(answers.questions), 0.5))
    log_answers, days = numpy.zeros(len(answers)), numpy.zeros(len(answers))
    log_answers[sequences.row] = sequences.log_gap
    days[sequences.row] = FADE_DAYS * numpy.expm1(sequences.log_days)
    return Gap(log_answers, days, stabilities(answers))


def stabilities(answers: Answers) -> Any:
    """Return the stability in days of the FSRS card before each answer; 1 where there is no card yet."""
    cards: dict[tuple[int, int], Card] = {}
    stability = numpy.ones(len(answers))
    columns = (answers.learner, answers.skill, answers.right, answers.day)
    for row, (learner, skill, right, day) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        card = cards.get((learner, skill)) or Card(card_id=row)
        stability[row] = card.stability or 1.0
        cards[learner, skill], _ = SCHEDULER.review_card(card, RATINGS[right], ORIGIN + timedelta(days=day))
    return stability


def holidays() -> Gap:
    """Return gaps without any answer, and the FSRS card after three right answers, a minute apart."""
    card = Card(card_id=0)
    for minute in range(3):
        card, _ = SCHEDULER.review_card(card, Rating.Good, ORIGIN + timedelta(minutes=minute))
    days = numpy.array(list(HOLIDAYS.values()))
    return Gap(0 * days, days, card.stability)


# Fits


def tried(answers: Answers, gap: Gap, held_out: Any, variants: Mapping[str, Variant]) -> Iterator[tuple[str, Any, Any]]:
    """Try every variant on one fold: P(right) before each held-out answer, and what all skills have in common."""
    facility = facility_of_questions(answers, ~held_out)
    training, test = (rows(answers, gap, of, facility) for of in (~held_out, held_out))
    size = len(answers.skills), len(answers.questions)
    for name, variant in variants.items():
        parts = VectorViews.of(minimum(Objective(training.under(variant), *size), silent), *size)
        success = numpy.empty(len(test.gap.days))
        success[test.sequences.row] = Objective(test.under(variant), *size).evaluate(parts, backwards=False).success
        yield name, success, in_common(parts, variant)


def facility_of_questions(answers: Answers, training: Any) -> Any:
    """Return facilities from training rows alone; an unseen question has that of its skill (`Estimates.item`)."""
    found = facilities(answers.where(training))
    of_questions = numpy.empty(len(answers.questions))
    of_questions[answers.question] = found.skills[answers.skill]
    seen = answers.question[training]
    of_questions[seen] = found.questions[seen]
    return of_questions


def rows(answers: Answers, gap: Gap, of: Any, facility: Any) -> Rows:
    """Lay out the answers of some learners for a fit."""
    sequences = SequenceBlocks.of(answers.where(of), facility)
    return Rows(sequences, Gap(*(column[of][sequences.row] for column in gap)))


def in_common(parts: VectorViews, variant: Variant) -> Any:
    """Return `forget`, `gap` and `fade` of all skills together, and what each holiday leaves of P(known) = 1."""
    forget, gap, fade = numpy.exp(parts.common[FORGET]), parts.memory[GAP], numpy.exp(parts.memory[FADE])
    durable = 1 / (1 + numpy.exp(-parts.memory[DURABLE]))
    log_gap, log_days = variant(holidays())
    left = durable + (1 - durable) * numpy.exp(-forget * numpy.exp(gap * log_gap) - fade * log_days)
    return numpy.r_[forget, gap, fade, numpy.broadcast_to(left, len(HOLIDAYS))]


# What is printed


def selections(gap: Gap) -> Iterator[tuple[str, Any]]:
    """Return all answers, those after more than a day, and of these those after a pause without any answer."""
    yield "answers", gap.days >= 0
    if gap.days.any():
        paused = gap.log_answers == 0
        yield "answers more than a day after the one before on the skill", gap.days > 1
        yield "answers more than a day after the one before, none on another skill in between", (gap.days > 1) & paused
        yield "answers more than 21 days after it, none on another skill in between", (gap.days > 21) & paused


def report(which: str, answers: Answers, foreseen: Mapping[str, Any], base: str, seed: int) -> None:
    """Print one line for each variant."""
    print(f"\n{len(answers)} {which}, {answers.right.mean():.3f} of them right")
    print(f"  {'':40} AUC     log-loss  ECE     log-loss more than what stands, 95 %")
    for name, success in foreseen.items():
        of = measures(answers.right, success)
        line = f"  {name:40} {of.auc:.4f}  {of.log_loss:.5f}   {of.ece:.4f}"
        if name != base:
            more = lead(answers, success, foreseen[base], seed).log_loss
            line += f"  {more.found:+.5f} [{more.low:+.5f}, {more.high:+.5f}]"
        print(line)


def report_common(common: Mapping[str, Any]) -> None:
    """Print what all skills have in common, one line for each variant."""
    after = "  ".join(f"after {time}" for time in HOLIDAYS)
    print("\nmean over folds of what is common to all skills (unused: the prior), and left of P(known) = 1 by a pause")
    print(f"  {'':40} forget  gap   fade   {after}")
    for name, values in common.items():
        forget, gap, fade, *left = values.tolist()
        shares = "".join(f"{share:<15.2f}" for share in left)
        print(f"  {name:40} {forget:.4f}  {gap:.2f}  {fade:.3f}  {shares}".rstrip())


if __name__ == "__main__":
    main()
