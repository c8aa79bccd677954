"""The days on which skills come back: checks that are due, reviews, what one more answer confirms, what has rested."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from models.ground.calendar import DAY, local_day, working_days_later
from models.learner import SkillState, state
from models.learning import absence, due_checks, learners, proposals, week
from models.learning.week import Off
from models.tutor.situation import Situation, rests_until

AHEAD = 14
"""Days that are seen ahead: ten of them from Monday to Friday."""


class DayAhead(NamedTuple):
    """One day from Monday to Friday: why it is off, if it is, and which skills come back on it."""

    day: date
    off: Off | None
    skills: tuple[str, ...]


class WeeksAhead(NamedTuple):
    """The next two weeks, and by the first day of planned leave how many reviews it brings forward."""

    days: tuple[DayAhead, ...]
    advanced: Mapping[date, int]


def weeks_ahead(db: Session, learner_key: UUID, at: datetime) -> WeeksAhead | None:
    """Return the next two weeks of a learner, today first; None for a learner without estimation."""
    here = proposals.situation_of(db, learner_key, at)
    if here is None:
        return None
    advanced = Counter(leave.first for skill, leave in here.advanced.items() if skill not in here.refused)
    back, off = days(db, learner_key, here), week.PAUSES.ask(db, learner_key=learner_key)
    coming = (here.day + number * DAY for number in range(AHEAD))
    two_weeks = tuple(
        DayAhead(day, week.why_off(day, off), tuple(sorted(skill for skill, when in back.items() if when == day)))
        for day in coming
        if week.why_off(day) is not Off.WEEKEND
    )
    return WeeksAhead(two_weeks, advanced)


def days(db: Session, learner_key: UUID, here: Situation) -> Mapping[str, date]:
    """Return the first working day, from today on, on which each skill is asked again; none for what has no day."""
    timezone, off = learners.read(db, learner_key).timezone, week.PAUSES.ask(db, learner_key=learner_key)
    found = dict(absence.reviews(db, learner_key, here.knowledge, here.now, off).days)
    for skill, known in here.knowledge.items():
        if _wants_another_day(here, skill):
            # A working day after the first answers at the earliest: what is asked before confirms nothing.
            shown_before = known.belief.first_day and known.belief.first_day < here.day and not here.waits(skill)
            found[skill] = here.day if shown_before else here.day + DAY
        elif rested := rests_until(known, here.now):
            found[skill] = local_day(rested, timezone)
    for check in due_checks.OPEN.ask(db, learner_key=learner_key):
        found[check.skill] = local_day(check.due_at, timezone)
    wanted = here.knowledge.keys() - set(here.refused)
    # The first working day from a day on.
    return {
        skill: working_days_later(max(day, here.day) - DAY, 1, pauses=off)
        for skill, day in found.items()
        if skill in wanted
    }


def _wants_another_day(here: Situation, skill: str) -> bool:
    """Return whether today's answers have said all that they can of a skill, and a question is left for a later day."""
    in_a_word = state(here.knowledge[skill], here.now)
    if in_a_word is SkillState.TO_CONFIRM:
        return skill in here.unseen
    waits = here.waits(skill) and not here.rests(skill)
    return waits and in_a_word is SkillState.IN_PROGRESS and bool(here.practice.get(skill))
