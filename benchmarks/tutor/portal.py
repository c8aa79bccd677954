"""The portal's side of one learner: what it knows, and what a policy may have it do next."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from random import Random

from benchmarks.tutor.course import Course
from content.module import Module, Question
from models.estimates import Estimates, Item
from models.learner import Ability, Belief, Evidence, Knowledge, after_answer
from models.tutor.situation import QUESTION_MINUTES, Purpose


@dataclass(frozen=True, slots=True)
class Begin:
    """A sitting with a module, or with one skill of it; its cards first, or not."""

    module: str
    purpose: Purpose = Purpose.LEARN
    skill: str | None = None
    cards: bool = True


@dataclass(frozen=True, slots=True)
class Read:
    """The next card."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question."""

    question: Question


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of the sitting."""


Action = Begin | Read | Ask | Finish


@dataclass(slots=True)
class Sitting:
    """A module or a skill of it that is open."""

    begun: Begin
    cards_left: int
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """The last card of a module read, or one answer, as the portal's log has it; `hurried`: within two seconds."""

    at: datetime
    hurried: bool
    read: Module | None = None
    first_read: tuple[str, ...] = ()
    question: Question | None = None
    right: bool = False
    seen: bool = False


@dataclass
class Portal:
    """One learner's log, and the beliefs that follow from it."""

    course: Course
    estimates: Estimates
    beliefs: dict[str, Belief]
    ability: Ability = Ability()
    exposures: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    """How often each module was sat through."""
    events: list[Event] = field(default_factory=list)
    read: set[str] = field(default_factory=set)
    sitting: Sitting | None = None
    cards: int = 0
    """Of every module."""
    question_minutes: float = QUESTION_MINUTES
    """How long a question takes her, as far as the portal knows."""

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The questions as the parameters in force have them."""
        return {
            question.id: self.estimates.item(question.id, question.skill, question.chance)
            for questions in self.course.questions.values()
            for question in questions
        }

    def knowledge(self, skill: str) -> Knowledge:
        """Return what is believed of one skill."""
        return Knowledge(self.estimates.of(skill), self.beliefs[skill], self.ability)

    def unseen(self, skill: str) -> list[Question]:
        """Return the questions of a skill never answered, in order."""
        return [question for question in self.course.questions[skill] if not self.exposures[question.id]]

    def last_right(self, question: str) -> bool:
        """Return whether a question was answered right the last time."""
        return next(event.right for event in reversed(self.events) if event.question and event.question.id == question)

    def take_reading(self, module: Module, hurried: bool, now: datetime) -> Event:
        """Note that the last card of a module has been read."""
        known = {skill for other in self.read for skill in self.course.modules[other].skills}
        event = Event(now, hurried, module, tuple(skill for skill in module.skills if skill not in known))
        self.read.add(module.id)
        self.events.append(event)
        return event

    def take_answer(self, question: Question, right: bool, hurried: bool, now: datetime) -> None:
        """Take an answer, which moves belief and ability as in `models/learning/answering.py`, however fast."""
        seen = self.exposures[question.id] > 0
        evidence = Evidence(right, now, now.date(), True, repeat=seen, item=self.items[question.id])
        after = after_answer(self.knowledge(question.skill), evidence)
        self.beliefs[question.skill], self.ability = after.belief, after.ability
        self.exposures[question.id] += 1
        self.events.append(Event(now, hurried, question=question, right=right, seen=seen))


Policy = Callable[[Portal, float, datetime, Random], Action | None]
"""From what the portal knows, the minutes left today, the instant and chance: what to do next; None is to stop."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A policy and its own rule by which a skill counts as learned."""

    name: str
    policy: Policy
    declares: Callable[[Portal, str, datetime], bool]
