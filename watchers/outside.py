"""The outside as a visit meets it: robots.txt, answers, feeds, articles; and the pace of visits."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from models.ground.store import Store
from models.news.sources import visits
from models.news.sources.visits import Held
from models.news.stories.arrival import Recent
from models.tables.sources import Source
from watchers import extract, feeds, pages, sitemaps
from watchers.child import Child
from watchers.disappointment import Disappointment
from watchers.extract import Extracted
from watchers.feeds import Feed
from watchers.fetch.answer import Fetched, Validators
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.robots import Robots
from watchers.pages import Announced
from watchers.sitemaps import Sitemap
from watchers.tellings import Teller

PARSING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside world under one name: `agent` is the product token that robots.txt knows (without version)."""

    fetcher: Fetcher
    child: Child
    agent: str

    def get(self, address: str, robots: Robots, validators: Validators | None = None) -> Fetched:
        """Fetch an address, if the site lets robots visit it. Raises Disappointment."""
        robots.check(address, self.agent)
        # A redirect inside the site may lead to what its robots.txt forbids.
        return self.fetcher.get(address, validators, lambda there: robots.check(there, self.agent))

    def feed(self, fetched: Fetched, now: datetime) -> Feed:
        """Parse the feed in an answer. Raises Disappointment: of a page, with the addresses of its feeds."""
        answer = (fetched.body, fetched.content_type, fetched.address, now)
        try:
            return self.child.run(feeds.parse, *answer, seconds=PARSING_SECONDS)
        except Disappointment as error:
            if error.why != "is_a_page":
                raise
        raise Disappointment("is_a_page", " ".join(self.announced(fetched).feeds))

    def article(self, fetched: Fetched, now: datetime) -> Extracted:
        """Extract the article in an answer. Raises Disappointment."""
        answer = (fetched.body, fetched.content_type, fetched.address, now)
        return self.child.run(extract.extract, *answer, seconds=PARSING_SECONDS)

    def sitemap(self, fetched: Fetched, now: datetime) -> Sitemap:
        """Parse the sitemap in an answer. Raises Disappointment."""
        return self.child.run(sitemaps.parse, fetched.body, fetched.address, now, seconds=PARSING_SECONDS)

    def chosen(self, fetched: Fetched, selector: str) -> Extracted:
        """Return the part of a page that is watched. Raises Disappointment."""
        return self.child.run(pages.chosen, fetched.body, fetched.content_type, selector, seconds=PARSING_SECONDS)

    def announced(self, fetched: Fetched) -> Announced:
        """Return what a page says of itself. Raises Disappointment."""
        page = (fetched.body, fetched.content_type, fetched.address)
        return self.child.run(pages.announced, *page, seconds=PARSING_SECONDS)


# --------------------------------------------------------------------------------------------------- the pace of visits


WEEK = timedelta(days=7)
SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=12)
VISITS_PER_ENTRY = 2
LONGEST_FRESHNESS = timedelta(days=1)
LONGEST_SILENCE = timedelta(days=7)
FIRST_RETRY, LAST_RETRY = timedelta(minutes=15), timedelta(days=1)
# Bounds the power: a source may fail for years, and timedelta overflows.
DOUBLINGS = 10
# Sources that were added together would otherwise come due together for ever.
JITTER = 0.1
# Politeness by default: few sites say Crawl-delay, which RFC 9309 leaves out.
SHORTEST_PAUSE = timedelta(seconds=2)


def after_success(entries_of_week: int, kept_fresh: timedelta | None, chance: float) -> timedelta:
    """Return the time until the next visit of a source that answered: twice as often as it publishes, in bounds.

    Not before what the site says stays fresh (max-age, Expires, ttl), a day at most. `chance` in [0, 1) spreads the
    visits. After Miniflux, model/feed.go, ScheduleNextCheck.
    """
    usual = WEEK / (VISITS_PER_ENTRY * max(1, entries_of_week))
    asked = min(kept_fresh or SHORTEST, LONGEST_FRESHNESS)
    return _spread(max(asked, min(max(usual, SHORTEST), LONGEST)), chance)


def after_failure(failures: int, retry_after: timedelta | None, chance: float) -> timedelta:
    """Return the time until the next visit after `failures` in a row: doubled each time, a day at most.

    Not before Retry-After, a week at most.
    """
    backed_off = min(FIRST_RETRY * 2 ** min(failures - 1, DOUBLINGS), LAST_RETRY)
    # A week at most: a server may ask for a century, and nobody would see the source again.
    asked = min(retry_after or FIRST_RETRY, LONGEST_SILENCE)
    return _spread(max(asked, backed_off), chance)


def pause_between(
    crawl_delay: timedelta | None, retry_after: timedelta | None, least: timedelta = SHORTEST_PAUSE
) -> timedelta:
    """Return the rest between two visits of a host: two seconds, or as long as robots.txt or its answer asks."""
    silence = min(retry_after or least, LONGEST_SILENCE)
    return max(least, crawl_delay or least, silence)


def _spread(gap: timedelta, chance: float) -> timedelta:
    return gap * (1 + JITTER * chance)


# -------------------------------------------------------- the tools of visits, and the question that they put to a site


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


def ask(watch: Watch, lease: Held, address: str, validators: Validators | None = None) -> SiteAnswer:
    """Fetch an address by the rules of its host."""
    answer: Fetched | Disappointment
    robots, read = Robots(lease.robots or ""), None
    try:
        # Rules that are fresh enough come with the lease (at most 24 hours: RFC 9309, 2.4).
        if lease.robots is None:
            robots = watch.outside.fetcher.robots(address)
            read = robots.text
        answer = watch.outside.get(address, robots, validators)
    except Disappointment as error:
        answer = error
    least = watch.pause if lease.host in watch.hurried else SHORTEST_PAUSE
    pause = pause_between(robots.crawl_delay(watch.outside.agent), answer.retry_after, least)
    return SiteAnswer(answer, watch.clock(), pause, read)


def fetch(watch: Watch, lease: Held, address: str) -> Fetched | Disappointment:
    """Fetch by the rules of the host and free it at once: what was fetched may take long to read."""
    asked = ask(watch, lease, address)
    with watch.store.writing() as db:
        visits.leave_host(db, lease, asked.at, asked.pause, asked.robots)
    return asked.answer
