"""One life with the portal under one policy, from the first visit until all is declared acquired, or the horizon."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from benchmarks.tutor.people import Kind, Memory, Mind, expected, is_away, one_of
from benchmarks.tutor.portal import Ask, Begin, Contender, Finish, Portal, Read, Sitting
from benchmarks.tutor.settings import Settings
from models.learner import Belief

SATURDAY = 5
MOST_IDLE_ACTIONS = 50


class NoEnd(RuntimeError):
    """A policy begins and finishes sittings in which nothing happens."""


@dataclass(slots=True)
class Declared:
    """The declarations of one rule: each skill once, and whether it was truly known at that moment."""

    right: dict[str, bool] = field(default_factory=dict)
    done_at: float | None = None
    """Minutes."""


@dataclass(frozen=True, slots=True)
class Life:
    """The outcome of one life; shares are of all skills, when all was declared by the learner model, or at the end."""

    minutes: float
    done: bool
    by_model: Declared
    by_policy: Declared
    questions: int
    known: float
    success: float
    known_later: float
    success_later: float
    over_practice: float
    """Questions per skill that were asked when it was known."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The part of a life's outcome that holds at one moment."""

    minutes: float
    questions: int
    known: float
    success: float
    known_later: float
    success_later: float
    over_practice: float


class Living:
    """One person's hidden truth and what the portal sees of it."""

    def __init__(self, settings: Settings, mind: Mind, contender: Contender) -> None:
        self.settings, self.mind, self.person, self.contender = settings, mind, mind.person, contender
        name = f"{settings.seed}/{mind.truth.name}/{self.person.kind}/{self.person.number}"
        self.chance, self.moods, self.choices = (Random(f"{name}/{of}") for of in ("chance", "days", "choices"))
        self.memory = Memory(mind, one_of(self.chance))
        beliefs = {skill: Belief() for skill in mind.course.skills}
        self.portal = Portal(mind.course, mind.truth.estimates, beliefs, cards=settings.cards)
        self.by_model, self.by_policy = Declared(), Declared()
        self.minutes, self.idle_visits, self.hurried = 0.0, 0, False
        self.after_known: Counter[str] = Counter()
        self.then: Standing | None = None

    def run(self) -> Life:
        """Live to the end, and return the life."""
        return self.life(self.live())

    def live(self) -> datetime:
        """Live day after day, and return the last instant."""
        for day in range(self.settings.last_day):
            now = self.settings.origin + timedelta(days=day)
            comes = self.moods.random() < self.settings.attendance
            self.hurried = self.moods.random() < self.settings.clicks and self.person.kind is Kind.CLICKER
            if now.weekday() < SATURDAY and comes and not is_away(self.settings, self.person, day):
                now = self.visit(now)
            if self.is_over():
                break
        return now

    def is_over(self) -> bool:
        """Return whether nothing more can be declared, by either rule, or time is up."""
        if self.minutes >= self.settings.horizon or self.idle_visits >= self.settings.idle_days:
            return True
        return self.by_policy.done_at is not None and (self.by_model.done_at is not None or self.is_exhausted())

    def is_exhausted(self) -> bool:
        """Return whether some skill can no longer be acquired, every question on it having been answered."""
        portal = self.portal
        return any(not portal.beliefs[skill].acquired and not portal.unseen(skill) for skill in portal.course.skills)

    def visit(self, now: datetime) -> datetime:
        """Visit as long as the minutes of the day last; bring what has begun to its end."""
        begun, begun_at, for_nothing = now, self.minutes, 0
        while (left := self.person.minutes - (self.minutes - begun_at)) > 0 and for_nothing < MOST_IDLE_ACTIONS:
            action = self.contender.policy(self.portal, left, now, self.choices)
            if action is None:
                break
            before = self.minutes
            self.act(action, now)
            now = begun + timedelta(minutes=self.minutes - begun_at)
            for_nothing = for_nothing + 1 if self.minutes == before else 0
        if for_nothing >= MOST_IDLE_ACTIONS:
            raise NoEnd(self.contender.name)
        self.idle_visits = 0 if self.minutes > begun_at else self.idle_visits + 1
        return now

    def act(self, action: Begin | Read | Ask | Finish, now: datetime) -> None:
        """Apply one action to the sitting, the clock and the mind."""
        match action, self.portal.sitting:
            case Begin(), _:
                self.portal.sitting = Sitting(action, self.settings.cards if action.cards else 0)
            case Read(), Sitting() as sitting:
                self.read(sitting, now)
            case Ask(question), Sitting() as sitting:
                sitting.asked.append(question.id)
                self.ask(action, now)
            case Finish(), Sitting() as sitting:
                self.portal.finished[sitting.begun.module] += 1
                self.portal.sitting = None

    def read(self, sitting: Sitting, now: datetime) -> None:
        """Read one card; the last one tells what the cards were for."""
        self.minutes += (self.settings.click_seconds if self.hurried else self.person.card_seconds) / 60
        sitting.cards_left -= 1
        if not sitting.cards_left:
            event = self.portal.take_reading(self.mind.course.modules[sitting.begun.module], self.hurried, now)
            self.memory.read(event.read.skills if event.read else (), event.first_read, self.hurried, now)

    def ask(self, asked: Ask, now: datetime) -> None:
        """Ask one question: its answer, what the feedback teaches, what is believed and declared after."""
        question, seen = asked.question, self.portal.exposures[asked.question.id] > 0
        self.minutes += (self.settings.click_seconds if self.hurried else self.person.question_seconds) / 60
        row = self.memory.meet(question.skill, now)
        self.after_known[question.skill] += row[self.mind.truth.known] > 0
        right = self.chance.random() < expected(row, self.mind.success(question, seen, self.hurried))
        self.memory.answer(question, seen, self.hurried, now)
        self.portal.take_answer(question, right, self.hurried, now)
        self.declare(question.skill, now)

    def declare(self, skill: str, now: datetime) -> None:
        """Let each rule declare a skill once; all is done when each has been."""
        portal, skills = self.portal, self.mind.course.skills
        if portal.beliefs[skill].acquired:
            self.by_model.right.setdefault(skill, self.memory.known(skill, now) > 0.5)
        for each in skills:
            if each not in self.by_policy.right and self.contender.declares(portal, each, now):
                self.by_policy.right[each] = self.memory.known(each, now) > 0.5
        if self.by_model.done_at is None and len(self.by_model.right) == len(skills):
            self.by_model.done_at, self.then = self.minutes, self.standing(now)
        if self.by_policy.done_at is None and len(self.by_policy.right) == len(skills):
            self.by_policy.done_at = self.minutes

    def standing(self, now: datetime) -> Standing:
        """Return what is true now, and would be after a month without the portal."""
        skills, later = self.mind.course.skills, now + timedelta(days=self.settings.retention_days)

        def mean(values: list[float]) -> float:
            return sum(values) / len(skills)

        return Standing(
            minutes=self.minutes,
            questions=self.portal.exposures.total(),
            known=mean([self.memory.known(skill, now) for skill in skills]),
            success=mean([self.memory.successful(skill, now) for skill in skills]),
            known_later=mean([self.memory.known(skill, later) for skill in skills]),
            success_later=mean([self.memory.successful(skill, later) for skill in skills]),
            over_practice=self.after_known.total() / len(skills),
        )

    def life(self, now: datetime) -> Life:
        """Return the life at its end; who is not done has spent the horizon, whatever the reason."""
        done, then = self.then is not None, self.then or self.standing(now)
        return Life(
            minutes=min(then.minutes, self.settings.horizon) if done else self.settings.horizon,
            done=done,
            by_model=self.by_model,
            by_policy=self.by_policy,
            questions=then.questions,
            known=then.known,
            success=then.success,
            known_later=then.known_later,
            success_later=then.success_later,
            over_practice=then.over_practice,
        )
