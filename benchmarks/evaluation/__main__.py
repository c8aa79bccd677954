"""`python -m benchmarks.evaluation ANSWERS.csv.gz`: the learner model beside its rivals, under one protocol.

A constant, means, BKT, PFA, Best-LR and boosted trees; each learner is foreseen from others. Then by how much the
learner model leads, what was observed and foreseen by the gap before an answer, how often intervals hold the answers
that follow, and what *acquired* is worth.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy

from benchmarks.answer_file import first_exposures, read_file, read_folds
from benchmarks.evaluation.acquisition import declared, in_a_row, worth
from benchmarks.evaluation.bootstrap import CERTAINTY, DRAWS, Difference, lead
from benchmarks.evaluation.coverage import coverage_lines
from benchmarks.evaluation.gaps import gap_lines
from benchmarks.progress import tell
from models.estimates import Estimates
from models.fitting.answers import Answers
from models.fitting.cross_validation import Predict, folds_by_learner, from_fit, out_of_fold, splits
from models.fitting.fit import Fit, Report
from models.fitting.measures import Measures, measures

if TYPE_CHECKING:
    from models.fitting.answers import Codes, Numbers

OURS, ROOF = "hiérarchique", "arbres"
BEATEN = ("Best-LR", ROOF)
"""The rivals against whom the lead of the learner model is weighed."""
HEADING = f"{'':24}{'AUC':>8}{'log-loss':>10}{'RMSE':>8}{'ECE':>8}{'s/pli':>8}"


class Remembering:
    """A fit that keeps every set it finds."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self.found: list[Estimates] = []

    def __call__(self, answers: Answers, seed: int, report: Report) -> Estimates:
        self.found.append(self.fit(answers, seed, report))
        return self.found[-1]


def main() -> None:
    """Evaluate the answers of a file, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation", description=__doc__)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--first-exposures", action="store_true", help="only the first answer to each question")
    asked = parser.parse_args()
    answers, fold = read_file(asked.answers), read_folds(asked.answers)
    if fold is None:
        fold = folds_by_learner(answers, asked.folds, asked.seed)
    if asked.first_exposures:
        first = first_exposures(answers)
        answers, fold = answers.where(first), fold[first]
    for line in evaluate(answers, fold, asked.seed, tell):
        print(line, flush=True)


def evaluate(
    answers: Answers, fold: "Codes", seed: int, report: Report, clock: Callable[[], float] = perf_counter
) -> Iterator[str]:
    """Return the lines of the table, each when known; then leads, gaps, intervals and the worth of *acquired*."""
    from models.fitting import hierarchical_fit as hierarchical

    folds = int(fold.max()) + 1
    yield f"{_size(answers)} ; {folds} plis par apprenant, graine {seed}"
    yield HEADING
    ours = Remembering(hierarchical.fit)
    predicted: dict[str, Numbers] = {}
    for name, predict in {**rivals(), OURS: from_fit(ours)}.items():
        start = clock()
        predicted[name] = out_of_fold(predict, answers, fold, seed, report, name)
        yield _row(name, measures(answers.right, predicted[name]), (clock() - start) / folds)
    yield from _leads(answers, predicted, seed)
    yield from gap_lines(answers, {name: predicted[name] for name in ("Best-LR", ROOF, OURS)}, seed)
    yield from coverage_lines(answers, fold, ours.found, seed)
    yield from _acquired(answers, fold, ours.found)


def rivals() -> Mapping[str, Predict]:
    """Return all rivals by name, weakest first, loaded with all that they lean on."""
    from benchmarks.rivals import bkt, logistic, means, tree

    return {
        "constante": means.constant,
        "moyenne par compétence": means.skill_mean,
        "moyenne par question": means.question_mean,
        "BKT": from_fit(bkt.fit),
        "PFA": logistic.pfa,
        "Best-LR": logistic.best_lr,
        ROOF: tree.predict,
    }


def _size(answers: Answers) -> str:
    columns = (answers.learner, answers.skill, answers.question)
    learners, skills, questions = (len(numpy.unique(column)) for column in columns)
    return f"{len(answers)} réponses, {learners} apprenants, {skills} compétences, {questions} questions"


def _row(name: str, found: Measures, seconds: float) -> str:
    return f"{name:24}{found.auc:8.4f}{found.log_loss:10.4f}{found.rmse:8.4f}{found.ece:8.4f}{seconds:8.1f}"


def _leads(answers: Answers, predicted: "Mapping[str, Numbers]", seed: int) -> Iterator[str]:
    yield f"Écarts, intervalles à {CERTAINTY:.0%} par {DRAWS} tirages d'apprenants :".replace("%", " %")
    for rival in BEATEN:
        gain = lead(answers, predicted[OURS], predicted[rival], seed)
        yield f"{OURS} moins {rival:8} ΔAUC {_interval(gain.auc)}  Δlog-loss {_interval(gain.log_loss)}"


def _interval(difference: Difference) -> str:
    return f"{difference.found:+.4f} [{difference.low:+.4f}, {difference.high:+.4f}]"


def _acquired(answers: Answers, fold: "Codes", sets: list[Estimates]) -> Iterator[str]:
    """Return what each rule is worth; ours as it runs, on days where the file knows them."""
    said = numpy.empty((2, len(answers)), dtype=bool)
    for number, ((_, test), estimates) in enumerate(zip(splits(answers, fold), sets, strict=True)):
        said[:, fold == number] = declared(estimates, test)
    rules = {"acquise": said[0], "P(su) ≥ 0,95": said[1], "trois de suite": in_a_row(answers)}
    yield f"{'Compétences déclarées':24}{'déclarées':>10}{'justes après':>14}{'manquées':>10}{'épargnées':>11}"
    for name, declares in rules.items():
        found = worth(answers, declares)
        yield f"  {name:22}{found.declared:10.4f}{found.right_after:14.4f}{found.missed:10.4f}{found.spared:11.4f}"
    if not answers.day.any():
        yield "(Le fichier ne dit pas les jours : chaque réponse compte ici comme donnée un autre jour ouvré.)"


if __name__ == "__main__":
    main()
