"""The outside world as a visit meets it: robots.txt, answers, feeds, articles, and every way it disappoints."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, get_args

from models.tables.sources import VisitResult
from watchers import extract, pages, sitemaps
from watchers.child import Child, ParsingCrashed, ParsingTooSlow
from watchers.extract import Extracted, NothingToRead
from watchers.feeds import parsing
from watchers.feeds.parsing import Feed, NotAFeed
from watchers.fetch.answer import Fetched, Validators
from watchers.fetch.errors import AnsweredWithoutBody, FetchError, TooSlow, Unreachable
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.robots import Robots, RobotsState
from watchers.pages import Announced, BadSelector, Chosen, SelectorLost, Wall
from watchers.sitemaps import NotASitemap, Sitemap

PARSING_SECONDS = 20.0
TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
LONGEST_DETAIL = 500


class RobotsUnavailable(Exception):
    """The rules of the site cannot be known now, so nothing may be visited (RFC 9309, 2.3.1.4)."""

    code: ClassVar[str] = "robots_unavailable"


class IsAPage(Exception):
    """A page stands where a feed was expected; `feeds` are those that it announces."""

    code: ClassVar[str] = "is_a_page"

    def __init__(self, feeds: tuple[str, ...]) -> None:
        super().__init__(" ".join(feeds))
        self.feeds = feeds


Disappointment = (
    FetchError
    | NotAFeed
    | NothingToRead
    | ParsingTooSlow
    | ParsingCrashed
    | RobotsUnavailable
    | IsAPage
    | NotASitemap
    | BadSelector
    | SelectorLost
    | Wall
)
DISAPPOINTMENTS = get_args(Disappointment)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure of the world, and why; `passing` where the same visit may go better in a while."""

    result: VisitResult
    detail: str | None = None
    retry_after: timedelta | None = None
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """The outside world under one name: `agent` is the product token that robots.txt knows (without version)."""

    fetcher: Fetcher
    child: Child
    agent: str

    def robots(self, address: str) -> Robots:
        """Return the rules of the site. Raises BadAddress, RefusedAddress, RobotsUnavailable."""
        robots = self.fetcher.robots(address)
        if robots.state is RobotsState.FORBID_ALL:
            raise RobotsUnavailable
        return robots

    def get(self, address: str, robots: Robots, validators: Validators | None = None) -> Fetched:
        """Fetch an address, if the site lets robots visit it. Raises FetchError."""
        robots.check(address, self.agent)
        # A redirect inside the site may lead to what its robots.txt forbids.
        return self.fetcher.get(address, validators, lambda there: robots.check(there, self.agent))

    def feed(self, fetched: Fetched, now: datetime) -> Feed:
        """Parse the feed in an answer. Raises IsAPage, NotAFeed, ParsingTooSlow, ParsingCrashed."""
        answer = (fetched.body, fetched.content_type, fetched.address, now)
        try:
            return self.child.run(parsing.parse, *answer, seconds=PARSING_SECONDS)
        except NotAFeed as error:
            if error.reason != "page":
                raise
        raise IsAPage(self.announced(fetched).feeds)

    def article(self, fetched: Fetched, now: datetime) -> Extracted:
        """Extract the article in an answer. Raises NothingToRead, ParsingTooSlow, ParsingCrashed."""
        answer = (fetched.body, fetched.content_type, fetched.address, now)
        return self.child.run(extract.extract, *answer, seconds=PARSING_SECONDS)

    def sitemap(self, fetched: Fetched, now: datetime) -> Sitemap:
        """Parse the sitemap in an answer. Raises NotASitemap, ParsingTooSlow, ParsingCrashed."""
        return self.child.run(sitemaps.parse, fetched.body, fetched.address, now, seconds=PARSING_SECONDS)

    def chosen(self, fetched: Fetched, selector: str) -> Chosen:
        """Return the part of a page that is watched. Raises what pages.chosen does, ParsingTooSlow, ParsingCrashed."""
        return self.child.run(pages.chosen, fetched.body, fetched.content_type, selector, seconds=PARSING_SECONDS)

    def announced(self, fetched: Fetched) -> Announced:
        """Return what a page says of itself. Raises ParsingTooSlow, ParsingCrashed."""
        page = (fetched.body, fetched.content_type, fetched.address)
        return self.child.run(pages.announced, *page, seconds=PARSING_SECONDS)


def failure(error: Disappointment) -> Failure:
    """Turn an exception of the world into what is kept of it."""
    passing = isinstance(error, TooSlow | Unreachable | RobotsUnavailable)
    retry_after = None
    if isinstance(error, AnsweredWithoutBody):
        retry_after = error.retry_after
        passing = error.status == TOO_MANY_REQUESTS or error.status >= SERVER_ERROR
    return Failure(VisitResult(error.code), _detail(error), retry_after, passing)


def _detail(error: Disappointment) -> str | None:
    """Return what a server, a parser or the system has said of it; our own reason is in the sentence of the result."""
    match error:
        case NotAFeed(detail=detail):
            told = detail
        case AnsweredWithoutBody() | Unreachable() | IsAPage() | NotASitemap() | BadSelector() | ParsingCrashed():
            told = str(error)
        case _:  # in the English of whoever reads a traceback, under a page in French
            return None
    lines = told.strip().splitlines()  # that of a crash is a whole traceback, and its last line says what happened
    return lines[-1][:LONGEST_DETAIL] if lines else None
