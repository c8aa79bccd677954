"""Stories in outline: all that the place of a story depends on, asked at once for every story of a fortnight."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.news.telling import own_language_first, sentences, summary_places
from models.study.themes import words_of
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill
from models.watch.sources.watching import read_by


class TellingSource(NamedTuple):
    """A source of a story."""

    source_id: int
    nature: str
    """A code of SourceNature."""
    personal: bool
    """Whether it is the reader's own source."""


class StoryOutline(NamedTuple):
    """A story before it is told to a learner, with the sources by which she may see it."""

    id: int
    happened_at: datetime
    created_at: datetime
    tellers: frozenset[TellingSource]


def outlines(db: Session, which: ColumnElement[bool], learner_key: UUID | None) -> list[StoryOutline]:
    """Return those stories that a learner may see, or anybody, the newest first."""
    seen = select(Source.id, Source.nature, Source.learner_key.is_not(None)).where(read_by(learner_key))
    sources = {row.id: TellingSource(*row) for row in db.execute(seen)}
    told = (
        select(Story.id, Story.happened_at, Story.created_at, Article.source_id)
        .join(Article, Article.story_id == Story.id)
        .where(which)
        .order_by(Story.happened_at.desc(), Story.id)
    )
    ages: dict[int, tuple[datetime, datetime]] = {}
    tellers: defaultdict[int, set[TellingSource]] = defaultdict(set)
    for story_id, happened_at, created_at, source_id in db.execute(told):
        if source_id in sources:
            ages[story_id] = happened_at, created_at
            tellers[story_id].add(sources[source_id])
    return [StoryOutline(story_id, *at, frozenset(tellers[story_id])) for story_id, at in ages.items()]


def skills(db: Session, which: ColumnElement[bool]) -> Mapping[int, dict[str, float]]:
    """Return, by story, the skills of the map that it touches, nearest first, each relative to the nearest."""
    skill_map = {skill.id for skill in in_force.skill_map(db)}
    rows = db.execute(
        select(StorySkill.story_id, StorySkill.skill, StorySkill.similarity)
        .join(Story, Story.id == StorySkill.story_id)
        .where(which)
        .order_by(StorySkill.similarity.desc(), StorySkill.skill)
    )
    found: defaultdict[int, dict[str, float]] = defaultdict(dict)
    nearest: dict[int, float] = {}
    for story_id, skill, similarity in rows:
        if skill in skill_map:
            found[story_id][skill] = similarity / nearest.setdefault(story_id, similarity)
    return dict(found)


def words(
    db: Session, which: ColumnElement[bool], learner_key: UUID | None, language: str
) -> Mapping[int, frozenset[str]]:
    """Return, by story, the words of its titles and summary, as a learner may see it."""
    rows = db.execute(
        select(Story.id, Article.title, summary_places(), Article.text)
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(which, read_by(learner_key))
        .order_by(*own_language_first(language))
    )
    said: dict[int, list[str]] = {}
    for story_id, title, places, text in rows:
        said.setdefault(story_id, [*sentences(places, text)]).append(title)
    return {story_id: words_of(" ".join(heard)) for story_id, heard in said.items()}
