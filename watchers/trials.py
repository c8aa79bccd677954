"""Trials of an address: what could be watched there, what the site allows, and where its terms are."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from models.news.sources import trials, visits
from models.news.sources.trials import MOST_TIMES, Glimpse, TrialLease, WatchOption
from models.news.sources.visits import host_of
from models.people import accounts
from models.tables.sources import Host, VisitResult, Watching
from watchers import text_mining
from watchers.disappointment import Disappointment
from watchers.fetch.answer import Fetched
from watchers.fetch.robots import Robots
from watchers.outside import Watch, fetch, for_one_person
from watchers.pages import is_wall

COMMON_PLACES = ("/feed/", "/rss.xml", "/feed.xml", "/rss", "/atom.xml")
"""Where sites keep a feed that they do not announce."""
SITEMAP_PLACE = "/sitemap.xml"
MOST_LOOKS = 10
"""Addresses of one trial."""
MOST_ANNOUNCED, MOST_SHOWN, LONGEST_PREVIEW = 3, 5, 1500
PAGE_TYPES = ("text/html", "application/xhtml+xml")
SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
NO_PAUSE = timedelta(0)
NOWHERE = {VisitResult.REFUSED_ADDRESS, VisitResult.ROBOTS_UNAVAILABLE, VisitResult.UNREACHABLE}
"""Said in one word to anyone who tries an address of her own: that a name exists inside is nobody else's business."""


def look_at(watch: Watch, lease: TrialLease) -> None:
    """Look at the next address of a trial, and keep what it shows. Raises LeaseLost."""
    # Taken so often and never brought to an end, as by workers that died over it.
    if lease.trial.attempts > MOST_TIMES:
        look = _Look(watch, lease)
        look.refuse(Disappointment(VisitResult.GAVE_UP))
        with watch.store.writing() as db:
            visits.leave_host(db, lease, watch.clock(), NO_PAUSE)
            return trials.go_on(db, lease, look.found, look.ahead, watch.clock())
    with watch.store.reading() as db:
        asker = accounts.account_of(db, lease.trial.learner_key)
        # An administrator alone follows sites for everybody.
        own = asker is None or not asker.administrator
    look = _Look(for_one_person(watch) if own else watch, lease)
    look.ask(own)
    with watch.store.writing() as db:
        trials.go_on(db, lease, look.found, look.ahead if look.found.looks < MOST_LOOKS else (), watch.clock())


