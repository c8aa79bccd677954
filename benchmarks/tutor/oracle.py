"""An oracle: it knows how people learn, forget, guess and slip, and of what type each is, but not what they know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from benchmarks.tutor.people import Memory, Mind
from benchmarks.tutor.policies import open_skills
from benchmarks.tutor.portal import Action, Ask, Begin, Contender, Finish, Portal, Read
from content.module import Module, Question
from models.learner import ACQUIRED_AT, acquired


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to do, and by how much it would raise what is truly known, per minute."""

    gain: float
    begin: Begin
    question: Question | None = None


class Oracle:
    """Greedy on expected true gain per minute, over the skills that are not declared yet.

    Where skills are known and only not shown, gain is next to nothing and it asks all the same, as declaring takes
    answers. It reads the same log as the others.
    """

    def __init__(self, mind: Mind) -> None:
        self.mind, self.memory, self.followed = mind, Memory(mind, lambda row: row), 0
        self.asking: Question | None = None

    def contender(self) -> Contender:
        """Return the oracle as a policy; it holds a skill learned when it is known with a probability of .95."""
        return Contender("oracle", self, lambda portal, skill, now: self.known(portal, skill, now) >= ACQUIRED_AT)

    def known(self, portal: Portal, skill: str, now: datetime) -> float:
        """Return the probability that a skill is known, all that the log holds considered."""
        self.follow(portal)
        return self.memory.known(skill, now)

    def follow(self, portal: Portal) -> None:
        """Apply Bayes' rule to what is new in the log."""
        for event in portal.events[self.followed :]:
            if event.read:
                self.memory.read(event.read.skills, event.first_read, event.hurried, event.at)
            if event.question:
                self.memory.meet(event.question.skill, event.at)
                self.memory.answer(event.question, event.seen, event.hurried, event.right, event.at)
        self.followed = len(portal.events)

    def __call__(self, portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
        self.follow(portal)
        sitting = portal.sitting
        if sitting is None:
            best = max(self.options(portal, now), key=lambda option: option.gain, default=None)
            self.asking = best.question if best else None
            return best.begin if best else None
        if sitting.cards_left:
            return Read()
        return Finish() if sitting.asked or self.asking is None else Ask(self.asking)

    def options(self, portal: Portal, now: datetime) -> Iterator[Option]:
        """Return a question on each skill, the cards of each module."""
        skills = self.skills(portal, now)
        for skill in skills:
            gain = self.memory.gain(skill, self.memory.lesson(skill, now), now)
            question = self.most_telling(portal, skill)
            asks = portal.course.module_of[question.id].id
            per_minute = gain / (self.mind.person.question_seconds / 60)
            yield Option(per_minute, Begin(asks, skill=skill, cards=False), question)
        for module in portal.course.ordered:
            if module.id not in portal.read and not set(module.skills).isdisjoint(skills):
                yield Option(self.reading(portal, module, skills, now), Begin(module.id))

    def skills(self, portal: Portal, now: datetime) -> list[str]:
        """Return the skills not declared for which an answer today counts; then those it doubts itself."""
        if not all(acquired(belief) for belief in portal.beliefs.values()):
            return open_skills(portal, now)
        return [skill for skill in portal.course.skills if self.memory.known(skill, now) < ACQUIRED_AT]

    def reading(self, portal: Portal, module: Module, skills: list[str], now: datetime) -> float:
        """Return what the cards of a module are worth, per minute."""
        read = {skill for other in portal.read for skill in portal.course.modules[other].skills}
        lessons = {skill: self.memory.lesson(skill, now, skill not in read) for skill in module.skills}
        gain = sum(self.memory.gain(skill, lesson, now) for skill, lesson in lessons.items() if skill in skills)
        return gain / (self.mind.settings.cards * self.mind.person.card_seconds / 60)

    def most_telling(self, portal: Portal, skill: str) -> Question:
        """Return the unseen question to which knowing makes most difference; without one, that seen least."""

        def difference(question: Question) -> tuple[int, float]:
            success = self.mind.success(question, False, False)
            return -portal.exposures[question.id], success[self.mind.truth.known] - success[0]

        return max(portal.course.questions[skill], key=difference)
