"""Trials of an address: what could be watched there, what the site allows, and where its terms are."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from models.people import accounts
from models.tables.sources import Host, VisitResult, Watching
from models.watch import visits
from models.watch.hosts import host_of
from models.watch.sources import trials
from models.watch.sources.trials import MOST_TIMES, Glimpse, TrialErrand, TrialFindings, WatchOption
from watchers import text_mining
from watchers.disappointment import Disappointment
from watchers.fetch.answer import Fetched
from watchers.fetch.robots import Robots
from watchers.pages import is_wall
from watchers.watch import Watch, fetch, for_one_person

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
"""Said in one word to whoever tries an address of her own: that a name exists inside is nobody else's business."""


class _Seen(NamedTuple):
    """The state of a trial after an address: what is known, and what to look at next."""

    found: TrialFindings
    ahead: tuple[str, ...]


def look_at(watch: Watch, errand: TrialErrand) -> None:
    """Look at the next address of a trial, and keep what it shows. Raises LeaseLost."""
    found, ahead = trials.read(errand.trial), tuple(errand.trial.ahead[1:])
    found = replace(found, looks=found.looks + 1)
    # Taken so often and never brought to an end, as by workers that died over it.
    if errand.trial.attempts > MOST_TIMES:
        with watch.store.writing() as db:
            visits.leave_host(db, errand, watch.clock(), NO_PAUSE)
            return trials.go_on(db, errand, found.refuse(errand.address, VisitResult.GAVE_UP), ahead, watch.clock())
    with watch.store.reading() as db:
        asker = accounts.account_of(db, errand.trial.learner_key)
        # An administrator alone follows sites for everybody.
        own = asker is None or not asker.administrator
    if own:
        watch = for_one_person(watch)
    # Before the fetch, which frees the host: this asks the site too, and one visitor at a time is the rule.
    file = text_mining.file_of(watch, errand.address)
    answer = fetch(watch, errand, errand.address)
    if own and isinstance(answer, Disappointment) and answer.why in NOWHERE:
        answer = Disappointment(VisitResult.UNREACHABLE)
    found, robots = _with_rules(watch, errand, found)
    if isinstance(answer, Disappointment):
        seen = _failed(errand, answer, _Seen(found, ahead))
    else:
        reserved = text_mining.judged(answer, errand.address, file)
        found = replace(found, reserved=found.reserved or reserved)
        seen = _examined(watch, errand, answer, robots, _Seen(found, ahead))
    next_ones = seen.ahead if seen.found.looks < MOST_LOOKS else ()
    with watch.store.writing() as db:
        trials.go_on(db, errand, seen.found, next_ones, watch.clock())


def _with_rules(watch: Watch, errand: TrialErrand, found: TrialFindings) -> tuple[TrialFindings, str]:
    """Add what robots.txt, as the fetch has just read it, says of the address asked for."""
    with watch.store.reading() as db:
        host = db.get(Host, errand.host)
    text = (host and host.robots) or ""
    if found.robots or errand.address != errand.trial.address or host is None or host.robots_at is None:
        return found, text
    rules, agent = Robots(text), watch.outside.agent
    said = ("allowed" if rules.allows(errand.address, agent) else "refused") if text.strip() else "none"
    delay = rules.crawl_delay(agent)
    return replace(found, robots=said, delay=delay.total_seconds() if delay else None), text


def _failed(errand: TrialErrand, failed: Disappointment, seen: _Seen) -> _Seen:
    """Note that nothing is at an address, and try the home of the site; guesses fail silently."""
    if errand.address in _guesses(errand):
        return seen
    found = seen.found.refuse(errand.address, failed.why, failed.detail)
    home = urljoin(errand.address, "/")
    asked_for = errand.address == errand.trial.address and home != errand.address and not errand.trial.selector
    return _Seen(found, (home,) if asked_for and host_of(home) and not failed.passing else seen.ahead)


def _guesses(errand: TrialErrand) -> set[str]:
    return {*_places(errand), urljoin(errand.trial.address, SITEMAP_PLACE)} - {errand.trial.address}


