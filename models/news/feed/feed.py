"""The stories that people read, in the order in which they teach most."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.catalogue import in_force
from models.ground import jobs, lookups
from models.ground.lookups import Lookup
from models.learning import keepsakes, learner_situation, learners, proposals
from models.learning.themes import FollowedTheme
from models.news.feed import ranking, tastes
from models.news.feed.ranking import FeedItem, FeedPlace
from models.news.feed.shelf import Shelf, Wanted
from models.news.feed.told_stories import StoryAsTold
from models.news.sources import shared_sources
from models.news.stories import corrections
from models.news.stories.fortnight import KEPT, NoSuchStory
from models.news.stories.merging import current_story_id
from models.studio.rule_changes import announcements
from models.tables.keepsakes import KeepsakeKind
from models.tables.people import Learner
from models.tables.sources import SourceRight
from models.tables.stories import Story, StoryReading
from models.tutor.choice import Step
from models.tutor.situation import Purpose

MOST_STORIES = 40
LOOKUPS = (
    learners.READ,
    *learner_situation.LOOKUPS,
    tastes.MUTED,
    tastes.LOWERED,
    announcements.UNSEEN,
    corrections.UNTOLD,
    keepsakes.BOOKMARKED,
    shared_sources.OWN,
)
"""What the feed asks of its reader: all that her proposal depends on, and what she has said of stories."""


def stories(
    db: Session, learner_key: UUID, at: datetime, most: int = MOST_STORIES, wanted: Wanted | None = None
) -> list[StoryAsTold]:
    """Return the wanted stories of the last two weeks, ranked by `ranking.rank`."""
    return stories_beside(db, learner_key, proposals.next_step(db, learner_key, at), at, most, wanted)


def ask_together(
    db: Session, learner_key: UUID, day: date, at: datetime, *others: Lookup[Any], **parameters: object
) -> None:
    """Ask all that a page with stories needs to know of its reader, in one statement; `day` is where she lives."""
    known = {"learner_key": learner_key, "day": day, "since": at - KEPT, "kind": KeepsakeKind.STORY}
    lookups.ask_together(db, (*LOOKUPS, *others), **known, **parameters)


def stories_beside(
    db: Session, learner_key: UUID, step: Step | None, at: datetime, most: int, wanted: Wanted | None = None
) -> list[StoryAsTold]:
    """Return `stories`, given what the tutor proposes now."""
    shelf, first = _laid_out(db, learner_key, at)
    hers = shelf.tastes(_proposed(db, step))
    return shelf.tell(ranking.rank(shelf.recent, hers, at, most, first, shelf.is_told(wanted)))


def unmoved(
    db: Session, learner_key: UUID, step: Step | None, at: datetime, wanted: Wanted | None = None
) -> Mapping[int, bool]:
    """Return the stories of which she wants less and that have not moved; see `ranking.unmoved`."""
    if not tastes.lowered(db, learner_key):
        return {}
    shelf, first = _laid_out(db, learner_key, at)
    hers, told = shelf.tastes(_proposed(db, step)), shelf.is_told(wanted)
    as_it_is, without = (
        ranking.rank(shelf.recent, those, at, MOST_STORIES, first, told) for those in (hers, replace(hers, less=()))
    )
    return ranking.unmoved(as_it_is, without, hers)


def told(db: Session, story_id: int, learner_key: UUID, at: datetime, step: Step | None = None) -> StoryAsTold:
    """Return one story, old or muted or merged into another; raises NoSuchStory."""
    shelf = Shelf(db, learner_key, at, [story_id])
    item = shelf.item(story_id)
    if item is None and (stands := current_story_id(db, story_id)) != story_id:
        return told(db, stands, learner_key, at, step)
    if item is None:
        raise NoSuchStory
    place = ranking.weigh(item, shelf.tastes(_proposed(db, step)), at)
    (only,) = shelf.tell([FeedPlace(item, place.why, place.subject)])
    return only


def on_theme(
    db: Session, learner_key: UUID, theme: FollowedTheme, at: datetime, most: int = MOST_STORIES
) -> list[StoryAsTold]:
    """Return the last two weeks' stories on one theme of a learner's, newest first, less what she has muted.

    Of shared sources only: this leaves the house.
    """
    # The outgoing feed is read by other machines: what her own sources tell must not leave.
    shelf = Shelf(db, learner_key, at, shared=True)
    muted, is_told = shelf.tastes(()).muted, shelf.is_told(lambda _, about: theme in about)
    heard = (item for item in shelf.recent.by_id.values() if item.story not in muted and is_told(item))
    return shelf.tell([FeedPlace(item, ranking.FeedReason.THEME, theme.id) for item in islice(heard, most)])


def full_text(told: StoryAsTold) -> tuple[str, list[tuple[int, int]]]:
    """Return the text behind the summary, with [start, end] of its sentences; both empty where it is not kept.

    So they are where its source lets no more be shown than an excerpt or the title.
    """
    first = told.tellings[0]
    text = first.text if first.right == SourceRight.TEXT and first.places else None
    return (text, [(start, end) for start, end in first.places]) if text else ("", [])


def mark_read(db: Session, learner_key: UUID, story_id: int, at: datetime) -> None:
    """Note that a learner has opened a story."""
    mark_all_read(db, learner_key, [story_id], at)


def mark_all_read(db: Session, learner_key: UUID, story_ids: Sequence[int], at: datetime) -> None:
    """Note stories as read, no more than a page of them; the first time counts, and of who objects none."""
    found = select(Learner.key.label("learner_key"), Story.id.label("story_id"))
    found = found.join(Story, Story.id.in_(story_ids[:MOST_STORIES]))
    jobs.insert_found(db, StoryReading, found.where(Learner.key == learner_key, ~Learner.without_estimation), at=at)


def read(db: Session, learner_key: UUID) -> frozenset[int]:
    """Return the stories that a learner has read."""
    mine = select(StoryReading.story_id).where(StoryReading.learner_key == learner_key)
    return frozenset(db.scalars(mine))


def _laid_out(db: Session, learner_key: UUID, at: datetime) -> tuple[Shelf, Sequence[FeedItem]]:
    """Return what a learner may see, and what comes first whatever is muted or old: rule changes not yet opened."""
    always = tuple(dict.fromkeys(told.story_id for told in announcements.unopened(db, learner_key, at)))
    shelf = Shelf(db, learner_key, at, always)
    return shelf, [item for story_id in always if (item := shelf.item(story_id))]


def _proposed(db: Session, step: Step | None) -> frozenset[str]:
    """Return the skills of a proposal."""
    if step is None:
        return frozenset()
    if step.chosen.purpose is Purpose.LEARN:
        modules = {published.module.id: published.module for published in in_force.published_modules(db)}
        return frozenset(modules[step.chosen.target].skills)
    return frozenset({step.chosen.target})
