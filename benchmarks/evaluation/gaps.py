"""What was observed and foreseen by the gap since the last answer on the skill, with intervals by learner."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from benchmarks.evaluation.bootstrap import mean_by_learner
from models.fitting.answers import Answers
from models.fitting.measures import BETWEEN, DAYS, by_length, gap_error, gaps

if TYPE_CHECKING:
    from models.fitting.answers import Flags, Numbers


def gap_lines(answers: Answers, foreseen: "Mapping[str, Numbers]", seed: int) -> Iterator[str]:
    """Return the tables by days and by answers in between: observed less foreseen, of each model."""
    before = gaps(answers)
    tables = {"Réponses entre-temps": (before.between, BETWEEN)}
    if answers.day.any():
        tables = {"Jours depuis la dernière réponse": (before.days, DAYS), **tables}
    for title, (gap, lengths) in tables.items():
        models = "".join(f"{name:>34}" for name in foreseen)
        yield f"{title:34}{'réponses':>9}{'justes':>8}{models}"
        for name, there in by_length(gap, lengths):
            cells = "".join(f"{_missed(answers, there, column, seed):>34}" for column in foreseen.values())
            yield f"  {name:32}{int(there.sum()):9}{answers.right[there].mean():8.3f}{cells}"
    errors = " ; ".join(
        f"{name} {gap_error(before.days, answers.right, column):.4f}" for name, column in foreseen.items()
    )
    yield f"Manqué par intervalle de jours, hasard déduit : {errors}"


def _missed(answers: Answers, there: "Flags", foreseen: "Numbers", seed: int) -> str:
    missed = mean_by_learner((answers.right - foreseen)[there], answers.learner[there], seed)
    return f"{missed.found:+.3f} [{missed.low:+.3f}, {missed.high:+.3f}]"
