"""The arrival of a read article: it joins a known story, merges several, or begins a new one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.ground import jobs
from models.tables.stories import Article
from models.watch.stories.merging import merge
from models.watch.stories.recent import Recent
from models.watch.stories.recognition import ComparedArticle, recognise
from models.watch.stories.record import ArticleRead, record_story
from models.watch.stories.rectifying import note_marked, tell_again
from models.watch.stories.traits import Traits, is_marked
from models.watch.visits import VisitErrand

STORIES = "stories"
MOST_TELLINGS = 200
"""Articles that a new one is compared with."""


def tell_article(
    db: Session, errand: VisitErrand, article: Article, read: ArticleRead, recent: Recent, at: datetime
) -> int:
    """End the reading of an article with the story that it tells, and return that. Raises jobs.LeaseLost.

    Others who tell wait for the end of the transaction, so that copies of one news, read at once, are one story. An
    article read again, since its source has changed it, keeps its story. A page that changes again tells something
    else each time, under the same title and at the same address.
    """
    jobs.wait_turn(db, STORIES, at)
    if db.scalar(select(Article.story_id).where(Article.id == article.id)) is not None:
        return tell_again(db, errand, article, read, at)
    # A watched page has one address and one title for all its news: by these, any two would be the same.
    known = [] if errand.source.kind == "page" else known_stories(db, errand, article, read, recent, at)
    # The oldest number: people have links to it, and it tells who was first.
    story_id = record_story(db, errand, article, read, min(known, default=None), at)
    for other in sorted(known)[1:]:
        merge(db, story_id, other)
    note_marked(db, story_id, article, read.telling.title, at)
    return story_id


def known_stories(
    db: Session, errand: VisitErrand, article: Article, read: ArticleRead, recent: Recent, at: datetime
) -> list[int]:
    """Return the stories of the same owner that an article tells, the likeliest first."""
    recent.refresh(db, at)
    happened_at, owner = read.published_at or article.found_at, errand.source.learner_key
    alike = recent.alike(read.traits.marks, owner, happened_at)
    found = select(Article.story_id).where(Article.id.in_(alike), Article.story_id.is_not(None)).distinct()
    # Who corrects himself tells the same twice.
    new = ComparedArticle(read.traits, happened_at, None if is_marked(read.telling.title) else errand.source.id)
    return recognise(new, _tellings(db, db.scalars(found).all()))


def _tellings(db: Session, story_ids: Collection[int | None]) -> dict[int, list[ComparedArticle]]:
    """Return, by story, its articles as they are compared."""
    members: defaultdict[int, list[ComparedArticle]] = defaultdict(list)
    rows = db.execute(
        select(
            Article.story_id,
            Article.language,
            Article.marks,
            Article.sketch,
            Article.vector,
            Article.encoder,
            # Without the type SQLite would give the instant back as text.
            func.coalesce(Article.published_at, Article.found_at, type_=Article.found_at.type),
            Article.source_id,
        )
        .where(Article.story_id.in_(story_ids))
        .order_by(Article.id.desc())
        .limit(MOST_TELLINGS)
    )
    for story_id, language, marks, sketch, vector, encoder, happened_at, source_id in rows:
        traits = Traits(language, frozenset(marks), sketch, vector, encoder)
        members[story_id or 0].append(ComparedArticle(traits, happened_at, source_id))
    return dict(members)
