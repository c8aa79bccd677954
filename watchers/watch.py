"""The tools of visits, and the question that they put to a site."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from models.ground.store import Store
from models.tables.sources import Source
from models.watch import visits
from models.watch.stories.recent import Recent
from models.watch.visits import Held
from watchers import pace
from watchers.disappointment import Disappointment
from watchers.fetch.answer import Fetched, Validators
from watchers.fetch.robots import Robots
from watchers.outside import Outside
from watchers.pace import SHORTEST_PAUSE
from watchers.stories import Teller


@dataclass(frozen=True, slots=True)
class Watch:
    """The tools of a visit; `chance` gives numbers in [0, 1), `recent` is what was told these days.

    `hurried` are the hosts (host:port) that the operator named as private: between two visits there, `pause`.
    `outside` may visit those; `personal`, for what one person asks for, may not.
    """

    store: Store
    outside: Outside
    teller: Teller
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    recent: Recent = field(default_factory=Recent)
    hurried: frozenset[str] = frozenset()
    pause: timedelta = SHORTEST_PAUSE
    personal: Outside | None = None


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """The answer of a site: when it came, how long the host then rests; `robots`: rules that were read just now."""

    answer: Fetched | Disappointment
    at: datetime
    pause: timedelta
    robots: str | None


def for_one_person(watch: Watch) -> Watch:
    """Return the tools for what one person asks for: the operator named private addresses for all, not for each."""
    return replace(watch, outside=watch.personal) if watch.personal else watch


def in_log(source: Source, address: str) -> str:
    """Return how the log names what was visited: what one person follows is hers alone."""
    return address if source.learner_key is None else f"personal source {source.id}"


def ask(watch: Watch, errand: Held, address: str, validators: Validators | None = None) -> SiteAnswer:
    """Fetch an address by the rules of its host."""
    answer: Fetched | Disappointment
    robots, read = Robots(errand.robots or ""), None
    try:
        # Rules that are fresh enough come with the errand (at most 24 hours: RFC 9309, 2.4).
        if errand.robots is None:
            robots = watch.outside.fetcher.robots(address)
            read = robots.text
        answer = watch.outside.get(address, robots, validators)
    except Disappointment as error:
        answer = error
    least = watch.pause if errand.host in watch.hurried else SHORTEST_PAUSE
    pause = pace.pause(robots.crawl_delay(watch.outside.agent), answer.retry_after, least)
    return SiteAnswer(answer, watch.clock(), pause, read)


def fetch(watch: Watch, errand: Held, address: str) -> Fetched | Disappointment:
    """Fetch by the rules of the host and free it at once: what was fetched may take long to read."""
    asked = ask(watch, errand, address)
    with watch.store.writing() as db:
        visits.leave_host(db, errand, asked.at, asked.pause, asked.robots)
    return asked.answer
