"""The outside world as a visit meets it: robots.txt, answers, feeds, articles."""

from dataclasses import dataclass
from datetime import datetime

from watchers import extract, pages, sitemaps
from watchers.child import Child
from watchers.disappointment import Disappointment
from watchers.extract import Extracted
from watchers.feeds import parsing
from watchers.feeds.parsing import Feed
from watchers.fetch.answer import Fetched, Validators
from watchers.fetch.fetcher import Fetcher
from watchers.fetch.robots import Robots
from watchers.pages import Announced
from watchers.sitemaps import Sitemap

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
            return self.child.run(parsing.parse, *answer, seconds=PARSING_SECONDS)
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
