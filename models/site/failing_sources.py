"""Sources that bring nothing, who can act, and the themes of a learner that nobody watches any more."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from content.errors import N_
from models.ground.lookups import Lookup
from models.learning import themes
from models.learning.themes import FollowedTheme
from models.news.sources.shared_sources import read_by
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, Story, StorySkill

FAILING = timedelta(days=1)
"""Without a visit that succeeds, after that long something is wrong."""
SILENT = timedelta(days=60)
"""Without anything new a source is silent, where its rhythm is not known."""
KNOWN_BY, RHYTHM_SEEN = 5, timedelta(days=180)
"""Articles, of that long, that tell the rhythm of a source."""
QUIET_AT_LEAST, QUIET_FACTOR = timedelta(days=7), 4
"""Quiet longer than usual: four times its usual gap, and a week at least."""
MOST_SKILLS = 2
WEEK = timedelta(days=7)
SHARE, AT_LEAST = 1 / 3, 5
"""From which part of the sources that were visited, and how many of them, something is wrong with all: which is told at
the first visits, and not after a day."""

ADDRESS = N_("C'est à vous d'agir : corrigez son adresse, ou remplacez-la par une autre du même site.")
SITE = N_("Seul le site peut y changer quelque chose ; Boussole continue d'essayer, de plus en plus rarement.")
CHOICE = N_("C'est à vous d'agir : choisissez une autre page ou un autre flux du même site, ou retirez la source.")
PERMISSION = N_("Seul le site peut l'autoriser : demandez-le-lui, ou cherchez la même information ailleurs.")
QUIET = N_("C'est à vous de voir si le site publie encore ; sinon, mettez la source en pause.")

WHO_CAN_ACT: Mapping[VisitResult, str] = {
    **dict.fromkeys(
        (VisitResult.MOVED, VisitResult.IS_A_PAGE, VisitResult.NOT_A_FEED, VisitResult.BAD_ADDRESS), ADDRESS
    ),
    **dict.fromkeys((VisitResult.REFUSED_ADDRESS, VisitResult.TOO_MANY_REDIRECTS), ADDRESS),
    **dict.fromkeys(
        (VisitResult.TOO_SLOW, VisitResult.UNREACHABLE, VisitResult.ANSWERED, VisitResult.ROBOTS_UNAVAILABLE), SITE
    ),
    VisitResult.REFUSED_BY_ROBOTS: PERMISSION,
}
"""For other results, CHOICE."""


class PublishingRhythm(NamedTuple):
    """How a source publishes: articles of half a year, and the first and last moment of one."""

    articles: int
    first: datetime
    last: datetime

    @property
    def gap(self) -> timedelta | None:
        """The usual time between two articles; None while too little is known."""
        span = self.last - self.first
        return span / (self.articles - 1) if self.articles >= KNOWN_BY and span >= WEEK else None


class SourceTrouble(NamedTuple):
    """A shared source that brings nothing."""

    source: Source
    result: VisitResult | None
    """Of its last visit; None for one that answers but is quiet."""
    since: datetime
    """Its last success, or the last that it has brought."""
    a_week: float | None
    """What learners miss: the articles that it usually brings a week, if that is known…"""
    skills: tuple[str, ...]
    """… and the skills that those touched most."""

    @property
    def who_can_act(self) -> str:
        """One sentence, to be said in the reader's language."""
        return WHO_CAN_ACT.get(self.result, CHOICE) if self.result else QUIET


def troubles(db: Session, at: datetime) -> tuple[list[SourceTrouble], int]:
    """Return troubled shared sources, by name, and how many personal ones fail, of which no more is told."""
    # By source, its rhythm; of one that has long been silent, only since when.
    moment = func.coalesce(Article.published_at, Article.found_at)
    rows = select(Article.source_id, func.count(), func.min(moment), func.max(moment)).group_by(Article.source_id)
    ever, lately = db.execute(rows), db.execute(rows.where(moment > at - RHYTHM_SEEN))
    rhythms = {source_id: PublishingRhythm(number, first, last) for source_id, number, first, last in (*ever, *lately)}
    found, personal = [], 0
    for source in db.scalars(select(Source).where(Source.active).order_by(Source.name, Source.id)):
        for result, since in _wrong(source, rhythms.get(source.id), at):
            if source.learner_key:
                personal += result is not None
            else:
                rhythm = rhythms.get(source.id)
                found.append((source, result, since, WEEK / rhythm.gap if rhythm and rhythm.gap else None))
    touched = _touched(db, [source.id for source, *_ in found])
    return [SourceTrouble(*one, touched.get(one[0].id, ())) for one in found], personal


