"""From articles to stories: which news is known already, what a reading adds, what is forgotten with time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, select, update
from sqlalchemy.orm import Session

from models import jobs, search
from models.results import Result
from models.tables import Article, Story, StorySkill
from models.visits import Errand, State

TEXT_KEPT = timedelta(days=30)
SAME_NEWS_WITHIN = timedelta(days=5)
STORIES = "stories"


@dataclass(frozen=True, slots=True)
class Telling:
    """An article as it can be told: [start, end] of the sentences that sum it up, and the skills it touches."""

    title: str
    language: str | None
    places: Sequence[tuple[int, int]] = ()
    vector: Sequence[float] = ()
    encoder: str | None = None
    skills: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """How the reading of an article ended."""

    result: Result
    text: str | None
    published_at: datetime | None
    telling: Telling


def told_lately(db: Session, around: datetime, at: datetime) -> Sequence[tuple[int, str, str]]:
    """Story, address and title of the articles that tell the news of these days.

    Others who ask wait for the end of the transaction, so that two copies of one news, read at once, are one story.
    """
    jobs.wait_turn(db, STORIES, at)
    near = Story.happened_at.between(around - SAME_NEWS_WITHIN, around + SAME_NEWS_WITHIN)
    rows = db.execute(select(Story.id, Article.address, Article.title).join(Article).where(near).order_by(Story.id))
    return [(story_id, address, title) for story_id, address, title in rows]


def record_story(db: Session, errand: Errand, article: Article, read: Read, known: int | None, at: datetime) -> int:
    """End the reading of an article: it tells a known story, or a new one. Raises jobs.LeaseLost."""
    story = db.get_one(Story, known) if known else _new_story(db, read, read.published_at or article.found_at, at)
    if not known or (read.telling.places and story.summarised_id is None):
        _tell(db, story, article, read.telling)
    values = {
        "state": State.READ,
        "due_at": None,
        "result": read.result,
        "story_id": story.id,
        "title": read.telling.title,
        "text": read.text,
        "language": read.telling.language,
        "published_at": read.published_at,
    }
    jobs.finish(db, Article, article.id, errand.lease, **values)
    search.index_story(db, story)
    return story.id


def _new_story(db: Session, read: Read, happened_at: datetime, at: datetime) -> Story:
    story = Story(title=read.telling.title, happened_at=happened_at, created_at=at)
    db.add(story)
    db.flush()
    return story


def _tell(db: Session, story: Story, article: Article, telling: Telling) -> None:
    story.language = telling.language
    story.summarised_id = article.id if telling.places else None
    story.summary_places = [list(place) for place in telling.places]
    story.vector, story.encoder = list(telling.vector), telling.encoder
    db.execute(delete(StorySkill).where(StorySkill.story_id == story.id))
    db.add_all(StorySkill(story_id=story.id, skill=skill, similarity=near) for skill, near in telling.skills.items())
    db.flush()


def forget_texts(db: Session, at: datetime) -> None:
    """Forget the texts of articles found too long ago; their titles and addresses stay."""
    old = and_(Article.found_at < at - TEXT_KEPT, Article.text.is_not(None), Article.state != State.DUE)
    stories = db.scalars(select(Story).join(Article, Article.id == Story.summarised_id).where(old)).all()
    db.execute(update(Article).where(old).values(text=None))
    for story in stories:
        search.index_story(db, story)
