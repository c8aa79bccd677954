"""Two truths about learning: as the learner model has it, and deliberately otherwise.

Each is a hidden Markov chain over a few states: a life draws from it, an oracle sees what is drawn. A row holds one
probability for each state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import ClassVar, Protocol

from benchmarks.tutor.course import Course
from benchmarks.tutor.settings import Settings
from content.module import Question
from models.estimates import POOLED, Estimates, Item, Pair, Parameters, Shared
from models.learner import MOST_GUESS
from models.memory import retention

Row = tuple[float, ...]
Chain = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits that make one person differ from another in learning."""

    ability: float
    speed: float
    memory: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Time without the skill: days, answers on others, and on how many days it had been met before."""

    days: float
    answers: int
    met_on: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A feedback or cards that may teach: whether it is the first reading, how surely the base is known."""

    first_reading: bool
    ready: float


class Truth(Protocol):
    """A truth about how people learn, forget and answer."""

    @property
    def name(self) -> str:
        """The name of this truth in a report."""

    @property
    def known(self) -> int:
        """The state of who knows."""

    @property
    def estimates(self) -> Estimates:
        """The estimates that the portal believes in this world."""

    def begins(self, traits: Traits, skill: str) -> Row:
        """Return the states before any contact."""

    def surely(self, known: float) -> Row:
        """Return the states of someone who knows with that probability, whatever the truth says of others."""

    def forgets(self, traits: Traits, skill: str, gap: Gap) -> Chain:
        """Return the moves from each state to each over a gap."""

    def learns(self, traits: Traits, skill: str, lesson: Lesson) -> Chain:
        """Return the moves from each state to each by a lesson."""

    def success(self, traits: Traits, question: Question) -> Row:
        """Return the probability of a right answer to an unseen question, in each state."""


@dataclass(frozen=True)
class AsFitted:
    """The model itself, under parameters drawn as fits find them, known to the portal.

    Ability is constant, and weighs what both ratings would if they had found it.
    """

    estimates: Estimates
    knew_before_cards: float
    name: ClassVar[str] = "as fitted"
    known: ClassVar[int] = 1

    def begins(self, traits: Traits, skill: str) -> Row:
        return self.surely(self.knew_before_cards * self._prior(traits, skill))

    def surely(self, known: float) -> Row:
        return 1 - known, known

    def forgets(self, traits: Traits, skill: str, gap: Gap) -> Chain:
        kept = retention(self.estimates.of(skill), gap.days, gap.answers, max(0, gap.met_on - 1))
        return (1.0, 0.0), (1 - kept, kept)

    def learns(self, traits: Traits, skill: str, lesson: Lesson) -> Chain:
        parameters = self.estimates.of(skill)
        learned = _shifted(parameters.learn, _weighed(parameters.shared.learn, traits))
        if lesson.first_reading:
            prior = self._prior(traits, skill)
            learned = prior * (1 - self.knew_before_cards) / (1 - prior * self.knew_before_cards)
        return (1 - learned, learned), (0.0, 1.0)

    def success(self, traits: Traits, question: Question) -> Row:
        parameters = self.estimates.of(question.skill)
        shift = self.estimates.items[question.id].easiness + _weighed(parameters.shared.success, traits)
        guess = min(MOST_GUESS, max(parameters.guess, question.chance))
        return _shifted(guess, shift), _shifted(1 - parameters.slip, shift)

    def _prior(self, traits: Traits, skill: str) -> float:
        parameters = self.estimates.of(skill)
        return _shifted(parameters.prior, _weighed(parameters.shared.prior, traits))


@dataclass(frozen=True, slots=True)
class Steps:
    """One skill of the other truth: probabilities of its two steps, days that it lasts."""

    first: float
    second: float
    lasts: float


UNKNOWN, HALF, KNOWN, FADED = range(4)


