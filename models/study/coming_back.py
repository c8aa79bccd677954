"""The days on which skills come back: checks that are due, reviews, what one more answer confirms, what has rested."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from models.ground.calendar import DAY, local_day, working_days_later
from models.learner import SkillState, state
from models.study import absence, due_checks, learners, week
from models.tutor.situation import Situation, rests_until


def days(db: Session, learner_key: UUID, here: Situation) -> Mapping[str, date]:
    """Return the first day, from today on, on which each skill is asked again; none for what has no day."""
    timezone, off = learners.timezone_of(db, learner_key), week.pauses(db, learner_key)
    found = absence.reviews(db, learner_key, here.knowledge, here.now, off)
    for skill, known in here.knowledge.items():
        if _wants_another_day(here, skill):
            # A working day after the first answers at the earliest: what is asked before confirms nothing.
            shown_before = known.belief.first_day and known.belief.first_day < here.day and not here.waits(skill)
            found[skill] = working_days_later(here.day - DAY if shown_before else here.day, 1, pauses=off)
        elif rested := rests_until(known, here.now):
            found[skill] = local_day(rested, timezone)
    for check in due_checks.OPEN.ask(db, learner_key=learner_key):
        found[check.skill] = local_day(check.due_at, timezone)
    return {skill: max(day, here.day) for skill, day in found.items() if skill not in here.refused}


def _wants_another_day(here: Situation, skill: str) -> bool:
    """Return whether today's answers have said all that they can of a skill, and a question is left for a later day."""
    in_a_word = state(here.knowledge[skill], here.now)
    if in_a_word is SkillState.TO_CONFIRM:
        return skill in here.unseen
    waits = here.waits(skill) and not here.rests(skill)
    return waits and in_a_word is SkillState.IN_PROGRESS and bool(here.practice.get(skill))
