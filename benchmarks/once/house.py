"""The house of the demonstration with two portals and two workers at work in it, on PostgreSQL."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from random import Random
from subprocess import DEVNULL, STDOUT, Popen, run

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from benchmarks.answer import free_bind, served
from benchmarks.once.newsroom import Newsroom
from benchmarks.once.shared_clock import SharedClock
from content.rules import RuleState
from models.demo import cohort, news, workshop
from models.demo.cohort import InventedLearner
from models.ground.calendar import DAY, local_day
from models.ground.settings import Settings
from models.ground.store import Store
from models.tables.mail import Mail, MailState
from models.tables.people import Account
from models.tables.rule_changes import RuleChange
from models.tables.sources import Host, Source
from models.tables.stories import Article, ArticleState, Story
from models.workshop.rule_changes import proposing
from models.workshop.rule_changes.proposing import Wanted
from watchers.clock import Clock

HOUR = 8
"""At which everybody gets her mail."""
PORTALS = WORKERS = 2
NEWS_BEHIND = (1, 3)
"""The stories of the demonstration that two more rule changes are drawn from."""


@dataclass(frozen=True, slots=True)
class House:
    """A house that is open."""

    store: Store
    settings: Settings
    portals: Sequence[str]
    logs: Sequence[Path]

    def logged(self) -> str:
        """Return what the workers have said."""
        return "".join(log.read_text("utf-8") for log in self.logs)


def environment_of(folder: Path, url: str, smtp: int, room: Newsroom, clock: SharedClock) -> Mapping[str, str]:
    """Return what portals and workers are told."""
    return {
        **clock.environment,
        "INSTANCE": str(folder),
        "DATABASE_URL": url,
        "DEMONSTRATION": "1",
        "SMTP_URL": f"smtp://127.0.0.1:{smtp}",
        "WATCH_ALLOW": ",".join(f"{host}:{room.port}" for host in room.hosts),
        "WATCH_PAUSE": "0",
    }


def furnish(environment: Mapping[str, str], room: Newsroom, days: Sequence[date], at: datetime) -> Store:
    """Make the house as `python -m portal demo` does; all have come, want mail at eight, and rules will change."""
    run([sys.executable, "-m", "portal", "setup"], env=environment, check=True, stdout=DEVNULL)
    store = Store(environment["DATABASE_URL"])
    with store.writing() as db:
        db.execute(update(Account).values(digest_hour=HOUR, privacy_read_at=at - DAY))
        for host in room.hosts:
            named = {"name": host, "address": room.feed_address(host), "host": f"{host}:{room.port}"}
            db.add(Source(**named, kind="feed", next_visit_at=at, created_at=at))
        _agree_on_changes(db, days, at)
    return store


def _agree_on_changes(db: Session, days: Sequence[date], at: datetime) -> None:
    """Have two trainers agree on a change for each day: the demonstration's own, and others beside it."""
    author, reader = (one.learner_key for one in cohort.accounts(db, at, "Europe/Brussels")[6:8])
    own = db.scalars(select(RuleChange).where(RuleChange.decision.is_(None))).one()
    proposing.accept(db, own, at, reader)
    titles = [one["title"] for one in news.written()["stories"]]
    for number, day in zip(NEWS_BEHIND, (one for one in days if one != own.holds_from), strict=False):
        story = db.scalars(select(Story).where(Story.title == titles[number])).one()
        wanted = Wanted(workshop.RULE, RuleState.IN_FORCE, "https://office-fictif.example/prime", day)
        proposing.accept(db, proposing.propose(db, story.id, wanted, at, author), at, reader)


@contextmanager
def opened(environment: Mapping[str, str], store: Store, folder: Path) -> Iterator[House]:
    """Run two portals and two workers until the end of the block."""
    binds = [free_bind() for _ in range(PORTALS)]
    logs = [folder / f"worker-{number}.log" for number in range(WORKERS)]
    with ExitStack() as stack:
        for number, bind in enumerate(binds):
            log = stack.enter_context((folder / f"portal-{number}.log").open("wb"))
            own = {**environment, "BIND": bind, "BASE_URL": f"http://{binds[0]}"}
            command = [sys.executable, "-m", "portal", "serve"]
            stack.enter_context(served(command, own, f"http://{bind}/sign-in", log.fileno()))
        for file in logs:
            log = stack.enter_context(file.open("wb"))
            worker = Popen([sys.executable, "-m", "watchers", "work"], env=environment, stdout=log, stderr=STDOUT)
            stack.callback(worker.wait)
            stack.callback(worker.terminate)
        settings = Settings.from_environment(environment)
        yield House(store, settings, [f"http://{bind}" for bind in binds], logs)


def strike(house: House, at: datetime) -> None:
    """Let the minute turn for both workers at once, as their schedulers would."""
    with Clock(house.settings) as clock:
        for _ in range(WORKERS):
            for task in clock.huey.read_periodic(at):
                clock.huey.enqueue(task)


def live(store: Store, at: datetime) -> None:
    """Let everybody of the cohort come on a day."""
    day = local_day(at, "Europe/Brussels")
    with store.writing() as db:
        everybody = cohort.accounts(db, at, "Europe/Brussels")
        coming = [InventedLearner(one, Random(f"{cohort.SEED} {one.email}")) for one in everybody]
        cohort.live(db, coming, day, Random(f"{cohort.SEED} {day}"))


def at_rest(db: Session, at: datetime) -> bool:
    """Return whether nothing is due, and nobody holds anything."""
    held = [select(table.lease_until).where(table.lease_until > at) for table in (Source, Host, Article, Mail)]
    due = [
        select(Mail.id).where(or_(Mail.state == MailState.SENDING, Mail.state == MailState.READY), Mail.due_at <= at),
        select(Article.id).where(Article.state == ArticleState.DUE, Article.due_at <= at),
        select(Source.id).where(Source.active, Source.next_visit_at <= at),
    ]
    return not any(db.execute(one.limit(1)).first() for one in (*held, *due))
