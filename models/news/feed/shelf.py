"""The stories of a fortnight as one learner may see them, and as the feed ranks them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground.store import kept
from models.learning import learners, progress, themes
from models.learning.themes import FollowedTheme, words_of
from models.news.feed import tastes
from models.news.feed.ranking import FeedItem, FeedItems, FeedPlace, Tastes
from models.news.feed.told_stories import (
    StoryAsTold,
    TellingOf,
    own_language_first,
    sentences,
    shown_sentences,
    summary_places,
    tellings,
)
from models.news.sources.shared_sources import read_by
from models.news.stories.fortnight import KEPT, Fortnight, StoryOutline, fortnight, outlines
from models.tables.sources import Source
from models.tables.stories import Article, Story

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


# ------------------------------------------------------------------------------------------------------------ the shelf


Wanted = Callable[[StoryOutline, Collection[FollowedTheme]], bool]
"""Whether a story is looked for: its outline, and the themes of the reader's whose subject it is."""


class Shelf:
    """The stories that may still be told, and others of any age that are named; from shared sources alone or not.

    None of them is asked for; only those that have found their place are.
    """

    def __init__(
        self, db: Session, learner_key: UUID, at: datetime, named: Collection[int] = (), shared: bool = False
    ) -> None:
        self.db, self.learner_key, self.at = db, learner_key, at
        self.seen_by = None if shared else learner_key
        self.language = learners.read(db, learner_key).language
        self.followed = themes.followed(db, learner_key)
        self._lately = fortnight(db, at)
        self.recent = items(db, self._lately, self.seen_by)
        self._older = outlines(db, self.seen_by, [story for story in named if story not in self.recent.by_id])
        self.themes = self._themes()

    def item(self, story_id: int) -> FeedItem | None:
        """Return a story as it is ranked; None for one that this learner may not see, or that has expired unnamed."""
        if older := self._older.get(story_id):
            return item(older, {skill.id for skill in in_force.skill_map(self.db)})
        return self.recent.by_id.get(story_id)

    def is_told(self, wanted: Wanted | None) -> Callable[[FeedItem], bool]:
        """Return whether a story may still be told and is wanted."""
        since, seen = self.at - KEPT, self._lately.seen_by(self.seen_by)
        return lambda one: (
            one.happened_at > since and (wanted is None or wanted(seen[one.story], self.about(one.story)))
        )

    def about(self, story_id: int) -> Sequence[FollowedTheme]:
        """Return the learner's themes whose subject a story is."""
        return self.themes.get(story_id, ())

    def tastes(self, proposed: Collection[str]) -> Tastes:
        """Return what a learner to whom the tutor proposes these skills now needs, follows, mutes and wants less of."""
        return Tastes(
            needs=tastes.needs(self.db, self.learner_key, proposed, self.at),
            themes={story: [theme.id for theme in about] for story, about in self.themes.items()},
            muted=self.muted(),
            less=tastes.lowered(self.db, self.learner_key),
            language=self.language,
        )

    def _words(self) -> Mapping[int, frozenset[str]]:
        return words(self.db, self._lately, self._older, self.seen_by, self.language)

    def muted(self) -> frozenset[int]:
        """Return the stories that say what this learner does not want to read."""
        muted = [words_of(row.words) for row in tastes.muted(self.db, self.learner_key)]
        said = self._words() if muted else {}
        return frozenset(story for story, words in said.items() if any(one <= words for one in muted))

    def _themes(self) -> Mapping[int, Sequence[FollowedTheme]]:
        """Return, by story, the themes whose subject it is, in the order in which she took them up."""
        found: defaultdict[int, list[FollowedTheme]] = defaultdict(list)
        for theme in self.followed:
            for story in self._touched_by(theme):
                found[story].append(theme)
        return found

    def _touched_by(self, theme: FollowedTheme) -> Sequence[int]:
        if theme.domain:
            touched = {story: one.skills for story, one in self._older.items()}
            hers = (item for skill in theme.domain.skills for item in self.recent.by_skill.get(skill.id, ()))
            touched |= {item.story: item.skills for item in hers}
            return [story for story, skills in touched.items() if theme.is_touched_by(skills, ())]
        return [story for story, words in self._words().items() if theme.is_touched_by((), words)]

    def tell(self, places: Sequence[FeedPlace]) -> list[StoryAsTold]:
        """Return the stories in their places."""
        found = tellings(self.db, [place.item.story for place in places], self.seen_by, self.learner_key, self.language)
        begun = progress.begun(self.db, self.learner_key)
        told = [self._tell(found[place.item.story], place, begun) for place in places]
        forgets = learners.read(self.db, self.learner_key).without_estimation
        return [one._replace(read=False) for one in told] if forgets else told

    def _tell(self, told: TellingOf, place: FeedPlace, begun: Collection[str]) -> StoryAsTold:
        first, touched = told.tellings[0], tuple(place.item.skills)
        summary, gaps = shown_sentences(first)
        about = self.about(place.item.story)
        return StoryAsTold(
            story=told.story,
            title=first.title,
            language=first.language,
            tellings=told.tellings,
            summary=summary,
            gaps=gaps,
            skills=touched,
            concerned=tuple(skill for skill in touched if skill in begun),
            read=told.read,
            why=place.why,
            theme=next((theme for theme in about if theme.id == place.subject), None),
            skill=place.subject if isinstance(place.subject, str) else None,
            themes=tuple(about),
        )
