"""The record of a reading in its story."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.ground import jobs, revisions
from models.tables.sources import VisitResult
from models.tables.stories import Article, ArticleState, Story, StorySkill
from models.watch.stories.findable import let_story_be_found
from models.watch.stories.traits import Traits
from models.watch.visits import VisitErrand

DECIMALS = 4
"""Of a vector: more say nothing."""


@dataclass(frozen=True, slots=True)
class ArticleTelling:
    """An article as it can be told: [start, end] of the sentences that sum it up, and the skills it touches.

    `event` is the vector of the title and the first sentences, by which stories are recognised.
    """

    title: str
    language: str | None
    places: Sequence[tuple[int, int]] = ()
    encoder: str | None = None
    skills: Mapping[str, float] = field(default_factory=dict)
    event: Sequence[float] = ()
    rewritten: str | None = None
    """The text in other words, by the generative model that an operator has chosen."""
    rewritten_by: str | None = None


class ArticleRead(NamedTuple):
    """The end of the reading of an article."""

    result: VisitResult
    text: str | None
    published_at: datetime | None
    telling: ArticleTelling
    traits: Traits = Traits()


def record_story(
    db: Session, errand: VisitErrand, article: Article, read: ArticleRead, known: int | None, at: datetime
) -> int:
    """End the reading of an article with a known story, or a new one. Raises jobs.LeaseLost."""
    happened_at = read.published_at or article.found_at
    if known:
        story = db.get_one(Story, known)
    else:
        owner, title = errand.source.learner_key, read.telling.title
        story = Story(learner_key=owner, title=title, happened_at=happened_at, created_at=at)
        db.add(story)
        db.flush()
    if not known or (read.telling.places and story.summarised_id is None):
        retell(db, story, article.id, read.telling)
    # In the same transaction as the story: a lost lease leaves none behind.
    jobs.finish(db, Article, article.id, errand.lease, story_id=story.id, **values_of(read, at))
    revisions.note_changed(db)
    let_story_be_found(db, story)
    return story.id


def values_of(read: ArticleRead, at: datetime) -> dict[str, object]:
    """Return what is kept of an article that has been read."""
    return {
        "state": ArticleState.READ,
        "due_at": None,
        "result": read.result,
        "title": read.telling.title,
        "text": read.text,
        "language": read.telling.language,
        "published_at": read.published_at,
        "told_at": at,
        "summary_places": [list(place) for place in read.telling.places],
        "marks": sorted(read.traits.marks),
        "sketch": list(read.traits.sketch),
        "vector": [round(value, DECIMALS) for value in read.traits.vector],
        "encoder": read.traits.encoder,
    }


def retell(db: Session, story: Story, article_id: int, telling: ArticleTelling) -> None:
    """Give a story the title, summary and skills of one of its articles."""
    story.title, story.language = telling.title, telling.language
    story.summarised_id = article_id if telling.places else None
    story.summary_places = [list(place) for place in telling.places]
    story.rewritten, story.rewritten_by = telling.rewritten, telling.rewritten_by
    db.execute(delete(StorySkill).where(StorySkill.story_id == story.id))
    db.add_all(StorySkill(story_id=story.id, skill=skill, similarity=near) for skill, near in telling.skills.items())
    db.flush()
