"""An oracle that lives: it sees the states as they are drawn, and follows the plans of the bound day by day.

It has visits of some minutes, holidays and bases that come first, as others have: how far it stays from the bound is
how much the bound leaves out, or this plan wastes.
"""

from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import NamedTuple

from benchmarks.tutor.frontier.bound import MOST_DAYS, Numbers, cards_minutes, question_minutes, worth
from benchmarks.tutor.frontier.traces import Traced
from benchmarks.tutor.people import Mind, expected, passed
from benchmarks.tutor.portal import Action, Ask, Begin, Contender, Finish, Portal, Read
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.truths import Gap, Row
from benchmarks.tutor.world import Living
from content.module import Module, Question

NEXT_DAY = 1.0


class Option(NamedTuple):
    """One thing to do now, and by how much it is worth more than nothing today, per minute."""

    gain: float
    begin: Begin
    question: Question | None = None


class Informed(Traced):
    """A life under the oracle, to which a minute must bring so many skills."""

    def __init__(self, settings: Settings, mind: Mind, price: float) -> None:
        super().__init__(settings, mind, Contender("oracle", self.next_action, self.knows), 1, self.has_ended)
        self.price = price
        self.asking: Question | None = None
        self.worth = worth(mind, [price], cards_minutes(mind) / 2)

    def knows(self, portal: Portal, skill: str, now: datetime) -> bool:
        """Return whether a skill was known when it was last met: what the oracle declares is so."""
        return self.memory.rows[skill][self.mind.truth.known] > 0

    def has_ended(self, living: Living, now: datetime) -> int:
        """Return 1 once nothing is worth its minutes, today or later."""
        if self.portal.sitting:
            return 0
        waits = any(self.later(skill, now) > self.left(skill) for skill in self.mind.course.skills)
        return int(not waits and not any(option.gain > 0 for option in self.options(now)))

    def next_action(self, portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
        """Choose what gains most a minute."""
        sitting = portal.sitting
        if sitting and sitting.cards_left:
            return Read()
        if sitting:
            return Finish() if sitting.asked or self.asking is None else Ask(self.asking)
        best = max(self.options(now), key=lambda option: option.gain)
        self.asking = best.question
        return best.begin if best.gain > 0 else None

    def options(self, now: datetime) -> Iterator[Option]:
        """Return a question on each skill, the cards of each module not yet read."""
        resting = {skill: max(self.left(skill), self.later(skill, now)) for skill in self.mind.course.skills}
        for skill, rest in resting.items():
            yield self.question(skill, rest, now)
        for module in self.mind.course.ordered:
            if module.id not in self.portal.read:
                yield self.cards(module, sum(resting[skill] for skill in module.skills), now)

    def question(self, skill: str, rest: float, now: datetime) -> Option:
        """Return the option to ask about a skill, which is worth `rest` without."""
        minutes = question_minutes(self.mind)
        gain = self.taught(skill, self.memory.now(skill, now), self.met_on(skill, now), now) - rest
        question = min(self.mind.course.questions[skill], key=lambda one: self.portal.exposures[one.id])
        begin = Begin(self.mind.course.module_of[question.id].id, skill=skill, cards=False)
        return Option(gain / minutes - self.price, begin, question)

    def cards(self, module: Module, rest: float, now: datetime) -> Option:
        """Return the option to read a module, whose skills are worth `rest` without."""
        after = sum(
            self.taught(skill, self.memory.now(skill, now), self.met_on(skill, now), now, read=True)
            for skill in module.skills
        )
        return Option((after - rest) / cards_minutes(self.mind) - self.price, Begin(module.id))

    def left(self, skill: str) -> float:
        """Return what comes of a skill that is left alone from now on."""
        met_on = self.memory.met_on(skill) if skill in self.memory.at else 0
        return self.valued(self.worth.left, skill, self.memory.rows[skill], met_on)

    def later(self, skill: str, now: datetime) -> float:
        """Return what a skill met today is worth if a question waits for tomorrow; no other waits."""
        met_on = self.memory.met_on(skill)
        if self.met_on(skill, now) > met_on:
            return 0.0
        tomorrow = passed(self.memory.rows[skill], self.mind.forgets(skill, Gap(NEXT_DAY, 0, met_on)))
        return self.taught(skill, tomorrow, met_on + 1, now) - self.price * question_minutes(self.mind)

    def met_on(self, skill: str, now: datetime) -> int:
        """Return on how many days a skill will have been met, if it is met now."""
        return self.memory.met_on(skill) + (now.date() not in self.memory.days[skill])

    def taught(self, skill: str, row: Row, met_on: int, now: datetime, *, read: bool = False) -> float:
        """Return what a skill is worth after a lesson, to who stands in these states before it."""
        known = {one for module in self.portal.read for one in self.mind.course.modules[module].skills}
        chain = self.mind.learns(skill, self.memory.lesson(skill, now, read and skill not in known), False)
        table = self.worth.read if read or skill in known else self.worth.unread
        return self.valued(table[0], skill, passed(row, chain) if chain else row, met_on)

    def valued(self, table: Numbers, skill: str, row: Row, met_on: int) -> float:
        """Return the mean over states of a table of worths."""
        return expected(row, table[self.mind.course.skills.index(skill), min(met_on, MOST_DAYS)])