class _Look:
    """The look at one address of a trial: what the trial has found with it, and what to look at next."""

    def __init__(self, watch: Watch, lease: TrialLease) -> None:
        self.watch, self.lease, self.outside = watch, lease, watch.outside
        self.asked, self.address, self.selector = lease.trial.address, lease.address, lease.trial.selector
        self.ahead = tuple(lease.trial.ahead[1:])
        found = trials.read(lease.trial)
        self.found = replace(found, looks=found.looks + 1)
        self.home = urljoin(self.asked, "/")
        self.places = tuple(urljoin(self.asked, place) for place in COMMON_PLACES)
        self.guesses = {*self.places, urljoin(self.asked, SITEMAP_PLACE)} - {self.asked}

    def refuse(self, failed: Disappointment) -> None:
        """Note that the address gave nothing."""
        self.found = self.found.refuse(self.address, failed.why, failed.detail)

    def add(self, kind: Watching, address: str, title: str, **shown: Any) -> None:
        """Note a way to watch what is there."""
        self.found = self.found.add(WatchOption(kind, address, title, **shown))

    def ask(self, own: bool) -> None:
        """Fetch the address, and examine the answer."""
        # Before the fetch, which frees the host: this asks the site too, and one visitor at a time is the rule.
        file = text_mining.file_of(self.watch, self.address)
        answer = fetch(self.watch, self.lease, self.address)
        robots = self._rules()
        if not isinstance(answer, Disappointment):
            reserved = text_mining.judged(answer, self.address, file)
            self.found = replace(self.found, reserved=self.found.reserved or reserved)
            self._examine(answer, robots)
        else:
            self._fail(Disappointment(VisitResult.UNREACHABLE) if own and answer.why in NOWHERE else answer)

    def _rules(self) -> str:
        """Return robots.txt, as the fetch has just read it, and note what it says of the address asked for."""
        with self.watch.store.reading() as db:
            host = db.get(Host, self.lease.host)
        text = (host and host.robots) or ""
        if host and host.robots_at and not self.found.robots and self.address == self.asked:
            rules, agent = Robots(text), self.outside.agent
            said = ("allowed" if rules.allows(self.address, agent) else "refused") if text.strip() else "none"
            delay = rules.crawl_delay(agent)
            self.found = replace(self.found, robots=said, delay=delay.total_seconds() if delay else None)
        return text

    def _fail(self, failed: Disappointment) -> None:
        """Note that nothing is at an address, and try the home of the site; guesses fail silently."""
        if self.address in self.guesses:
            return
        self.refuse(failed)
        asked_for = self.address == self.asked != self.home and not self.selector
        if asked_for and host_of(self.home) and not failed.passing:
            self.ahead = (self.home,)

    def _examine(self, answer: Fetched, robots: str) -> None:
        """Examine an answer: a feed, a sitemap, or a page with what it announces."""
        try:
            feed = self.outside.feed(answer, self.watch.clock())
        except Disappointment as error:
            is_page = answer.content_type.lower().startswith(PAGE_TYPES)
            if error.why == VisitResult.IS_A_PAGE or (error.why == VisitResult.NOT_A_FEED and is_page):
                self._page(answer, robots)
            elif error.why == VisitResult.NOT_A_FEED:
                self._sitemap(answer)
            else:
                self.refuse(error)
            return
        shown = _glimpses((entry.title, entry.address or "", entry.published) for entry in feed.entries[:MOST_SHOWN])
        self.add(Watching.FEED, answer.address, feed.title, entries=shown, number=len(feed.entries))
        self.ahead = tuple(address for address in self.ahead if address not in self.guesses)
        self._go_home()

    def _go_home(self) -> None:
        """Look at the home of the site, for its terms, where no page was looked at."""
        if not self.ahead and not self.found.terms and self.address == self.asked != self.home:
            self.ahead = (self.home,)

    def _sitemap(self, answer: Fetched) -> None:
        try:
            sitemap = self.outside.sitemap(answer, self.watch.clock())
        except Disappointment as error:
            return self._fail(error)
        shown = _glimpses((page.title, page.address, page.at) for page in sitemap.pages[:MOST_SHOWN])
        number = len(sitemap.pages) or len(sitemap.parts)
        self.add(
            Watching.SITEMAP, answer.address, urlsplit(answer.address).hostname or "", entries=shown, number=number
        )
        self._go_home()

    def _page(self, answer: Fetched, robots: str) -> None:
        """Examine a page: where its terms are; of the first one also its text, and the feeds of its site."""
        try:
            announced = self.outside.announced(answer)
        except Disappointment as error:
            return self.refuse(error)
        self.found = replace(self.found, terms=self.found.terms or announced.terms)
        if self.address != self.asked and (self.found.proposals or self.address in self.guesses):
            return
        try:
            text = self._text(answer)
            self.add(Watching.PAGE, answer.address, announced.title, text=text[:LONGEST_PREVIEW])
        except Disappointment as error:
            self.refuse(error)
        feeds = tuple(feed for feed in announced.feeds if feed != answer.address)[:MOST_ANNOUNCED]
        # robots.txt may name sitemaps of other hosts, for which this site does not speak.
        named = (one for one in SITEMAP_LINE.findall(robots) if host_of(one) == host_of(self.address))
        sitemap = next(named, urljoin(self.asked, SITEMAP_PLACE))
        self.ahead = () if self.selector else feeds or (*self.places, sitemap)

    def _text(self, answer: Fetched) -> str:
        """Return the text of the page, or of the part of it that is to be watched. Raises Disappointment."""
        if self.selector:
            return self.outside.chosen(answer, self.selector).text
        page = self.outside.article(answer, self.watch.clock())
        if is_wall(page.title, page.text):
            raise Disappointment(VisitResult.WALL)
        return page.text


def _glimpses(entries: Iterable[tuple[str, str, datetime | None]]) -> tuple[Glimpse, ...]:
    return tuple(Glimpse(title, address, at.isoformat() if at else None) for title, address, at in entries)
