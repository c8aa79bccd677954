"""Made-up counsellors: of what type, how fast, how often there, and what goes on in their heads."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from random import Random

from benchmarks.tutor.course import Course
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.truths import Chain, Gap, Lesson, Row, Traits, Truth
from content.module import Question


class Kind(StrEnum):
    """A type of people."""

    ORDINARY = "ordinary"
    EXPERT = "expert"
    RETURNER = "returner after holidays"
    MEMORISER = "memoriser of keys"
    GUESSER = "test-wise guesser"
    CLICKER = "fast clicker"


LEARNS_NOTHING = frozenset({Kind.MEMORISER, Kind.GUESSER})


@dataclass(frozen=True, slots=True)
class Person:
    """One counsellor; seconds are hers when she does not click."""

    kind: Kind
    number: int
    traits: Traits
    minutes: float
    card_seconds: float
    question_seconds: float


def person(settings: Settings, kind: Kind, number: int) -> Person:
    """Draw a person, the same for every policy and under every truth."""
    random = Random(f"{settings.seed}/{kind}/{number}")
    spread = settings.person_spread
    traits = Traits(
        random.gauss(0, settings.ability_spread), random.lognormvariate(0, spread), random.lognormvariate(0, spread)
    )
    pace = random.lognormvariate(0, settings.pace_spread)
    minutes = random.uniform(*settings.minutes_a_day)
    return Person(kind, number, traits, minutes, pace * settings.card_seconds, pace * settings.question_seconds)


def is_away(settings: Settings, person: Person, day: int) -> bool:
    """Return whether she is on holiday, so many days after the beginning."""
    return person.kind is Kind.RETURNER and 0 <= day - settings.leaves_after < settings.away


@dataclass(frozen=True)
class Mind:
    """The mind of one person of a type: how she begins, answers and learns under a truth."""

    settings: Settings
    course: Course
    truth: Truth
    person: Person

    def begins(self, skill: str) -> Row:
        """Return the states before any contact; a guesser counts as knowing nothing, since it never shows."""
        if self.person.kind is Kind.EXPERT:
            return self.truth.surely(self.settings.expert_knows)
        if self.person.kind is Kind.GUESSER:
            return self.truth.surely(0.0)
        return self.truth.begins(self.person.traits, skill)

    def success(self, question: Question, seen: bool, hurried: bool) -> Row:
        """Return the probability of a right answer in each state."""
        row = self.truth.success(self.person.traits, question)
        if self.person.kind is Kind.MEMORISER and seen:
            return (1.0,) * len(row)
        if self.person.kind is Kind.GUESSER:
            return (self.settings.guesser_right,) * len(row)
        return (question.chance,) * len(row) if hurried else row

    def learns(self, skill: str, lesson: Lesson, hurried: bool) -> Chain | None:
        """Return the moves from each state to each by a lesson; None when it leaves no trace."""
        if hurried or self.person.kind in LEARNS_NOTHING:
            return None
        return self.truth.learns(self.person.traits, skill, lesson)

    def forgets(self, skill: str, gap: Gap) -> Chain:
        """Return the moves from each state to each over a gap."""
        return self.truth.forgets(self.person.traits, skill, gap)


class Memory:
    """The states of each skill of one mind, through all that happens: `settle` draws one after each change."""

    def __init__(self, mind: Mind, settle: Callable[[Row], Row]) -> None:
        self.mind, self.settle = mind, settle
        self.rows = {skill: settle(mind.begins(skill)) for skill in mind.course.skills}
        self.at: dict[str, datetime] = {}
        self.mark: dict[str, int] = {}
        self.days: defaultdict[str, set[date]] = defaultdict(set)
        self.old = {skill for skill, row in self.rows.items() if row[mind.truth.known] > 0}
        self.answers = 0

    def now(self, skill: str, now: datetime) -> Row:
        """Return the states of a skill, forgetting applied."""
        if skill not in self.at:
            return self.rows[skill]
        days = (now - self.at[skill]).total_seconds() / 86_400
        gap = Gap(days, self.answers - self.mark[skill], self.met_on(skill))
        return passed(self.rows[skill], self.mind.forgets(skill, gap))

    def met_on(self, skill: str) -> int:
        """Return on how many days a skill was met, before the portal too."""
        return len(self.days[skill]) + self.mind.settings.met_before * (skill in self.old)

    def known(self, skill: str, now: datetime) -> float:
        """Return the probability of knowing a skill."""
        return self.now(skill, now)[self.mind.truth.known]

    def successful(self, skill: str, now: datetime) -> float:
        """Return the probability of a right answer to some unseen question of a skill, in no hurry."""
        questions, row = self.mind.course.questions[skill], self.now(skill, now)
        return sum(expected(row, self.mind.success(question, False, False)) for question in questions) / len(questions)

    def meet(self, skill: str, now: datetime) -> Row:
        """Meet a skill: settle what was forgotten since."""
        self.rows[skill] = self.settle(self.now(skill, now))
        self.at[skill], self.mark[skill] = now, self.answers
        self.days[skill].add(now.date())
        return self.rows[skill]

    def answer(self, question: Question, seen: bool, hurried: bool, now: datetime) -> None:
        """Take the feedback on an answer, to a skill just met."""
        self.answers += not seen
        self.mark[question.skill] = self.answers
        self._take(question.skill, self.lesson(question.skill, now), hurried)

    def read(self, skills: Collection[str], first: Collection[str], hurried: bool, now: datetime) -> None:
        """Read the last card of a module; the skills `first` had never been read before."""
        for skill in skills:
            self.meet(skill, now)
            self._take(skill, self.lesson(skill, now, skill in first), hurried)

    def lesson(self, skill: str, now: datetime, first: bool = False) -> Lesson:
        """Return what feedback or cards would be to this person now."""
        needed = self.mind.course.prerequisites[skill]
        return Lesson(first, min((self.known(one, now) for one in needed), default=1.0))

    def _take(self, skill: str, lesson: Lesson, hurried: bool) -> None:
        if chain := self.mind.learns(skill, lesson, hurried):
            self.rows[skill] = self.settle(passed(self.rows[skill], chain))


def one_of(random: Random) -> Callable[[Row], Row]:
    """Return a function that draws one state."""

    def settle(row: Row) -> Row:
        (drawn,) = random.choices(range(len(row)), row)
        return tuple(float(place == drawn) for place in range(len(row)))

    return settle


def passed(row: Row, chain: Chain) -> Row:
    """Return the states after the moves of a chain."""
    return tuple(expected(row, column) for column in zip(*chain, strict=True))


def expected(row: Row, values: Row) -> float:
    """Return the mean of a value that each state has."""
    return sum(each * value for each, value in zip(row, values, strict=True))