def _examined(watch: Watch, errand: TrialErrand, answer: Fetched, robots: str, seen: _Seen) -> _Seen:
    """Examine an answer: a feed, a sitemap, or a page with what it announces."""
    now, found = watch.clock(), seen.found
    try:
        feed = watch.outside.feed(answer, now)
    except Disappointment as error:
        is_page = answer.content_type.lower().startswith(PAGE_TYPES)
        if error.why == VisitResult.IS_A_PAGE or (error.why == VisitResult.NOT_A_FEED and is_page):
            return _page(watch, errand, answer, robots, seen)
        if error.why == VisitResult.NOT_A_FEED:
            return _sitemap(watch, errand, answer, robots, seen)
        return seen._replace(found=found.refuse(errand.address, error.why, error.detail))
    entries = tuple(
        Glimpse(entry.title, entry.address or "", entry.published.isoformat() if entry.published else None)
        for entry in feed.entries[:MOST_SHOWN]
    )
    found = found.add(WatchOption(Watching.FEED, answer.address, feed.title, entries, len(feed.entries)))
    ahead = tuple(address for address in seen.ahead if address not in _guesses(errand))
    return _Seen(found, ahead or _home(errand, found))


def _home(errand: TrialErrand, found: TrialFindings) -> tuple[str, ...]:
    """Return the home of the site, for its terms, where no page was looked at."""
    home = urljoin(errand.trial.address, "/")
    return () if found.terms or errand.address != errand.trial.address or home == errand.address else (home,)


def _sitemap(watch: Watch, errand: TrialErrand, answer: Fetched, robots: str, seen: _Seen) -> _Seen:
    try:
        sitemap = watch.outside.sitemap(answer, watch.clock())
    except Disappointment as error:
        return _failed(errand, error, seen)
    entries = tuple(
        Glimpse(page.title, page.address, page.at.isoformat() if page.at else None)
        for page in sitemap.pages[:MOST_SHOWN]
    )
    title = urlsplit(answer.address).hostname or ""
    number = len(sitemap.pages) or len(sitemap.parts)
    found = seen.found.add(WatchOption(Watching.SITEMAP, answer.address, title, entries, number))
    return _Seen(found, seen.ahead or _home(errand, found))


def _page(watch: Watch, errand: TrialErrand, answer: Fetched, robots: str, seen: _Seen) -> _Seen:
    """Examine a page: where its terms are; of the first one also its text, and the feeds of its site."""
    try:
        announced = watch.outside.announced(answer)
    except Disappointment as error:
        return seen._replace(found=seen.found.refuse(errand.address, error.why, error.detail))
    found = replace(seen.found, terms=seen.found.terms or announced.terms)
    if errand.address != errand.trial.address and (found.proposals or errand.address in _guesses(errand)):
        return seen._replace(found=found)
    found = _with_text(watch, errand, answer, announced.title, found)
    if errand.trial.selector:
        return _Seen(found, ())
    feeds = [feed for feed in announced.feeds if feed != answer.address]
    return _Seen(found, tuple(feeds[:MOST_ANNOUNCED]) or (*_places(errand), *_sitemap_places(errand, robots)))


def _with_text(watch: Watch, errand: TrialErrand, answer: Fetched, title: str, found: TrialFindings) -> TrialFindings:
    """Add the text of the page, or of the part of it that is to be watched."""
    try:
        if errand.trial.selector:
            text = watch.outside.chosen(answer, errand.trial.selector).text
        else:
            page = watch.outside.article(answer, watch.clock())
            text = page.text
            if is_wall(page.title, text):
                return found.refuse(errand.address, VisitResult.WALL)
    except Disappointment as error:
        return found.refuse(errand.address, error.why, error.detail)
    return found.add(WatchOption(Watching.PAGE, answer.address, title, text=text[:LONGEST_PREVIEW]))


def _places(errand: TrialErrand) -> tuple[str, ...]:
    return tuple(urljoin(errand.trial.address, place) for place in COMMON_PLACES)


def _sitemap_places(errand: TrialErrand, robots: str) -> tuple[str, ...]:
    """Return where to look for the site's sitemap: as robots.txt says, else at the usual addresses."""
    # robots.txt may name sitemaps of other hosts, for which this site does not speak.
    named = [one for one in SITEMAP_LINE.findall(robots) if host_of(one) == host_of(errand.address)]
    return (named[0] if named else urljoin(errand.trial.address, SITEMAP_PLACE),)
