"""Three memories of one skill, each a truth of its own about what days leave and what answers make of it.

In all of them a skill is known or not whenever it is met, answers are right by luck or wrong by a slip as the
parameters say, and feedback may teach. Ability is in the middle: what differs here is memory.
"""

from abc import ABC, abstractmethod
from datetime import UTC, datetime
from random import Random
from typing import ClassVar, NamedTuple

from fsrs import Card, Rating, Scheduler

from models.estimates import Parameters
from models.learner import Ability, Evidence, Knowledge, after_answer, answering, average_question, retained

SPREAD = 0.5
"""Standard deviation of the logarithm of how long a memory lasts: .35 between people, .4 between skills."""
GROWTH_SPREAD = 0.2
"""The same of how much a review adds to it."""
NEARLY = 1e-9
"""Of P(known), which has no odds at 0 and at 1."""


class Moment(NamedTuple):
    """An instant, and the ratings of the learner then, which count her answers to all skills."""

    at: datetime
    ability: Ability


class Answered(NamedTuple):
    """One answer: whether she knew, was right, and knows after the feedback."""

    knew: bool
    right: bool
    knows: bool


class Memory(ABC):
    """The memory of one person for one skill."""

    def __init__(self, parameters: Parameters, random: Random) -> None:
        self.parameters, self.random = parameters, random

    def answer(self, moment: Moment) -> bool:
        """Answer an unseen question and read its feedback; return whether the answer was right."""
        # Three draws each time, so that one answer more or less leaves what comes after it comparable.
        knowing, succeeding, learning = (self.random.random() for _ in range(3))
        knew = knowing < self.known(moment)
        if_known, if_unknown = answering(self.parameters, average_question(self.parameters))
        right = succeeding < (if_known if knew else if_unknown)
        self.keep(moment, Answered(knew, right, knew or learning < self.learns()))
        return right

    @abstractmethod
    def known(self, moment: Moment) -> float:
        """Return the probability that the skill is known."""

    @abstractmethod
    def learns(self) -> float:
        """Return the probability that feedback teaches what is not known."""

    @abstractmethod
    def keep(self, moment: Moment, answered: Answered) -> None:
        """Keep what an answer leaves."""


class AsFitted(Memory):
    """The learner model's own: what it believes of somebody of whom it is told, at each answer, whether she knows."""

    def __init__(self, parameters: Parameters, random: Random) -> None:
        super().__init__(parameters, random)
        self.truth = Knowledge(parameters)

    def known(self, moment: Moment) -> float:
        return retained(self.truth._replace(ability=moment.ability), moment.at)

    def learns(self) -> float:
        return self.parameters.learn

    def keep(self, moment: Moment, answered: Answered) -> None:
        item, day = average_question(self.parameters), moment.at.date()
        evidence = Evidence(answered.right, moment.at, day, working_day=True, item=item)
        after = after_answer(self.truth._replace(ability=moment.ability), evidence)
        surely = 1 - NEARLY if answered.knows else NEARLY
        self.truth = after._replace(belief=after.belief._replace(known=surely))


class PowerLaw(Memory):
    """The power law (1 + days / lasts) ** -decay: what lasts grows with each success, the more was at risk before it.

    Wixted & Carpenter, "The Wickelgren power law and the Ebbinghaus savings function", Psychological Science 18 (2007),
    https://doi.org/10.1111/j.1467-9280.2007.01862.x. Numbers set by hand: who was right on two days in a row and is
    never asked again knows three fifths a month later; a review at .9 makes it last twice as long.
    """

    decay: ClassVar[float] = 0.3
    begins: ClassVar[float] = 4.0
    """Days."""
    growth: ClassVar[float] = 10.0
    """Times what was at risk: a success in the same sitting adds next to nothing."""
    savings: ClassVar[float] = 0.6
    """Probability that one feedback brings back what was forgotten, as in `benchmarks.tutor`."""

    def __init__(self, parameters: Parameters, random: Random) -> None:
        super().__init__(parameters, random)
        self.first = self.begins * random.lognormvariate(0, SPREAD)
        self.growing = self.growth * random.lognormvariate(0, GROWTH_SPREAD)
        self.lasts, self.knows, self.knew_once = self.first, False, False
        self.since: datetime | None = None

    def known(self, moment: Moment) -> float:
        if self.since is None:
            return self.parameters.prior
        days = (moment.at - self.since).total_seconds() / 86_400
        return (1 + days / self.lasts) ** -self.decay if self.knows else 0.0

    def learns(self) -> float:
        return self.savings if self.knew_once else self.parameters.learn

    def keep(self, moment: Moment, answered: Answered) -> None:
        if not answered.knew:
            self.lasts = self.first
        elif answered.right and self.since is not None:
            self.lasts *= 1 + self.growing * (1 - self.known(moment))
        self.since, self.knows = moment.at, answered.knows
        self.knew_once = self.knew_once or self.knows


class Flashcard(Memory):
    """FSRS: difficulty, stability, retrievability, which stands for P(known); right is Good, wrong is Again.

    The card begins with the answer after which the skill is known for the first time; from then on feedback brings
    back what was forgotten, as FSRS has it, with less stability. Ye, Su & Cao, "A stochastic shortest path algorithm
    for optimizing spaced repetition scheduling", KDD 2022, https://doi.org/10.1145/3534678.3539081
    """

    def __init__(self, parameters: Parameters, random: Random) -> None:
        super().__init__(parameters, random)
        self.scheduler, self.met = _scheduler(random), False
        self.card: Card | None = None

    def known(self, moment: Moment) -> float:
        if self.card is not None:
            return float(self.scheduler.get_card_retrievability(self.card, whole_day(moment.at)))
        return 0.0 if self.met else self.parameters.prior

    def learns(self) -> float:
        return 1.0 if self.card else self.parameters.learn

    def keep(self, moment: Moment, answered: Answered) -> None:
        self.met = True
        if answered.knows:
            self.card = rated(self.scheduler, self.card, answered.right, moment.at)


def _scheduler(random: Random) -> Scheduler:
    """Return the package's own parameters, moved for one person and skill: first stabilities, and how they grow."""
    of_everybody, times = Scheduler().parameters, random.lognormvariate(0, SPREAD)
    first, between, growth, rest = of_everybody[:4], of_everybody[4:8], of_everybody[8], of_everybody[9:]
    moved = (*(times * each for each in first), *between, growth + random.gauss(0, GROWTH_SPREAD), *rest)
    return Scheduler(moved, enable_fuzzing=False)


def rated(scheduler: Scheduler, card: Card | None, right: bool, at: datetime) -> Card:
    """Return the card after an answer; a new one where there was none."""
    rating = Rating.Good if right else Rating.Again
    after, _ = scheduler.review_card(card or Card(card_id=0), rating, whole_day(at))
    return after


def whole_day(at: datetime) -> datetime:
    """Return the midnight before an instant: the package counts whole days, of which tomorrow morning must be one."""
    return datetime(at.year, at.month, at.day, tzinfo=UTC)
