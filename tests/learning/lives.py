"""A learner who follows the tutor on each working day."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from models.ground.calendar import working_days_later
from models.ground.store import Store
from models.learning import playing, proposals
from models.tables.answers import Play
from models.tutor.situation import Candidate, Purpose
from tests.builders import MONDAY, Respond, live_through


def begin(db: Session, learner_key: UUID, chosen: Candidate, at: datetime) -> Play:
    """Do what is proposed."""
    if chosen.purpose is Purpose.LEARN:
        return playing.start(db, learner_key, chosen.target, at)
    return playing.practise(db, learner_key, chosen.target, chosen.purpose, at)


def follow(
    store: Store, learner_key: UUID, working_days: int, respond: Respond, steps_a_day: int = 1
) -> list[Candidate]:
    """Do what the tutor proposes and keep each proposal; what was done, day by day, until nothing is proposed."""
    done = []
    for number in range(working_days * steps_a_day):
        day = working_days_later(MONDAY.date(), number // steps_a_day)
        at = MONDAY.replace(year=day.year, month=day.month, day=day.day, minute=15 * (number % steps_a_day))
        with store.writing() as db:
            if (proposed := proposals.propose(db, learner_key, at)) is None:
                break
            proposals.keep(db, learner_key, proposed)
            live_through(db, begin(db, learner_key, proposed.step.chosen, at), at, respond)
        done.append(proposed.step.chosen)
    return done
