"""A newsroom for the tests of stories: sources of invented news, and articles that are read as the watch reads them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from models.ground.store import Store
from models.news.sources import shared_sources, visits
from models.news.sources.visits import FoundEntry, VisitLease, host_of
from models.news.stories import arrival, rectifying
from models.news.stories.arrival import Recent
from models.news.stories.recognition import traits
from models.news.stories.rectifying import ArticleRead, ArticleTelling
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article, ArticleState, Story
from tests.builders import MONDAY

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TITLE = "Une prime de 2.000 euros pour une formation en pénurie"
TEXT = (
    "Le gouvernement bruxellois a approuvé une prime de 2.000 euros pour les demandeurs d'emploi. "
    "Actiris la versera à partir du 1er février 2027 à toute personne qui achève sa formation. "
    "Environ 3.500 personnes par an pourraient recevoir cette prime, selon le ministre bruxellois de l'Emploi. "
    "Les formations du soir ne sont pas concernées par cette nouvelle mesure régionale."
)
ONE, OTHER = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
"""Vectors of two subjects that have nothing in common."""


class Newsroom:
    """Sources, and what a worker makes of their articles."""

    def __init__(self, store: Store) -> None:
        self.store, self.recent = store, Recent()

    def source(
        self, name: str, right: str = "text", owner: UUID | None = None, nature: str = "press", kind: str = "feed"
    ) -> int:
        address = f"https://{name.lower()}.example/feed"
        with self.store.writing() as db:
            found = db.scalar(select(Source).where(Source.address == address))
            row = found or shared_sources.add_source(db, name, address, kind, MONDAY + 365 * DAY)
            row.right_to_show, row.learner_key, row.nature = right, owner, nature
            return row.id

    def tell(
        self,
        source_id: int,
        title: str = TITLE,
        text: str = TEXT,
        at: datetime = MONDAY,
        *,
        language: str = "fr",
        identity: str | None = None,
        event: Sequence[float] = ONE,
        address: str | None = None,
    ) -> int:
        """An article of a source is found, read and told; returns its story."""
        with self.store.writing() as db:
            source = db.get_one(Source, source_id)
            name = identity or title
            page = address or f"https://{source.name.lower()}.example/{name.replace(' ', '-')}"
            visits.add_articles(db, source, [FoundEntry(name, page, title, published_at=at)], at)
        return self.read(source_id, name, title, text, at, language=language, event=event)

    def read(
        self,
        source_id: int,
        identity: str,
        title: str,
        text: str,
        at: datetime,
        *,
        language: str = "fr",
        event: Sequence[float] = ONE,
        result: VisitResult = VisitResult.OK,
    ) -> int:
        """What a worker does with an article that is due."""
        with self.store.writing() as db:
            mine = select(Article).where(Article.source_id == source_id, Article.identity == identity)
            article = db.scalars(mine).one()
            assert article.state == ArticleState.DUE
            lease = self._errand(db.get_one(Source, source_id), article, at)
            places = [(0, f"{text} ".index(". ") + 1)] if ". " in f"{text} " else []
            telling = ArticleTelling(title, language, places, "e5", {}, event)
            known_by = traits(title, text, language, article.address.removeprefix("https://"), event, "e5")
            read = ArticleRead(result, text or None, article.published_at, telling, known_by)
            article.lease_until = lease.until
            db.flush()
            return arrival.tell_article(db, lease, article, read, self.recent, at)

    def _errand(self, source: Source, article: Article, at: datetime) -> VisitLease:
        return VisitLease(at + HOUR, host_of(article.address), None, source, article)

    def shows(self, source_id: int, identity: str, title: str, at: datetime, lead: str = "") -> int:
        """A later visit shows an entry again; returns how many articles are to be read again."""
        with self.store.writing() as db:
            source = db.get_one(Source, source_id)
            entry = FoundEntry(identity, "https://x.example/", title, lead, published_at=MONDAY)
            return rectifying.reopen_changed(db, source, [entry], at)

    def changes(self, source_id: int, identity: str, title: str, text: str, at: datetime, **how: object) -> int:
        """A source shows an entry changed, and the worker reads it again."""
        assert self.shows(source_id, identity, title, at) == 1
        return self.read(source_id, identity, title, text, at, **how)  # type: ignore[arg-type]

    def stories(self) -> Sequence[Story]:
        with self.store.reading() as db:
            return db.scalars(select(Story).where(Story.merged_into.is_(None)).order_by(Story.id)).all()
