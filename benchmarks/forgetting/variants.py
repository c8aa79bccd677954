"""What lies between two answers on a skill, and the ways to forget by it that are set beside each other."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import numpy
from fsrs import Card, Rating, Scheduler

from benchmarks.forgetting.curves import losses
from models.estimates import FADE_DAYS
from models.fitting.answers import Answers, from_columns
from models.fitting.fit import ORIGIN
from models.fitting.gaps import gaps
from models.fitting.hierarchical.sequences import SequenceBlocks

SCHEDULER = Scheduler(enable_fuzzing=False)
RATINGS = Rating.Again, Rating.Good
"""Of a wrong answer and of a right one."""
NEVER = -1000.0
"""A logarithm of answers so low that nothing is lost by them."""
LEAST = 1e-6
"""What goes at once: from a P(known) that rounds to 1 no answer leads back, and gradients grow without bounds."""
MINUTE = 1 / 1440
HOLIDAYS = {"3 weeks": 21.0, "3 months": 91.0}


class Gap(NamedTuple):
    """The gap before each answer since the one before of the same learner on the same skill.

    The logarithm of 1 + the answers on other skills, the days, whether a spaced success came before, the stability in
    days that FSRS gave the earlier, and what `benchmarks.forgetting.curves` says is lost of performance and activation.
    """

    log_answers: Any
    days: Any
    spaced: Any
    stability: Any
    performance: Any
    activation: Any

    @classmethod
    def before(cls, answers: Answers) -> "Gap":
        """Return what lies before each answer, in their order; nothing before the first on a skill."""
        found = gaps(answers)
        days, between = (numpy.nan_to_num(column) for column in found)
        return cls(numpy.log1p(between), days, after_spaced(answers), stabilities(answers), *losses(answers))

    def where(self, chosen: Any) -> "Gap":
        """Return the gaps of some answers, chosen by a mask or by places."""
        return Gap(*(column[chosen] for column in self))

    def faded(self, scale: float = FADE_DAYS) -> Any:
        """Return the logarithm of 1 + days / scale."""
        return numpy.log1p(self.days / scale)

    def lapsed(self) -> Any:
        """Return minus the logarithm of FSRS-6's retrievability, also of parts of a day, which the package drops.

        So that exp(-fade · lapsed) is retrievability to the power of `fade`.
        """
        decay = SCHEDULER.parameters[20]
        return decay * numpy.log1p((0.9 ** (-1 / decay) - 1) * self.days / self.stability)


def after_spaced(answers: Answers) -> Any:
    """Return whether each answer has a spaced success before it, in a row that no wrong answer has ended."""
    sequences = SequenceBlocks.of(answers, numpy.full(len(answers.questions), 0.5))
    spaced = numpy.zeros(len(answers), dtype=bool)
    spaced[sequences.row] = sequences.log_spaced > 0
    return spaced


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


def after_right_answers(count: int, pauses: list[float]) -> Gap:
    """Return gaps of so many days without any answer, each after right answers on one skill, a minute apart."""
    days = [[*(MINUTE * place for place in range(count)), MINUTE * (count - 1) + pause] for pause in pauses]
    size, each = len(pauses) * (count + 1), count + 1
    learner = [place // each for place in range(size)]
    made_up = from_columns(learner, ["a"] * size, ["a"] * size, [1] * size, sum(days, []), [0.0] * size)
    return Gap.before(made_up).where(slice(count, None, each))


def holidays() -> Gap:
    """Return the gaps of HOLIDAYS after three right answers."""
    return after_right_answers(3, list(HOLIDAYS.values()))


class Loss(NamedTuple):
    """What stands for `log_gap` and for `log_days` of the sequences; and whether spacing and lifts are left in."""

    by_answers: Any
    by_days: Any
    spaced: bool = True
    lifted: bool = True
    fade_by_skill: bool = False


Variant = Callable[[Gap], Loss]
Column = Callable[[Gap], Any]
WEEK = after_right_answers(1, [FADE_DAYS])


def sized(column: Column) -> Column:
    """Return a column that a week after a single right answer is what days are there: ln 2.

    The prior of `fade` would else favour the one whose unit suits it.
    """
    size = WEEK.faded() / column(WEEK)
    return lambda gap: column(gap) * size


def alone(column: Column, spaced: bool = False) -> Variant:
    """Lose by a column, nothing by answers; it knows of spacing by itself unless `spaced`."""
    return lambda gap: Loss(NEVER, numpy.maximum(column(gap), LEAST), spaced)


def with_answers(column: Column, spaced: bool = False) -> Variant:
    """Lose by a column and by answers on other skills."""
    return lambda gap: Loss(gap.log_answers, column(gap), spaced)


FSRS, PERFORMANCE = sized(Gap.lapsed), sized(lambda gap: gap.performance)
ACTIVATION, BY_ONE_DAY = sized(lambda gap: gap.activation), sized(lambda gap: gap.faded(1.0))
NOTHING, ANSWERS, STANDS = "nothing forgotten", "answers", "answers and days: what stands"
VARIANTS: dict[str, Variant] = {
    STANDS: with_answers(Gap.faded, spaced=True),
    NOTHING: alone(lambda gap: 0.0 * gap.days),
    ANSWERS: with_answers(lambda gap: 0.0 * gap.days),
    "days": alone(Gap.faded, spaced=True),
    "what stands, without spacing": with_answers(Gap.faded),
    "what stands, without lifts": lambda gap: Loss(gap.log_answers, gap.faded(), lifted=False),
    "what stands, fade by skill": lambda gap: Loss(gap.log_answers, gap.faded(), fade_by_skill=True),
    "answers and days, in units of 1 day": with_answers(BY_ONE_DAY, spaced=True),
    "(1 + answers) (1 + days), one weight": lambda gap: Loss(gap.log_answers + gap.faded(1.0), 0.0 * gap.days),
    "FSRS": alone(FSRS),
    "answers and FSRS": with_answers(FSRS),
    "performance equation": alone(PERFORMANCE),
    "answers and performance equation": with_answers(PERFORMANCE),
    "power laws": alone(ACTIVATION),
    "answers and power laws": with_answers(ACTIVATION),
}
"""What stands comes first: the fits of the others begin where its fit ended."""
