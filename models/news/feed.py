"""The stories that people read, in the order in which they teach most."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground import jobs
from models.news import ranking, tastes
from models.news.ranking import FeedPlace
from models.news.shelf import Shelf, Wanted
from models.news.telling import StoryAsTold, texts
from models.study import proposals
from models.study.themes import FollowedTheme
from models.tables.sources import SourceRight
from models.tables.stories import Story, StoryReading
from models.tutor.choice import Step
from models.tutor.situation import Purpose
from models.watch.stories.merging import standing_story
from models.watch.stories.owners import NoSuchStory, still_told, visible_to
from models.workshop.rule_changes import telling

MOST_STORIES = 40


def stories(
    db: Session, learner_key: UUID, at: datetime, most: int = MOST_STORIES, wanted: Wanted | None = None
) -> list[StoryAsTold]:
    """Return the wanted stories of the last two weeks, ranked by `ranking.rank`."""
    return stories_beside(db, learner_key, proposals.next_step(db, learner_key, at), at, most, wanted)


def stories_beside(
    db: Session, learner_key: UUID, step: Step | None, at: datetime, most: int, wanted: Wanted | None = None
) -> list[StoryAsTold]:
    """Return `stories`, given what the tutor proposes now."""
    always = _never_hidden(db, learner_key, at)
    recent = Shelf(db, learner_key, _recent(learner_key, at, always))
    items = list(recent.items(at, always, wanted))
    return recent.tell(ranking.rank(items, tastes.of(db, learner_key, _proposed(db, step), at), most, always))


def told(db: Session, story_id: int, learner_key: UUID, at: datetime, step: Step | None = None) -> StoryAsTold:
    """Return one story, old or muted or merged into another; raises NoSuchStory."""
    shelf = Shelf(db, learner_key, Story.id == standing_story(db, story_id).id)
    if not shelf.outlines:
        raise NoSuchStory(story_id)
    hers = tastes.of(db, learner_key, _proposed(db, step), at)
    (only,) = shelf.tell([FeedPlace(item, *ranking.reason(item, hers)) for item in shelf.items(at)])
    return only


def on_theme(
    db: Session, learner_key: UUID, theme: FollowedTheme, at: datetime, most: int = MOST_STORIES
) -> list[StoryAsTold]:
    """Return the last two weeks' stories on one theme of a learner's, newest first, less what she has muted.

    Of shared sources only: this leaves the house.
    """
    # The outgoing feed is read by other machines: what her own sources tell must not leave.
    shelf = Shelf(db, learner_key, _recent(learner_key, at), shared=True)
    hers = tastes.of(db, learner_key, (), at)
    heard = [item for item in shelf.items(at) if theme.id in item.themes and not hers.mutes(item)]
    return shelf.tell([FeedPlace(item, ranking.FeedReason.THEME, theme.id) for item in heard][:most])


def full_text(db: Session, told: StoryAsTold) -> tuple[str, list[tuple[int, int]]]:
    """Return the text behind the summary, with [start, end] of its sentences; both empty where it is not kept.

    So they are where its source lets no more be shown than an excerpt or the title.
    """
    first = told.tellings[0]
    text = texts(db, [first]).get(first.article_id) if first.right == SourceRight.TEXT and first.places else None
    return (text, [(start, end) for start, end in first.places]) if text else ("", [])


def mark_read(db: Session, learner_key: UUID, story_id: int, at: datetime) -> None:
    """Note that a learner has opened a story; the first time counts."""
    jobs.insert_new(db, StoryReading, [{"learner_key": learner_key, "story_id": story_id, "at": at}])


def _never_hidden(db: Session, learner_key: UUID, at: datetime) -> Sequence[int]:
    """Return the stories that come first whatever is muted or old: accepted rule changes not yet opened."""
    return tuple(dict.fromkeys(told.story_id for told in telling.unopened(db, learner_key, at)))


def _recent(learner_key: UUID, at: datetime, always: Collection[int] = ()) -> ColumnElement[bool]:
    return and_(or_(still_told(at), Story.id.in_(always)), visible_to(learner_key))


def _proposed(db: Session, step: Step | None) -> frozenset[str]:
    """Return the skills of a proposal."""
    if step is None:
        return frozenset()
    if step.chosen.purpose is Purpose.LEARN:
        modules = {published.module.id: published.module for published in in_force.published_modules(db)}
        return frozenset(modules[step.chosen.target].skills)
    return frozenset({step.chosen.target})
