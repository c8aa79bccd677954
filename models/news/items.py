"""Stories as the feed ranks them, made once for all who see the same; and the words that they say."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.store import kept
from models.learning.themes import words_of
from models.news.ranking import FeedItem, FeedItems
from models.news.telling import own_language_first, sentences, summary_places
from models.tables.sources import Source
from models.tables.stories import Article, Story
from models.watch.sources.watching import read_by
from models.watch.stories.fortnight import Fortnight, StoryOutline

ITEMS, WORDS, SAID = "items", "words", "said"
MOST_SAID = 20_000
"""Summaries of which the words are kept."""
PORTION = 500
"""SQLite bounds the parameters of a statement: https://www.sqlite.org/limits.html"""


def item(outline: StoryOutline, on_the_map: Collection[str]) -> FeedItem:
    """Return a story with its skills that are on the map, each relative to the nearest. Pure."""
    touched = {skill: near for skill, near in outline.skills.items() if skill in on_the_map}
    nearest = next(iter(touched.values()), 1.0)
    skills = {skill: near / nearest for skill, near in touched.items()}
    return FeedItem(outline.id, outline.happened_at, outline.natures, skills, outline.sources, outline.languages)


def items(db: Session, lately: Fortnight, reader: UUID | None) -> FeedItems:
    """Return the stories of a fortnight that somebody may see."""
    on_the_map = frozenset(skill.id for skill in in_force.skill_map(db))
    of_her_own = reader if reader in lately.own else None
    return lately.derived(
        (ITEMS, of_her_own, on_the_map),
        lambda: FeedItems(item(one, on_the_map) for one in lately.seen_by(of_her_own).values()),
    )


def words(
    db: Session, lately: Fortnight, story_ids: Collection[int], reader: UUID | None, language: str
) -> Mapping[int, frozenset[str]]:
    """Return, by story, the words of its titles and summary, as somebody may see it."""
    of_her_own = reader if reader in lately.own else None
    recent = lately.derived(
        (WORDS, of_her_own, language), lambda: _words(db, Story.happened_at > lately.since, reader, language)
    )
    older = [story_id for story_id in story_ids if story_id not in recent]
    return {**recent, **_words(db, Story.id.in_(older), reader, language)} if older else recent


def _words(db: Session, which: ColumnElement[bool], reader: UUID | None, language: str) -> Mapping[int, frozenset[str]]:
    rows = db.execute(
        select(Story.id, Article.id, Article.title, summary_places(), Article.text.is_not(None))
        .join(Article, Article.story_id == Story.id)
        .join(Source, Source.id == Article.source_id)
        .where(which, read_by(reader))
        .order_by(*own_language_first(language), Article.id)
    )
    by_story: defaultdict[int, list[Any]] = defaultdict(list)
    for story_id, *telling in rows:
        by_story[story_id].append(telling)
    said = _said(db, {first[0]: first[2] for first, *_ in by_story.values() if first[2] and first[3]})
    return {
        story_id: frozenset().union(said.get(told[0][0], ()), *(words_of(title) for _, title, *_ in told))
        for story_id, told in by_story.items()
    }


def _said(db: Session, places: Mapping[int, Sequence[Sequence[int]]]) -> Mapping[int, frozenset[str]]:
    """Return, by article, the words of what stands in these places of its text; texts are read once."""
    memory: dict[Any, frozenset[str]] = kept(db).setdefault(SAID, {})
    if len(memory) > MOST_SAID:
        memory.clear()
    keys = {article_id: (article_id, str(spans)) for article_id, spans in places.items()}
    new = [article_id for article_id, key in keys.items() if key not in memory]
    for start in range(0, len(new), PORTION):
        texts = select(Article.id, Article.text).where(Article.id.in_(new[start : start + PORTION]))
        for article_id, text in db.execute(texts):
            memory[keys[article_id]] = words_of(" ".join(sentences(places[article_id], text)))
    return {article_id: memory[key] for article_id, key in keys.items()}
