"""`python -m benchmarks.stories`: articles in French, Dutch and English put into stories, against what they tell.

The articles are invented and were written for this measure. Prints pairwise precision and recall on the half that the
weights were fitted on, on the half held out, and on all; which pairs were missed or wrong; what an article costs us
beside its encoding; and, with --weights, what a logistic regression on the first half would choose now.
"""

import argparse
import platform
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from benchmarks.stories.articles import Article, keep_vectors, kept_vectors, read, told
from benchmarks.stories.measure import score, stories
from models.language import Encoder
from models.settings import Settings
from models.stories.recognition import SAME_NEWS_WITHIN, Told, features, recognise
from models.stories.traits import event_words

ROUNDS = 20


def main() -> None:
    """Encode, put together, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--encoder", type=Path, default=Settings.from_environment().encoder)
    parser.add_argument("--kept", action="store_true", help="with the vectors that the tests read, without an encoder")
    parser.add_argument("--keep", action="store_true", help="write those vectors anew")
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
    timed(articles, known, sources)
    if asked.weights:
        weights(articles, known)


def kept(articles: Sequence[Article]) -> tuple[str, list[list[float]]]:
    version, vectors = kept_vectors()
    return version, [vectors[article.key] for article in articles]


def encoded(articles: Sequence[Article], encoder: Encoder) -> tuple[str, list[list[float]]]:
    return encoder.version, encoder.encode([event_words(article.title, article.text) for article in articles])


def report(articles: Sequence[Article], known: Sequence[Told]) -> None:
    story_of = stories(known)
    for name, half in (("tuned on", 0), ("held out", 1), ("all", None)):
        found = score(articles, story_of, half)
        print(
            f"{name:10} {found.wanted:4} pairs   precision {found.precision:.3f}   recall {found.recall:.3f}"
            f"   ({found.right} right of {found.found} found)"
        )
    for a, b in combinations(range(len(articles)), 2):
        together, wanted = story_of[a] == story_of[b], articles[a].event == articles[b].event
        if together != wanted:
            print(f"  {'wrong ' if together else 'missed'} {articles[a].title[:50]!r} / {articles[b].title[:50]!r}")


def timed(articles: Sequence[Article], known: Sequence[Told], sources: Sequence[str]) -> None:
    """What an article costs us: its traits, and the comparison with thirty others."""
    seconds = []
    for _ in range(ROUNDS):
        for place, article in enumerate(articles):
            others = {other: [known[other]] for other in range(len(known)) if other != place}
            start = perf_counter()
            mine = told(article, known[place].traits.vector, known[place].traits.encoder or "", sources)
            recognise(mine, dict(list(others.items())[:30]))
            seconds.append(perf_counter() - start)
    cuts = quantiles(seconds, n=20)
    print(f"an article takes {1000 * cuts[9]:.2f} ms (half of them), {1000 * cuts[18]:.2f} ms (19 of 20)")


def weights(articles: Sequence[Article], known: Sequence[Told]) -> None:
    from sklearn.linear_model import LogisticRegression

    mine = [place for place, article in enumerate(articles) if article.half == 0]
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
