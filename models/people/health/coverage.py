"""The themes of a learner that nobody watches any more, though somebody did."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlalchemy.orm import Session

from models.ground.lookups import Lookup
from models.learning import themes
from models.learning.themes import FollowedTheme
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill
from models.watch.sources.watching import read_by

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


def unwatched(db: Session, learner_key: UUID, at: datetime) -> tuple[FollowedTheme, ...]:
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