def _wrong(
    source: Source, rhythm: PublishingRhythm | None, at: datetime
) -> Iterator[tuple[VisitResult | None, datetime]]:
    result = VisitResult(source.last_result) if source.last_result else None
    good_at, told_at = source.last_success_at or source.created_at, rhythm.last if rhythm else source.created_at
    gap = rhythm.gap if rhythm else None
    if result and not result.good and at - good_at > FAILING:
        yield result, good_at
    elif result is VisitResult.MOVED:
        yield result, told_at
    elif at - told_at > (max(QUIET_AT_LEAST, QUIET_FACTOR * gap) if gap else SILENT):
        yield None, told_at


def _touched(db: Session, source_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return, by source, the skills that its stories touch most."""
    number = func.count().label("number")
    rows = (
        select(Article.source_id, StorySkill.skill)
        .join(StorySkill, StorySkill.story_id == Article.story_id)
        .where(Article.source_id.in_(source_ids))
        .group_by(Article.source_id, StorySkill.skill)
        .order_by(number.desc(), StorySkill.skill, Article.source_id)
    )
    touched: dict[int, tuple[str, ...]] = {}
    for source_id, skill in db.execute(rows) if source_ids else ():
        if len(touched.get(source_id, ())) < MOST_SKILLS:
            touched[source_id] = (*touched.get(source_id, ()), skill)
    return touched


# -------------------------------------------------------------------------------- whether much of what is watched fails


class WidespreadFailure(NamedTuple):
    """So many shared sources have failed at their last visit that no single one is the cause."""

    failed: int
    visited: int
    """Of these, all that are active and were visited."""
    reason: VisitResult
    """The most frequent…"""
    reason_times: int
    """… and for how many it is the reason."""


def widespread(db: Session) -> WidespreadFailure | None:
    """Return what fails now, where that is a large part of the shared sources that were visited."""
    visited = (Source.active, Source.learner_key.is_(None), Source.last_result.is_not(None))
    rows = select(Source.last_result, func.count()).where(*visited).group_by(Source.last_result)
    numbers = {VisitResult(result): number for result, number in db.execute(rows) if result}
    bad = {result: number for result, number in numbers.items() if not result.good}
    failed, total = sum(bad.values()), sum(numbers.values())
    if failed < max(AT_LEAST, SHARE * total):
        return None
    # By name where two are as frequent: both databases say the same.
    reason = max(sorted(bad), key=bad.__getitem__)
    return WidespreadFailure(failed, total, reason, bad[reason])


# ----------------------------------------------------------------- the themes of a learner that nobody watches any more


WITHOUT = timedelta(days=2)
"""No visit of a source has succeeded for that long: it does not work, be it paused, refused or broken."""
LATELY = timedelta(days=60)
"""The stories by which it is known what a source tells of."""


BROKEN = Lookup(
    select(Source.id).where(
        read_by(bindparam("learner_key", type_=Uuid())),
        func.coalesce(Source.last_success_at, Source.created_at, type_=Source.created_at.type)
        < bindparam("worked_until"),
    ),
    lambda rows: frozenset(source_id for (source_id,) in rows),
)
"""The sources of a learner of which no visit has succeeded since an instant."""


def unwatched_themes(db: Session, learner_key: UUID, at: datetime) -> tuple[FollowedTheme, ...]:
    """Return the themes that she follows and that no source has been able to tell of for two days.

    A source tells of a theme if one of its stories of the last sixty days touched it; shared sources count, and her
    own. A theme that no source has touched in that time is not named: nothing says that anything has broken.
    """
    mine = themes.followed(db, learner_key)
    broken = BROKEN.ask(db, learner_key=learner_key, worked_until=at - WITHOUT) if mine else ()
    if not broken:
        return ()
    tellers = _tellers(db, learner_key, mine, at)
    return tuple(theme for theme in mine if tellers[theme.id] and tellers[theme.id] <= broken)


def _tellers(db: Session, learner_key: UUID, mine: Sequence[FollowedTheme], at: datetime) -> dict[int, set[int]]:
    """Return, by theme, the sources whose stories touched it."""
    lately = (Story.happened_at > at - LATELY, read_by(learner_key))
    told = select(Story.id, Article.source_id, Story.title).join(Article, Story.id == Article.story_id)
    rows = db.execute(told.join(Source, Source.id == Article.source_id).where(*lately)).all()
    skills: defaultdict[int, set[str]] = defaultdict(set)
    touching = select(StorySkill.story_id, StorySkill.skill).join(Story, Story.id == StorySkill.story_id)
    for story_id, skill in db.execute(touching.where(Story.happened_at > at - LATELY)):
        skills[story_id].add(skill)
    tellers: dict[int, set[int]] = {theme.id: set() for theme in mine}
    for story_id, source_id, title in rows:
        words = themes.words_of(title)
        for theme in mine:
            if theme.is_touched_by(skills[story_id], words):
                tellers[theme.id].add(source_id)
    return tellers
