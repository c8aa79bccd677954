"""What the reasons for a proposal name: days of work and of doubt, news that touches it, what is to be checked."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from models.ground.calendar import local_day
from models.ground.lookups import Lookup
from models.study import due_checks, gathering, learners
from models.tables.study import Answer, Confidence
from models.tutor.situation import Candidate, Purpose, Situation
from models.watch.stories import fortnight

UNSURE: Lookup[Mapping[str, Any]] = Lookup(
    select(Answer.skill, func.max(Answer.day))
    .where(
        Answer.learner_key == bindparam("learner_key"),
        or_(Answer.confidence.in_((Confidence.HESITANT, Confidence.GUESS)), Answer.dont_know),
    )
    .group_by(Answer.skill),
    lambda rows: dict(map(tuple, rows)),
)


class ProposalGrounds(NamedTuple):
    """The facts that a proposal's reasons name; days are the learner's."""

    skills: tuple[str, ...]
    """The skills of the proposal."""
    worked: Mapping[str, date]
    """The last day on which she answered, of any skill."""
    begun: date | None = None
    """When what is open was begun."""
    unsure: tuple[str, date] | None = None
    """The skill on which she hesitated last, by her own word, and when."""
    news: tuple[str, date] | None = None
    """The skill that the latest story touches, and the day of that story."""
    check: str | None = None
    """Why a check is due, as CheckReason."""


def grounds(db: Session, learner_key: UUID, here: Situation, chosen: Candidate) -> ProposalGrounds:
    """Return what the reasons for a chosen candidate name."""
    timezone = learners.timezone_of(db, learner_key)
    skills = _skills(here, chosen)
    beliefs = {skill: known.belief for skill, known in here.knowledge.items()}
    unsure = UNSURE.ask(db, learner_key=learner_key)
    checks = due_checks.OPEN.ask(db, learner_key=learner_key)
    begun = gathering.begun_at(db, learner_key, chosen.purpose)
    return ProposalGrounds(
        skills=skills,
        worked={skill: local_day(one.at, timezone) for skill, one in beliefs.items() if one.at and one.answers},
        begun=local_day(begun, timezone) if begun else None,
        unsure=_latest((skill, unsure[skill]) for skill in skills if skill in unsure),
        news=_latest(_told(db, learner_key, here.now, skills, timezone)),
        check=next((one.reason for one in checks if one.skill == chosen.target and one.due_at <= here.now), None),
    )


def _skills(here: Situation, chosen: Candidate) -> tuple[str, ...]:
    if chosen.purpose is not Purpose.LEARN:
        return (chosen.target,)
    return next(offer.skills for offer in here.offers if offer.module == chosen.target)


def _told(
    db: Session, learner_key: UUID, at: datetime, skills: Iterable[str], timezone: str
) -> Iterable[tuple[str, date]]:
    """Yield each of these skills that a recent story touches, with the day of that story."""
    wanted = set(skills)
    for story in fortnight.fortnight(db, at).seen_by(learner_key).values():
        if at - gathering.NEWS_OF < story.happened_at <= at:
            yield from ((one, local_day(story.happened_at, timezone)) for one in story.skills if one in wanted)


def _latest(found: Iterable[tuple[str, date]]) -> tuple[str, date] | None:
    # Names break ties, so that a reason does not change by being looked at.
    return max(found, key=lambda one: (one[1], one[0]), default=None)
