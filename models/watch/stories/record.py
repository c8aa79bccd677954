"""The record of a reading in its story, and what is forgotten with time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.ground import jobs, revisions
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, ArticleState, Correction, CorrectionTold, Story, StoryReading, StorySkill
from models.watch.stories.findable import let_story_be_found
from models.watch.stories.traits import Traits
from models.watch.visits import VisitErrand

TEXT_KEPT = timedelta(days=30)
READINGS_KEPT = timedelta(days=90)
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
    story = db.get_one(Story, known) if known else _new_story(db, errand, read.telling.title, happened_at, at)
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


def _new_story(db: Session, errand: VisitErrand, title: str, happened_at: datetime, at: datetime) -> Story:
    story = Story(learner_key=errand.source.learner_key, title=title, happened_at=happened_at, created_at=at)
    db.add(story)
    db.flush()
    return story


def retell(db: Session, story: Story, article_id: int, telling: ArticleTelling) -> None:
    """Give a story the title, summary and skills of one of its articles."""
    story.title, story.language = telling.title, telling.language
    story.summarised_id = article_id if telling.places else None
    story.summary_places = [list(place) for place in telling.places]
    story.rewritten, story.rewritten_by = telling.rewritten, telling.rewritten_by
    db.execute(delete(StorySkill).where(StorySkill.story_id == story.id))
    db.add_all(StorySkill(story_id=story.id, skill=skill, similarity=near) for skill, near in telling.skills.items())
    db.flush()


def forget_texts(db: Session, at: datetime) -> None:
    """Forget what articles found too long ago say, and what they were recognised by; titles and addresses stay."""
    written = or_(Article.text.is_not(None), Article.lead != "", Article.encoder.is_not(None))
    # Not what is still due: it would be read again at once. Thirty days: DESIGN, section 7.
    old = and_(Article.found_at < at - TEXT_KEPT, written, Article.state != ArticleState.DUE)
    stories = db.scalars(select(Story).join(Article, Article.id == Story.summarised_id).where(old)).all()
    forgotten = select(Article.id).where(old)
    # Sentences of the source stand in corrections too: they have the same term.
    db.execute(update(Correction).where(Correction.article_id.in_(forgotten)).values(before=[], after=[]))
    traits: dict[str, object] = {"marks": [], "sketch": [], "vector": [], "encoder": None}
    db.execute(update(Article).where(old).values(text=None, lead="", **traits))
    for story in stories:
        story.rewritten = story.rewritten_by = None
        let_story_be_found(db, story)


def forget_readings(db: Session, at: datetime) -> None:
    """Forget who has read what long ago, and was told of its corrections."""
    for table in (StoryReading, CorrectionTold):
        db.execute(delete(table).where(table.at < at - READINGS_KEPT))


def forget_personal(db: Session, learner_key: UUID, source_id: int | None = None) -> None:
    """Forget what the personal sources of somebody, or one of them, have told; the sources themselves stay.

    A story goes with the last of its articles, and with what hung on it but bookmarks and notes.
    """
    whose = Source.learner_key == learner_key
    articles = (
        select(Article.id).join(Source).where(whose if source_id is None else and_(whose, Source.id == source_id))
    )
    corrections = select(Correction.id).where(Correction.article_id.in_(articles))
    db.execute(delete(CorrectionTold).where(CorrectionTold.correction_id.in_(corrections)))
    db.execute(delete(Correction).where(Correction.article_id.in_(articles)))
    db.execute(delete(Article).where(Article.id.in_(articles)))
    told = select(Article.story_id).where(Article.story_id.is_not(None))
    # A story that was merged is as alive as the one that it leads to.
    untold = func.coalesce(Story.merged_into, Story.id).not_in(told)
    _forget_stories(db, db.scalars(select(Story.id).where(Story.learner_key == learner_key, untold)).all())


def _forget_stories(db: Session, story_ids: Sequence[int]) -> None:
    for table in (StorySkill, StoryReading):
        db.execute(delete(table).where(table.story_id.in_(story_ids)))
    db.execute(update(Story).where(Story.id.in_(story_ids)).values(merged_into=None))
    db.execute(delete(Story).where(Story.id.in_(story_ids)))
