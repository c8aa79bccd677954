"""The arrival of a read article: it joins a known story, merges several, or begins a new one."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from heapq import nlargest
from itertools import islice
from math import log
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.ground import jobs
from models.news.sources.visits import VisitLease
from models.news.stories.merging import merge
from models.news.stories.recognition import SAME_NEWS_WITHIN, ComparedArticle, Traits, is_marked, recognise
from models.news.stories.rectifying import ArticleRead, note_marked, record_story, tell_again
from models.tables.sources import Source
from models.tables.stories import Article

HORIZON = timedelta(days=30)
OVERLAP = timedelta(minutes=15)
"""How far the clocks of two workers may be apart."""
BEGUN_ANEW = timedelta(days=1)
SCANNED = 200
"""Of a mark that many have, only the latest are looked at."""
MOST = 30

_told_at = cast("InstrumentedAttribute[datetime]", Article.told_at)
"""Of an article that was told there is one."""


class _Known(NamedTuple):
    told_at: datetime
    happened_at: datetime
    learner_key: UUID | None


class Recent:
    """The articles told in the last thirty days, found by their marks without reading them all again each time."""

    def __init__(self) -> None:
        self._articles: dict[int, _Known] = {}
        self._marked: defaultdict[str, list[int]] = defaultdict(list)
        self._begun: datetime | None = None
        self._latest: datetime | None = None

    def refresh(self, db: Session, at: datetime) -> None:
        """Add what has been told since, by whomever; once a day, begin anew and forget what is old."""
        # A process may live for months: what is forgotten in the tables must leave its memory too.
        if self._begun is None or at - self._begun > BEGUN_ANEW:
            self._articles.clear()
            self._marked.clear()
            self._begun, self._latest = at, None
        # Commits may come later than the instants they bear, and clocks differ: look back a little each time.
        since = self._latest - OVERLAP if self._latest else at - HORIZON
        told = db.execute(select(Article.id, _told_at).where(_told_at >= since)).all()
        new = [article_id for article_id, told_at in told if not self._knows(article_id, told_at)]
        # In portions: SQLite bounds the parameters of a statement, https://www.sqlite.org/limits.html
        for start in range(0, len(new), SCANNED):
            self._learn(db, new[start : start + SCANNED])

    def _knows(self, article_id: int, told_at: datetime) -> bool:
        known = self._articles.get(article_id)
        # An article told again has another instant: its marks may have changed.
        return known is not None and known.told_at == told_at

    def _learn(self, db: Session, article_ids: list[int]) -> None:
        happened_at = func.coalesce(Article.published_at, Article.found_at, type_=Article.found_at.type)
        rows = db.execute(
            select(Article.id, _told_at, happened_at, Source.learner_key, Article.marks)
            .join(Source, Source.id == Article.source_id)
            .where(Article.id.in_(article_ids))
            .order_by(Article.id)
        )
        for article_id, told_at, happened, learner_key, marks in rows:
            self._articles[article_id] = _Known(told_at, happened, learner_key)
            for mark in marks:
                self._marked[mark].append(article_id)
            self._latest = max(told_at, self._latest or told_at)

    def alike(self, marks: frozenset[str], learner_key: UUID | None, around: datetime, most: int = MOST) -> list[int]:
        """Return the owner's articles of these days that share the rarest marks, the likeliest first."""
        weights: defaultdict[int, float] = defaultdict(float)
        for mark in sorted(marks & self._marked.keys()):
            holders = self._marked[mark]
            # Inverse document frequency: a mark that everybody has tells nothing.
            weight = log(1 + len(self._articles) / len(holders))
            for article_id in set(islice(reversed(holders), SCANNED)):
                known = self._articles[article_id]
                if known.learner_key == learner_key and abs(known.happened_at - around) <= SAME_NEWS_WITHIN:
                    weights[article_id] += weight
        # The id breaks ties, so that every worker comes to the same story.
        return nlargest(most, weights, key=lambda article_id: (weights[article_id], article_id))


# ---------------------------------------------------------------------------------------- the arrival of a read article


STORIES = "stories"
MOST_TELLINGS = 200
"""Articles that a new one is compared with."""


def tell_article(
    db: Session, lease: VisitLease, article: Article, read: ArticleRead, recent: Recent, at: datetime
) -> int:
    """End the reading of an article with the story that it tells, and return that. Raises jobs.LeaseLost.

    Others who tell wait for the end of the transaction, so that copies of one news, read at once, are one story. An
    article read again, since its source has changed it, keeps its story. A page that changes again tells something
    else each time, under the same title and at the same address.
    """
    jobs.wait_turn(db, STORIES, at)
    if db.scalar(select(Article.story_id).where(Article.id == article.id)) is not None:
        return tell_again(db, lease, article, read, at)
    # A watched page has one address and one title for all its news: by these, any two would be the same.
    known = [] if lease.source.kind == "page" else known_stories(db, lease, article, read, recent, at)
    # The oldest number: people have links to it, and it tells who was first.
    story_id = record_story(db, lease, article, read, min(known, default=None), at)
    for other in sorted(known)[1:]:
        merge(db, story_id, other)
    note_marked(db, story_id, article, read.telling.title, at)
    return story_id


def known_stories(
    db: Session, lease: VisitLease, article: Article, read: ArticleRead, recent: Recent, at: datetime
) -> list[int]:
    """Return the stories of the same owner that an article tells, the likeliest first."""
    recent.refresh(db, at)
    happened_at, owner = read.published_at or article.found_at, lease.source.learner_key
    alike = recent.alike(read.traits.marks, owner, happened_at)
    found = select(Article.story_id).where(Article.id.in_(alike), Article.story_id.is_not(None)).distinct()
    # Who corrects himself tells the same twice.
    new = ComparedArticle(read.traits, happened_at, None if is_marked(read.telling.title) else lease.source.id)
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
