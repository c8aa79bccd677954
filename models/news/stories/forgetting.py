"""What is forgotten of stories: with time, and with the sources of somebody who leaves them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.news.stories.merging import let_story_be_found
from models.tables.sources import Source
from models.tables.stories import Article, ArticleState, Correction, CorrectionTold, Story, StoryReading, StorySkill

TEXT_KEPT = timedelta(days=30)
READINGS_KEPT = timedelta(days=90)


def forget_texts(db: Session, at: datetime) -> None:
    """Forget what articles found too long ago say, and what they were recognised by; titles and addresses stay."""
    written = or_(Article.text.is_not(None), Article.lead != "", Article.encoder.is_not(None))
    # Not what is still due: it would be read again at once. Thirty days: docs/design.md, section 7.
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
    story_ids = db.scalars(select(Story.id).where(Story.learner_key == learner_key, untold)).all()
    for table in (StorySkill, StoryReading):
        db.execute(delete(table).where(table.story_id.in_(story_ids)))
    db.execute(update(Story).where(Story.id.in_(story_ids)).values(merged_into=None))
    db.execute(delete(Story).where(Story.id.in_(story_ids)))
