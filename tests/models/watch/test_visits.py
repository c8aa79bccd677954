"""What the worker keeps, also when several do the same at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from models.ground.store import Store
from models.tables.sources import VisitResult
from models.tables.stories import Article, Story
from models.watch import visits
from models.watch.sources import watching
from models.watch.stories import arrival
from models.watch.stories.recent import Recent
from models.watch.stories.record import ArticleRead, ArticleTelling
from models.watch.stories.traits import traits
from models.watch.visits import FoundEntry
from tests.builders import MONDAY


def test_the_same_entries_added_at_once_are_added_once(store: Store) -> None:
    with store.writing() as db:
        source = watching.add_source(db, "Forem", "https://forem.example/feed", "feed", MONDAY)
    entries = [FoundEntry(str(number), source.address, f"Titre {number}") for number in range(20)]

    def add(_: int) -> int:
        with store.writing() as db:
            return visits.add_articles(db, source, entries, MONDAY)

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(add, range(4))) == 20
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Article)) == 20


def test_two_copies_of_one_news_read_at_once_are_one_story(store: Store) -> None:
    names = [f"journal{number}" for number in range(4)]
    with store.writing() as db:
        for name in names:
            source = watching.add_source(db, name, f"https://{name}.example/feed", "feed", MONDAY + timedelta(days=1))
            visits.add_articles(
                db, source, [FoundEntry("1", f"https://{name}.example/1", "La même nouvelle ici")], MONDAY
            )

    recent = Recent()

    def tell(errand: visits.VisitErrand) -> None:
        assert errand.article
        with store.writing() as db:
            title = errand.article.title
            read = ArticleRead(VisitResult.OK, None, None, ArticleTelling(title, "fr"), traits(title, "", "fr", None))
            arrival.tell_article(db, errand, errand.article, read, recent, MONDAY)

    with store.writing() as db:
        errands = visits.take_errands(db, MONDAY, len(names), len(names))
    assert len(errands) == len(names)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(tell, errands))
    with store.reading() as db:
        assert db.scalar(select(func.count()).select_from(Story)) == 1
