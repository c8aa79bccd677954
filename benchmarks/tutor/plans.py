"""Visits of whoever has so many minutes: how long they really take people of varied pace."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import numpy

from benchmarks.tutor.course import course
from benchmarks.tutor.people import Kind, Mind, person
from benchmarks.tutor.policies import contenders
from benchmarks.tutor.portal import Action, Ask, Finish
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.truths import otherwise
from benchmarks.tutor.world import Living
from models.study.gathering import PACE_ANSWERS, usual_minutes
from models.study.play.playing import LEAST_MINUTES
from models.study.play.scenes import is_used_up

PLANS = (3.0, 5.0, 7.0, 15.0)
DAYS = 20
VARIED = 0.4
"""Standard deviation of the logarithm of the time that one person takes for one card or question and the next."""
PERCENTILE, MOST_OVER = 80, 1.1


class Planned(Living):
    """One visit a day of somebody who has so many minutes, sitting after sitting, ended by the portal's own rules."""

    def __init__(self, settings: Settings, mind: Mind, plan: float) -> None:
        ours = next(contender for contender in contenders() if contender.name == "ours")
        super().__init__(settings, mind, ours)
        self.plan, self.usual = plan, self.person
        self.left, self.begun = plan, 0.0
        self.pace = Random(f"{settings.seed}/{self.person.number}/pace")
        self.told: list[float] = []

    def took(self) -> Iterator[float]:
        """Yield the minutes of each visit on which there was something to do."""
        for day in range(DAYS):
            now = self.settings.origin + timedelta(days=day)
            if now.weekday() < 5 and (minutes := self.planned(now)):
                yield minutes

    def planned(self, now: datetime) -> float:
        """Plan one sitting after another, until nothing more fits or nothing is proposed."""
        came, self.left = self.minutes, self.plan
        while self.left >= LEAST_MINUTES and (took := self.sitting(now + timedelta(minutes=self.plan - self.left))):
            self.left -= took
        return self.minutes - came

    def sitting(self, now: datetime) -> float:
        """Play a sitting from its beginning to its end."""
        self.begun = self.minutes
        while action := self.contender.policy(self.portal, self.left, self.at(now), self.choices):
            self.act(self.fitting(action), self.at(now))
            if not self.portal.sitting:
                break
        return self.minutes - self.begun

    def at(self, begun: datetime) -> datetime:
        """Return the present instant of the plan."""
        return begun + timedelta(minutes=self.minutes - self.begun)

    def fitting(self, action: Action) -> Action:
        """Return the step, or the end where one more question would take too long."""
        gone, sitting = self.minutes - self.begun, self.portal.sitting
        question_minutes = usual_minutes(self.told[-PACE_ANSWERS:])
        if isinstance(action, Ask) and sitting and sitting.asked and is_used_up(self.left, gone, question_minutes):
            return Finish()
        times = self.pace.lognormvariate(0, VARIED)
        card, question = self.usual.card_seconds * times, self.usual.question_seconds * times
        self.person = replace(self.usual, card_seconds=card, question_seconds=question)
        if isinstance(action, Ask):
            self.told.append(question / 60)
        return action


def report_plans(settings: Settings) -> None:
    """Print one line for each plan."""
    followed = course(settings)
    truth = otherwise(settings, followed)
    print(f"\nPlans, {settings.learners} ordinary learners of varied pace, visits on the working days of {DAYS}")
    for plan in PLANS:
        people = (person(settings, Kind.ORDINARY, number) for number in range(settings.learners))
        minds = (Mind(settings, followed, truth, one) for one in people)
        took = [minutes for mind in minds for minutes in Planned(settings, mind, plan).took()]
        high = float(numpy.percentile(took, PERCENTILE))
        reached = "reached" if high <= MOST_OVER * plan else "MISSED"
        print(f"  {plan:2.0f} minutes: {len(took)} visits, {PERCENTILE}th percentile {high:5.2f} ", end="")
        print(f"goal ≤ {MOST_OVER * plan:.1f}: {reached}")


if __name__ == "__main__":
    report_plans(Settings())
