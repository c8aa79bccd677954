"""What home shows: the next step, what to refresh, what changes in the job, where one stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.module import Module
from content.programmes import Programme
from models.catalogue import in_force
from models.community import circles, plain_letters
from models.ground.calendar import monday_of
from models.learner import SkillState
from models.learning import (
    absence,
    days_ahead,
    follow_ups,
    history,
    learners,
    programmes,
    progress,
    proposals,
    situate,
    themes,
    week,
)
from models.learning import reports as replies
from models.learning.absence import ReturnFromAbsence
from models.learning.programmes import ProgrammeProgress
from models.learning.progress import DomainProgress, SkillProgress
from models.learning.proposals import Proposed
from models.news.feed import feed
from models.news.feed.told_stories import StoryAsTold
from models.news.stories import corrections
from models.news.stories.corrections import Rectified
from models.tutor.situation import Purpose

STORIES, STORIES_AFTER_ABSENCE = 4, 3
MODULES = 6
"""How many modules a page without estimates offers."""


LOOKUPS = (
    *(situate.SITUATED, replies.REPLIED, history.UNREAD_NOTICES, proposals.UNSURE),
    *(situate.CONTESTED, follow_ups.LAST_ENDED, follow_ups.ASKED, plain_letters.SHOWN_NOW, programmes.FOLLOWED),
    circles.TAKES_PART,
)
"""What home asks of a learner beside what the feed does."""


class Today(NamedTuple):
    """All of home for one learner now; `later` is how many skills to refresh have another day."""

    proposed: Proposed | None
    contest: str | None
    """The skill of what is proposed that she may say she knows already."""
    modules: Mapping[str, Module]
    domains: Sequence[DomainProgress]
    this_week: int
    """How many skills come back until Sunday."""
    to_refresh: Sequence[SkillProgress]
    later: int
    stories: Sequence[StoryAsTold]
    rectified: Sequence[Rectified]
    """What sources have put right since she read it."""
    back: ReturnFromAbsence | None
    situate: str | None
    """As what « Se situer » is refused, where it is proposed."""
    to_follow_up: Module | None
    """The module of whose try she is asked whether she had occasion."""
    first: bool
    """Whether she is new, and has two ways to begin: a module, and « Se situer »."""
    following: Sequence[ProgrammeProgress]
    programmes: Sequence[Programme]
    """Those that are offered to her because she is new."""


def today(db: Session, learner_key: UUID, at: datetime, minutes: float | None) -> Today:
    """Return what home shows to a learner who has so many minutes."""
    proposed = proposals.propose(db, learner_key, at, minutes)
    domains = progress.by_domain(db, learner_key, at)
    step, later = (proposed.step, proposed.situation.later) if proposed else (None, ())
    told_already = {*later, step.chosen.target} if step else set()
    to_refresh = progress.in_state(domains, SkillState.TO_REFRESH)
    # What is still fresh, and comes back only because planned leave brings it forward.
    advanced = proposed.situation.advanced if proposed else {}
    before_leave = [one for one in progress.in_state(domains, SkillState.ACQUIRED) if one.skill.id in advanced]
    back = absence.returned(db, learner_key, at)
    language = learners.read(db, learner_key).language
    most = STORIES_AFTER_ABSENCE if back else STORIES
    situating = situate.is_proposed(db, learner_key, at)
    teaches = step is not None and step.chosen.purpose is Purpose.LEARN
    return Today(
        proposed=proposed,
        contest=_contest(db, learner_key, proposed, domains, at),
        modules={published.module.id: published.module for published in in_force.published_modules(db, language)},
        domains=domains,
        this_week=_this_week(db, learner_key, proposed, at),
        to_refresh=[one for one in (*to_refresh, *before_leave) if one.skill.id not in told_already],
        later=sum(one.skill.id in later for one in to_refresh),
        stories=feed.stories_beside(db, learner_key, step, at, most),
        rectified=corrections.corrections_to_tell(db, learner_key, at),
        back=back,
        situate=proposals.SITUATE if situating else None,
        to_follow_up=follow_ups.due(db, learner_key, at),
        first=teaches and situating and learners.read(db, learner_key).is_new,
        following=programmes.followed(db, learner_key, at),
        programmes=programmes.for_newcomer(db, learner_key),
    )


def _contest(
    db: Session, learner_key: UUID, proposed: Proposed | None, domains: Sequence[DomainProgress], at: datetime
) -> str | None:
    """Return the skill of a proposal that is least known, where it may be contested."""
    if proposed is None or proposed.step.chosen.purpose not in {Purpose.LEARN, Purpose.PRACTISE}:
        return None
    known = {standing.skill.id: standing.known for domain in domains for standing in domain.skills}
    least = min(proposed.grounds.skills, key=lambda skill: known[skill])
    return least if situate.may_contest(db, learner_key, least, at) else None


def _this_week(db: Session, learner_key: UUID, proposed: Proposed | None, at: datetime) -> int:
    here = proposed.situation if proposed else proposals.situation_of(db, learner_key, at)
    if here is None:
        return 0
    next_monday = monday_of(here.day) + week.WEEK
    return sum(day < next_monday for day in days_ahead.days(db, learner_key, here).values())


class CalmDay(NamedTuple):
    """All of home for a learner without estimation: nothing is proposed, and nothing told of her."""

    modules: Sequence[Module]
    """Those of her themes first, then the newest."""
    stories: Sequence[StoryAsTold]
    rectified: Sequence[Rectified]


def calm_day(db: Session, learner_key: UUID, at: datetime) -> CalmDay:
    """Return what home shows to a learner who has objected to being estimated."""
    day = week.day_of(db, learner_key, at)
    followed = themes.skills(db, learner_key)
    published = in_force.published_modules(db, learners.read(db, learner_key).language)
    valid = [found for found in published if found.module.valid_on(day)]
    # Numbers of versions grow as texts come into force: the highest is the newest.
    valid.sort(key=lambda found: (followed.isdisjoint(found.module.skills), -found.version_id))
    return CalmDay(
        modules=[found.module for found in valid[:MODULES]],
        stories=feed.stories_beside(db, learner_key, None, at, STORIES),
        rectified=corrections.corrections_to_tell(db, learner_key, at),
    )
