"""`python -m benchmarks.stories`: articles in French, Dutch and English put into stories, against what they tell.

The articles are invented and were written for this measure. Prints pairwise precision and recall: on the half that the
weights were fitted on, on the half held out, on articles written after that, and on all; which pairs were missed or
wrong; what an article costs us beside its encoding, with --told more articles in a database of its own; and, with
--weights, what a logistic regression on the first half would choose now.
"""

import argparse
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import thread_time

from benchmarks.stories.articles import HELD_OUT, LATER, TUNED_ON, Article, keep_vectors, kept_vectors, read, told
from benchmarks.stories.measure import score, stories
from models.ground import schema
from models.ground.settings import Settings
from models.ground.store import Store
from models.language.encoder import Encoder
from models.language.vectors import unit
from models.news.sources.visits import VisitLease
from models.news.stories.arrival import Recent, known_stories
from models.news.stories.recognition import SAME_NEWS_WITHIN, ComparedArticle, event_words, features, traits
from models.news.stories.rectifying import ArticleRead as StoryRead
from models.news.stories.rectifying import ArticleTelling
from models.tables.sources import Source, VisitResult
from models.tables.stories import Article as ArticleRow
from models.tables.stories import Story

NOW = datetime(2026, 12, 6, tzinfo=UTC)


def main() -> None:
    """Encode, put together, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--encoder", type=Path, default=Settings.from_environment().encoder)
    parser.add_argument("--kept", action="store_true", help="with the vectors that the tests read, without an encoder")
    parser.add_argument("--keep", action="store_true", help="write those vectors anew")
    parser.add_argument("--told", type=int, default=2000, help="how many articles have been told these days")
    parser.add_argument("--weights", action="store_true")
    asked = parser.parse_args()
    articles = read()
    version, vectors = kept(articles) if asked.kept else encoded(articles, Encoder(asked.encoder))
    if asked.keep:
        keep_vectors(version, articles, vectors)
    sources = sorted({article.source for article in articles})
    known = [told(article, vector, version, sources) for article, vector in zip(articles, vectors, strict=True)]
    print(f"Python {platform.python_version()}, encoder {version}, {len(articles)} articles")
    report(articles, known)
    timed(known, asked.told)
    if asked.weights:
        weights(articles, known)


def kept(articles: Sequence[Article]) -> tuple[str, list[list[float]]]:
    version, vectors = kept_vectors()
    return version, [vectors[article.key] for article in articles]


def encoded(articles: Sequence[Article], encoder: Encoder) -> tuple[str, list[list[float]]]:
    return encoder.version, encoder.encode([event_words(article.title, article.text) for article in articles])


def report(articles: Sequence[Article], known: Sequence[ComparedArticle]) -> None:
    story_of = stories(known)
    for name, half in (("tuned on", TUNED_ON), ("held out", HELD_OUT), ("later", LATER), ("all", None)):
        found = score(articles, story_of, half)
        print(
            f"{name:10} {found.wanted:4} pairs   precision {found.precision:.3f}   recall {found.recall:.3f}"
            f"   ({found.right} right of {found.found} found)"
        )
    for a, b in combinations(range(len(articles)), 2):
        together, wanted = story_of[a] == story_of[b], articles[a].event == articles[b].event
        if together != wanted:
            print(f"  {'wrong ' if together else 'missed'} {articles[a].title[:50]!r} / {articles[b].title[:50]!r}")


def timed(known: Sequence[ComparedArticle], told_already: int) -> None:
    """Time what an article costs when so many have been told: its traits, and its story found in SQLite."""
    articles, cuts = read(), quantiles(seconds_each(known, told_already), n=20)
    own = [seconds_of(partial(traits, one.title, one.text, one.language, None)) for one in articles]
    print(
        f"an article takes {1000 * median(own):.2f} ms for its traits, and among {told_already} told these days"
        f" {1000 * cuts[9]:.1f} ms (half of them), {1000 * cuts[18]:.1f} ms (19 of 20) for its story (processor time)"
    )


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor seconds of this thread alone: what else the machine does is not counted."""
    start = thread_time()
    work()
    return thread_time() - start


def seconds_each(known: Sequence[ComparedArticle], told_already: int) -> list[float]:
    """Return the seconds of each look for the story of an article, in a database with so many."""
    with TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'stories.sqlite3'}")
        schema.upgrade(store.url)
        fill(store, known, told_already)
        recent, seconds = Recent(), []
        with store.reading() as db:
            source, article = db.get_one(Source, 1), db.get_one(ArticleRow, 1)
            lease = VisitLease(NOW, source.host, None, source, article)
            recent.refresh(db, NOW)
        for one in known:
            seen = StoryRead(VisitResult.OK, None, one.happened_at, ArticleTelling("", one.traits.language), one.traits)
            with store.reading() as db:
                seconds.append(seconds_of(partial(known_stories, db, lease, article, seen, recent, NOW)))
        store.dispose()
        return seconds


def fill(store: Store, known: Sequence[ComparedArticle], number: int) -> None:
    """Add articles that share a third of their marks with one of ours, each its own story."""
    draw = Random(42)
    with store.writing() as db:
        row = {"name": "S", "address": "https://s.example/", "host": "s.example:443", "kind": "feed"}
        db.add(Source(**row, next_visit_at=NOW, created_at=NOW))
        db.flush()
        for place in range(number):
            like = known[place % len(known)]
            marks = draw.sample(sorted(like.traits.marks), len(like.traits.marks) // 3) + [f"w:{draw.random()}"]
            vector = [round(value, 4) for value in unit([value + draw.gauss(0, 0.02) for value in like.traits.vector])]
            story = Story(title=str(place), happened_at=like.happened_at, created_at=NOW)
            db.add(story)
            db.flush()
            page = {"identity": str(place), "address": f"https://s.example/{place}", "host": "s.example:443"}
            told_as = {
                "marks": marks,
                "sketch": list(like.traits.sketch)[:60],
                "vector": vector,
                "told_at": NOW - timedelta(days=5 * draw.random()),
            }
            at = {"found_at": NOW, "published_at": like.happened_at, "state": "read"}
            db.add(ArticleRow(**page, **told_as, **at, source_id=1, story_id=story.id, title=str(place), lead=""))


def weights(articles: Sequence[Article], known: Sequence[ComparedArticle]) -> None:
    from sklearn.linear_model import LogisticRegression

    mine = [place for place, article in enumerate(articles) if article.half == TUNED_ON]
    pairs = [
        (a, b) for a, b in combinations(mine, 2) if abs(known[a].happened_at - known[b].happened_at) <= SAME_NEWS_WITHIN
    ]
    # Numbers of a like size, so that the penalty weighs on all alike.
    rows = [{**features(known[a], known[b])} for a, b in pairs]
    table = [[10 * row["near"], row["language"], row["facts"], row["names"], row["days"]] for row in rows]
    model = LogisticRegression(C=3.0, max_iter=5000).fit(
        table, [articles[a].event == articles[b].event for a, b in pairs]
    )
    near, *others = model.coef_[0]
    names = ("language", "facts", "names", "days")
    found = {"near": 10 * near, **dict(zip(names, others, strict=True)), "bias": model.intercept_[0]}
    print("  ".join(f"{name} {value:.1f}" for name, value in found.items()))


if __name__ == "__main__":
    main()