@dataclass(frozen=True)
class Otherwise:
    """Two steps to knowing, exponential forgetting that leaves savings, guess and slip by question, no ability.

    People differ in how fast they learn and how long they remember. The portal holds the parameters that it begins
    with, fitted to nobody.
    """

    settings: Settings
    steps: Mapping[str, Steps]
    guesses: Mapping[str, float]
    slips: Mapping[str, float]
    estimates: Estimates = Estimates()
    name: ClassVar[str] = "otherwise"
    known: ClassVar[int] = KNOWN

    def begins(self, traits: Traits, skill: str) -> Row:
        known, half = self.settings.begins_known, self.settings.begins_half
        return 1 - known - half, half, known, 0.0

    def surely(self, known: float) -> Row:
        return 1 - known, 0.0, known, 0.0

    def forgets(self, traits: Traits, skill: str, gap: Gap) -> Chain:
        lasts = self.steps[skill].lasts * traits.memory * self.settings.lasts_longer ** max(0, gap.met_on - 1)
        kept = exp(-gap.days / lasts)
        return (1.0, 0, 0, 0), (1 - kept, kept, 0, 0), (0, 0, kept, 1 - kept), (0, 0, 0, 1.0)

    def learns(self, traits: Traits, skill: str, lesson: Lesson) -> Chain:
        worth = self.settings.cards_worth if lesson.first_reading else 1.0
        speed = traits.speed * worth * (lesson.ready + (1 - lesson.ready) * self.settings.unready)
        steps, savings = self.steps[skill], self.settings.savings
        first, second, back = (1 - (1 - each) ** speed for each in (steps.first, steps.second, savings))
        return (1 - first, first, 0, 0), (0, 1 - second, second, 0), (0, 0, 1.0, 0), (0, 0, back, 1 - back)

    def success(self, traits: Traits, question: Question) -> Row:
        low, high = self.guesses[question.id], 1 - self.slips[question.id]
        half, faded = (low + share * (high - low) for share in (self.settings.half_shows, self.settings.faded_shows))
        return low, half, high, faded


def as_fitted(settings: Settings, course: Course) -> Truth:
    """Draw parameters and easiness; a question's facility is that among people of whom half know."""
    random = Random(f"{settings.seed}/as fitted")
    shared = Shared(
        settings.fitted_success, settings.fitted_learning, settings.fitted_beginning, gap=settings.fitted_gap
    )
    skills = {skill: _drawn(settings, shared, random) for skill in course.skills}
    items = {
        question: _item(skills[skill], random.gauss(0, settings.fitted_easiness))
        for skill, questions in course.questions.items()
        for question in (one.id for one in questions)
    }
    return AsFitted(Estimates({POOLED: Parameters(shared=shared), **skills}, items), settings.knew_before_cards)


def _drawn(settings: Settings, shared: Shared, random: Random) -> Parameters:
    def share(of: Pair) -> float:
        return _shifted(0.5, random.gauss(*of))

    parameters = Parameters(
        prior=share(settings.fitted_prior),
        learn=share(settings.fitted_learn),
        guess=share(settings.fitted_guess) / 2,
        slip=share(settings.fitted_slip) / 2,
        forget=random.lognormvariate(*settings.fitted_forget),
        shared=shared,
    )
    return parameters._replace(facility=_item(parameters, 0.0).facility)


def _item(parameters: Parameters, easiness: float) -> Item:
    low, high = _shifted(parameters.guess, easiness), _shifted(1 - parameters.slip, easiness)
    return Item(easiness, facility=(low + high) / 2)


def otherwise(settings: Settings, course: Course) -> Truth:
    """Draw skills and questions of the other truth."""
    random = Random(f"{settings.seed}/otherwise")
    steps = {skill: _steps(settings, random) for skill in course.skills}
    guesses = {question: random.uniform(*settings.guess_between) for question in course.module_of}
    slips = {question: random.uniform(*settings.slip_between) for question in course.module_of}
    return Otherwise(settings, steps, guesses, slips)


def _steps(settings: Settings, random: Random) -> Steps:
    first, second = (
        _shifted(step, random.gauss(0, settings.step_spread)) for step in (settings.first_step, settings.second_step)
    )
    return Steps(first, second, random.lognormvariate(log(settings.lasts_days), settings.lasts_spread))


def _weighed(weights: Pair, traits: Traits) -> float:
    return sum(weights) * traits.ability


def _shifted(probability: float, shift: float) -> float:
    odds = probability * exp(shift)
    return odds / (odds + 1 - probability)
