"""Whether what is foreseen comes true: observed shares by what the model announced."""

from dataclasses import dataclass

from models.estimates import Pair
from models.fitting.answers import Answers
from models.fitting.fit import Foreseen
from models.fitting.measures import BINS, Measures, measures
from models.fitting.report.cells import Cell, cells


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers of which the model announced a probability between `low` and `high`."""

    low: float
    high: float
    cell: Cell


@dataclass(frozen=True, slots=True)
class Reliability:
    """What may be shown, how many bins may not, and the measures over all answers."""

    bins: tuple[Bin, ...]
    hidden: int
    measures: Measures

    @property
    def most_often(self) -> Pair:
        """The bin where most predictions lie."""
        fullest = max(self.bins, key=lambda one: one.cell.answers)
        return fullest.low, fullest.high


def reliability(answers: Answers, foreseen: Foreseen) -> Reliability:
    """Return the reliability of predictions made before each answer, in the bins of the calibration error."""
    import numpy

    group = numpy.minimum((foreseen.success * BINS).astype(numpy.int64), BINS - 1)
    found = cells(group, answers, foreseen.success)
    bins = tuple(Bin(code / BINS, (code + 1) / BINS, cell) for code, cell in found.items() if cell.shown)
    return Reliability(bins, len(found) - len(bins), measures(answers.right, foreseen.success))
