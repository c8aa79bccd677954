"""One life: skill after skill is practised until declared, then asked again as a schedule says, and looked at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from benchmarks.retention.memories import Memory, Moment
from benchmarks.retention.schedules import Schedule
from benchmarks.retention.settings import Settings
from models.estimates import Parameters
from models.ground.calendar import is_working_day, local_hour, working_days_later
from models.learner import Ability, Belief, Evidence, Knowledge, acquired, after_answer, average_question
from models.study.absence import MORNING, reviews_due
from models.tutor.choice import ranked
from models.tutor.questions import most_questions, why_enough
from models.tutor.reviews import planned
from models.tutor.situation import Candidate, Offer, Purpose, Situation, Term

NEW = 1_000
"""Questions of a skill that were never asked: no schedule is stopped for want of them."""
MODULE_MINUTES = 5.0
ANSWER = timedelta(minutes=1)


class World(NamedTuple):
    """A memory, and the parameters of the skills under which the portal believes and people learn."""

    name: str
    skills: Mapping[str, Parameters]
    memory: Callable[[Parameters, Random], Memory]


@dataclass(slots=True)
class Case:
    """One skill that was declared: P(known) then and so many days later; days after it of reviews and of questions."""

    day: date
    known: dict[int, float]
    reviews: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)


Life = Sequence[Case]
"""The skills of one person that were declared."""


class Living:
    """One person, with what goes on in her head and what the portal makes of her answers."""

    def __init__(self, settings: Settings, world: World, schedule: Schedule, number: int) -> None:
        self.settings, self.world, self.schedule = settings, world, schedule
        self.memories = {
            skill: world.memory(parameters, Random(f"{settings.seed}/{world.name}/{number}/{skill}"))
            for skill, parameters in world.skills.items()
        }
        self.beliefs = dict.fromkeys(world.skills, Belief())
        self.ability, self.begun, self.cases = Ability(), list[str](), dict[str, Case]()
        self.at = local_hour(settings.first, MORNING, settings.timezone)
        self.day = settings.first

    def run(self) -> Life:
        """Live to the last day, one more skill begun on each working day; return what was declared."""
        to_begin = iter(self.world.skills)
        for number in range(self.settings.days):
            self.day = self.settings.first + timedelta(days=number)
            self.at = local_hour(self.day, MORNING, self.settings.timezone)
            self.look()
            if is_working_day(self.day):
                self.begun += [skill for skill in (next(to_begin, None),) if skill]
                self.work()
        return tuple(self.cases.values())

    def look(self) -> None:
        """Note what is known of each declared skill whose day it is, before anything is asked."""
        for skill, case in self.cases.items():
            days = (self.day - case.day).days
            if days in self.settings.after:
                case.known[days] = self.memories[skill].known(Moment(self.at, self.ability))

    def work(self) -> None:
        """Answer what the tutor proposes this morning, then what the schedule has due."""
        tutored = [skill for skill in self.begun if self.schedule.by_tutor or skill not in self.cases]
        due = [skill for skill in self.cases if self.schedule.is_due(skill, self.day)]
        for candidate in self.proposed(tutored):
            self.sit(candidate.purpose, candidate.target)
        for skill in due:
            self.review(skill)

    # What is asked

    def proposed(self, skills: Sequence[str]) -> Iterator[Candidate]:
        """Yield what the product proposes on these skills, whose cards are read; not what only keeps one busy."""
        if skills:
            yield from (one for one in ranked(self.situation(skills)) if Term.KEEP not in one.terms)

    def situation(self, skills: Sequence[str]) -> Situation:
        """Return what the product makes of these skills this morning, as `models/study/gathering.py` does."""
        known, timezone = {skill: self.knowledge(skill) for skill in skills}, self.settings.timezone
        days = planned(reviews_due(known, timezone), self.day, is_working_day).days
        return Situation(
            now=self.at,
            day=self.day,
            working_day=True,
            knowledge=known,
            prerequisites={},
            offers=tuple(Offer(skill, MODULE_MINUTES, (skill,), {skill: NEW}, read=True) for skill in skills),
            practice=dict.fromkeys(skills, NEW),
            unseen=skills,
            next_visit=local_hour(working_days_later(self.day, 1), MORNING, timezone),
            later=[skill for skill, when in days.items() if when > self.day],
        )

    def sit(self, purpose: Purpose, skill: str) -> None:
        """Sit through a series of questions, as the product asks them."""
        self.note_review(skill)
        here: list[bool] = []
        while len(here) < most_questions(purpose):
            if why_enough(purpose, here, self.knowledge(skill), self.at, self.day):
                break
            here.append(self.ask(skill))

    def review(self, skill: str) -> None:
        """Review a skill: one question, another after a wrong answer."""
        self.note_review(skill)
        for _ in range(most_questions(Purpose.REVIEW)):
            if self.ask(skill):
                break
        self.schedule.reviewed(skill, self.day)

    def note_review(self, skill: str) -> None:
        """Count what is asked after a skill was declared, whatever it is called."""
        if case := self.cases.get(skill):
            case.reviews.append((self.day - case.day).days)

    def ask(self, skill: str) -> bool:
        """Ask one unseen question; return whether the answer was right."""
        memory, known = self.memories[skill], self.knowledge(skill)
        right = memory.answer(Moment(self.at, self.ability))
        evidence = Evidence(right, self.at, self.day, working_day=True, item=average_question(known.parameters))
        _, self.beliefs[skill], self.ability = after_answer(known, evidence)
        self.schedule.answered(skill, right, self.at)
        if case := self.cases.get(skill):
            case.questions.append((self.day - case.day).days)
        elif acquired(self.beliefs[skill]):
            self.cases[skill] = Case(self.day, {0: memory.known(Moment(self.at, self.ability))})
            self.schedule.declared(skill, self.day)
        self.at += ANSWER
        return right

    def knowledge(self, skill: str) -> Knowledge:
        """Return what the portal believes of one skill."""
        return Knowledge(self.world.skills[skill], self.beliefs[skill], self.ability)


def lives(settings: Settings, world: World, schedule: Callable[[], Schedule]) -> list[Life]:
    """Return the lives of all people in one world under one schedule."""
    return [Living(settings, world, schedule(), number).run() for number in range(settings.people)]


def last_whole(settings: Settings, case: Case) -> int:
    """Return how many days after a declaration were lived."""
    return (settings.first - case.day).days + settings.days - 1
