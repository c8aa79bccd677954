"""Lives in composed sittings of so many minutes: how long visits really take, and what is reached in them.

Paces vary between people and from one card or question to the next; the portal's own rules end a sitting.
"""

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import product
from multiprocessing import get_context
from random import Random
from typing import NamedTuple

import numpy

from benchmarks.tutor.lives import TRUTHS, told_of, world
from benchmarks.tutor.measures import Estimate, mean, wrongly
from benchmarks.tutor.people import Kind, Mind, person
from benchmarks.tutor.policies import contenders
from benchmarks.tutor.portal import Action, Ask, Finish
from benchmarks.tutor.settings import Settings
from benchmarks.tutor.world import Life, Living
from models.study.gathering import PACE_ANSWERS, usual_minutes
from models.study.play.scenes import is_used_up
from models.tutor.questions import LEAST_MINUTES

PLANS = (3.0, 5.0, 7.0, 15.0)
DAYS = 20
"""Of which visits are timed: later ones are shorter, for want of something to do."""
VARIED = 0.4
"""Standard deviation of the logarithm of the time that one person takes for one card or question and the next."""
PERCENTILE, MOST_OVER = 80, 1.1


class PlannedLife(NamedTuple):
    """A life in visits of so many minutes: what it reached, its visits, and how long those of the first days took."""

    life: Life
    visits: int
    took: tuple[float, ...]


Group = tuple[float, str, Kind]
"""The minutes of each visit, the world, and the type of people."""
PlannedLives = Mapping[Group, Sequence[PlannedLife]]


class Planned(Living):
    """A life of somebody who has so many minutes each time, sitting after sitting."""

    def __init__(self, settings: Settings, mind: Mind, plan: float) -> None:
        super().__init__(settings, mind, next(one for one in contenders() if one.name == "ours"))
        self.plan, self.usual = plan, self.person
        self.left, self.begun = plan, 0.0
        self.pace = Random(f"{settings.seed}/{self.person.number}/pace")
        self.told: list[float] = []
        self.took: list[tuple[datetime, float]] = []

    def planned_life(self) -> PlannedLife:
        """Live to the end."""
        life, timed_until = self.run(), self.settings.origin + timedelta(days=DAYS)
        return PlannedLife(life, len(self.took), tuple(minutes for at, minutes in self.took if at < timed_until))

    def visit(self, now: datetime) -> datetime:
        """Play one sitting after another, until nothing more fits or nothing is proposed."""
        came, self.left = self.minutes, self.plan
        while self.left >= LEAST_MINUTES and (took := self.sitting(now + timedelta(minutes=self.plan - self.left))):
            self.left -= took
        if minutes := self.minutes - came:
            self.took.append((now, minutes))
        self.idle_visits = 0 if minutes else self.idle_visits + 1
        return now + timedelta(minutes=minutes)

    def sitting(self, now: datetime) -> float:
        """Play a sitting from its beginning to its end."""
        self.begun = self.minutes
        self.portal.question_minutes = usual_minutes(self.told[-PACE_ANSWERS:])
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


def planned_lives(settings: Settings, kinds: Sequence[Kind]) -> PlannedLives:
    """Simulate all lives in planned visits, on all cores."""
    groups = list(product(PLANS, TRUTHS, kinds))
    people = [(*group, number) for group in groups for number in range(settings.learners)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        lives = list(told_of(pool.map(partial(live_planned, settings), people, chunksize=4), len(people)))
    many = settings.learners
    return {group: lives[place * many : (place + 1) * many] for place, group in enumerate(groups)}


def live_planned(settings: Settings, who: tuple[float, str, Kind, int]) -> PlannedLife:
    """Simulate one life."""
    plan, name, kind, number = who
    followed, truth = world(settings, name)
    mind = Mind(settings, followed, truth, person(settings, kind, number))
    return Planned(settings, mind, plan).planned_life()


def report_plans(settings: Settings, kinds: Sequence[Kind], skills: int) -> None:
    """Print how long visits take, then what is reached in them."""
    lives = planned_lives(settings, kinds)
    print(f"\nSittings of so many minutes, {settings.learners} learners of each type in each world, of varied pace")
    for plan in PLANS:
        took = [one for each in lives if each[0] == plan for one in _took(lives[each])]
        high, most = float(numpy.percentile(took, PERCENTILE)), MOST_OVER * plan
        print(f"  {plan:2.0f} minutes: {len(took):5} visits in {DAYS} days, ", end="")
        print(f"{numpy.mean(numpy.array(took) <= most):4.0%} within {most:4.1f}, ", end="")
        print(f"{PERCENTILE}th percentile {high:5.2f} goal ≤ {most:.1f}: {_said(high <= most)}")
    print("\nWhat is reached in them")
    for group in product(PLANS, TRUTHS, kinds):
        _report_reached(settings, group, lives[group], skills)


def _report_reached(settings: Settings, group: Group, lives: Sequence[PlannedLife], skills: int) -> None:
    """Print one line: minutes and visits until all is acquired, and what was declared and not known."""
    plan, truth, kind = group
    minutes = mean(settings, lives, lambda one: one.life.minutes)
    visits = mean(settings, lives, lambda one: float(one.visits))
    done = mean(settings, lives, lambda one: float(one.life.done)).found
    wrong = mean(settings, lives, lambda one: wrongly(one.life.by_model, skills)).found
    print(f"  {plan:2.0f} minutes, {truth}: {kind:22} minutes {_shown(minutes)} visits {_shown(visits)} ", end="")
    print(f"done {done:4.0%} wrongly {wrong:.3f} goal ≤ {settings.most_wrong}: {_said(wrong <= settings.most_wrong)}")


def _took(lives: Sequence[PlannedLife]) -> list[float]:
    return [minutes for one in lives for minutes in one.took]


def _shown(estimate: Estimate) -> str:
    return f"{estimate.found:5.1f} [{estimate.low:5.1f},{estimate.high:5.1f}]"


def _said(reached: bool) -> str:
    return "reached" if reached else "MISSED"


if __name__ == "__main__":
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else Settings().learners
    report_plans(replace(Settings(), learners=learners), [Kind.ORDINARY], 12)
