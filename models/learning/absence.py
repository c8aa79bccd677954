"""The return after some days away: what has changed meanwhile, and reviews spread out again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from content.rules import Rule
from models import learner
from models.catalogue import in_force
from models.ground.calendar import Days, is_working_day, local_day, local_hour
from models.ground.lookups import Lookup
from models.learner import Knowledge
from models.learning import learners, week
from models.tables.answers import Answer
from models.tables.proposals import Proposal
from models.tutor.reviews import ReviewDue, ReviewPlan, planned

MORNING = 9
"""The hour at which a learner is taken to come again."""
AWAY = 3
"""Working days without a visit, days off for others but not one's own, after which one has been away."""
MOST_RULES = 4
"""That home tells: anyone who comes back has seven minutes, and a pack may bring twenty rules at once."""
DAY = timedelta(days=1)


class ReturnFromAbsence(NamedTuple):
    """The news for a learner who comes back: since which day, and the rules changed meanwhile."""

    since: date
    rules: Sequence[Rule]
    """A few, those that hold since latest first."""
    more: int = 0
    """How many others there are."""


def returned(db: Session, learner_key: UUID, at: datetime) -> ReturnFromAbsence | None:
    """Return the return of a learner who was away, all through the day on which she comes back."""
    today = week.day_of(db, learner_key, at)
    last = away_since(db, learner_key, today)
    if last is None:
        return None
    changed = [
        rule
        for rule in in_force.rules(db).values()
        if any(day and last < day <= today for day in (rule.valid_from, rule.valid_until, rule.read_on))
    ]
    newest = sorted(changed, key=lambda rule: rule.valid_from or date.min, reverse=True)
    return ReturnFromAbsence(last, newest[:MOST_RULES], len(newest[MOST_RULES:]))


def away_since(db: Session, learner_key: UUID, today: date) -> date | None:
    """Return the day of the last visit of a learner who is away; None for one who is not, or who has never come.

    None, too, for a learner without estimation: of her visits nothing is kept.
    """
    if learners.read(db, learner_key).without_estimation:
        return None
    # The last day before today on which something was proposed or answered.
    last = LAST_VISIT.ask(db, learner_key=learner_key, day=today)
    between = (last + DAY * number for number in range(1, (today - last).days)) if last else ()
    # Pauses of one's own count as days away: after a leave, too, one is told what has changed.
    return last if sum(map(is_working_day, between)) >= AWAY else None


def reviews(
    db: Session, learner_key: UUID, known: Mapping[str, Knowledge], at: datetime, off: Sequence[Days]
) -> ReviewPlan:
    """Return the day of the review of each acquired skill: before it fades, on her working days, a few a day.

    Less those of what would last a century.
    """
    timezone = learners.read(db, learner_key).timezone
    today = local_day(at, timezone)
    due = {}
    for skill, one in known.items():
        best_at = learner.review_at(one) if one.belief.acquired else None
        if best_at is None:
            continue
        fades = learner.fades_at(one)
        # On a working day, its own or one before.
        best = local_day(best_at, timezone)
        while not is_working_day(best):
            best -= DAY
        lasts = date.max
        if fades is not None:
            lasts = local_day(fades, timezone)
            # The last day on whose morning it is still fresh.
            lasts -= DAY * (fades < local_hour(lasts, MORNING, timezone))
        due[skill] = ReviewDue(best, lasts)
    leave = [one for one in off if one.last >= today]
    answered = [one.belief.at for one in known.values() if one.belief.acquired and one.belief.at]
    # What was answered today has had its place among today's few.
    done = sum(local_day(when, timezone) == today for when in answered)
    away = away_since(db, learner_key, today)
    return planned(due, today, is_working_day, leave, away=away is not None, done=done)


_HERS, _BEFORE = bindparam("learner_key", type_=Uuid()), bindparam("day", type_=Date())
LAST_VISIT = Lookup(
    select(
        select(func.max(Proposal.day)).where(Proposal.learner_key == _HERS, Proposal.day < _BEFORE).scalar_subquery(),
        select(func.max(Answer.day)).where(Answer.learner_key == _HERS, Answer.day < _BEFORE).scalar_subquery(),
    ),
    lambda rows: max(filter(None, rows[0]), default=None),
)
