"""The search entry of a story: its title, and no more of it than its source lets be shown."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground import search
from models.ground.search import Findable
from models.tables.search import SearchKind
from models.tables.sources import Source, SourceRight
from models.tables.stories import Article, Story


def let_story_be_found(db: Session, story: Story) -> None:
    """Make a story findable by its title, and by its summary while the text behind it is kept.

    By no more than its source lets be shown; what only somebody's own sources tell is found by nobody, nor is what was
    merged into another story.
    """
    search.forget(db, SearchKind.STORY, str(story.id))
    shared = select(Article.text).join(Source, Source.id == Article.source_id).where(Source.learner_key.is_(None))
    if not db.execute(shared.where(Article.story_id == story.id).limit(1)).all():
        return
    # Search is public in the house: it may say no more than the story itself may show.
    summed_up = shared.where(Article.id == story.summarised_id, Source.right_to_show != SourceRight.TITLE)
    text = db.scalar(summed_up) or ""
    summary = "\n".join(text[start:end] for start, end in story.summary_places)
    language = story.language or "fr"
    search.put(db, [Findable(SearchKind.STORY, str(story.id), language, story.title, summary, story.happened_at)])


def let_stories_be_found(db: Session) -> None:
    """Rebuild what can be found of all stories."""
    search.forget_all(db, SearchKind.STORY)
    for story in db.scalars(select(Story).order_by(Story.id)):
        let_story_be_found(db, story)
