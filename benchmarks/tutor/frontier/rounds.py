"""Policies that bring each skill to a bar, question by question, and then all of them again."""

from datetime import datetime
from random import Random

from benchmarks.tutor.people import Mind
from benchmarks.tutor.policies import ask_about, mastery
from benchmarks.tutor.portal import Action, Event, Portal


class Rounds:
    """The round that a life is in, and the skills that are left in it; the log is followed as it grows."""

    def __init__(self, mind: Mind) -> None:
        self.skills = mind.course.skills
        self.past, self.left, self.followed = 0, list(self.skills), 0

    def next_action(self, portal: Portal, minutes: float, now: datetime, random: Random) -> Action | None:
        """Ask one question, after the cards of its module at first."""
        self.follow(portal)
        return ask_about(portal, lambda: self.chosen(portal, random))

    def declares(self, portal: Portal, skill: str, now: datetime) -> bool:
        """Return whether a skill has once been brought to the bar."""
        self.follow(portal)
        return self.past > 0 or skill not in self.left

    def follow(self, portal: Portal) -> None:
        """Take out of the round what the newest answers have brought to the bar."""
        for event in portal.events[self.followed :]:
            if event.question and event.question.skill in self.left and self.is_there(portal, event):
                self.left.remove(event.question.skill)
        self.followed = len(portal.events)
        if not self.left:
            self.past, self.left = self.past + 1, list(self.skills)

    def chosen(self, portal: Portal, random: Random) -> str:
        """Return the skill to ask about."""
        raise NotImplementedError

    def is_there(self, portal: Portal, event: Event) -> bool:
        """Return whether an answer has brought its skill to the bar."""
        raise NotImplementedError


class Lowest(Rounds):
    """Lowest mastery first, as OATutor does, ties at random; a skill is left at a P(known), forgetting not applied."""

    def __init__(self, bar: float, mind: Mind) -> None:
        super().__init__(mind)
        self.bar = bar

    def chosen(self, portal: Portal, random: Random) -> str:
        level = {skill: mastery(portal, skill) for skill in self.left}
        return random.choice([skill for skill in self.left if level[skill] == min(level.values())])

    def is_there(self, portal: Portal, event: Event) -> bool:
        return event.question is not None and portal.beliefs[event.question.skill].known >= self.bar


class InARow(Rounds):
    """Skill after skill; one is left after so many right answers one after another."""

    def __init__(self, bar: int, mind: Mind) -> None:
        super().__init__(mind)
        self.bar, self.right = bar, 0

    def chosen(self, portal: Portal, random: Random) -> str:
        return self.left[0]

    def is_there(self, portal: Portal, event: Event) -> bool:
        self.right = self.right + 1 if event.right else 0
        is_there = self.right >= self.bar
        # The next skill begins from nothing.
        self.right = 0 if is_there else self.right
        return is_there
