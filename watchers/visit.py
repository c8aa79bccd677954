"""One visit: of a source, from the fetch to its new articles; of an article, from the fetch to its story."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from models import authoring, visits
from models.jobs import LeaseLost
from models.language import language_of
from models.results import Result
from models.store import Store
from models.tables import Article, Source
from models.visits import MOST_ATTEMPTS, Errand, Found, Read, State, Version, Visited
from watchers import pace
from watchers.extract import FEWEST_WORDS, Extracted
from watchers.feeds import Entry, Feed
from watchers.fetch import Fetched, Robots, Validators
from watchers.outside import DISAPPOINTMENTS, Failure, Outside, failure
from watchers.stories import Teller, known_story, subjects

OLDEST_ENTRY = timedelta(days=90)
MOST_AT_FIRST = 30
PATIENCE = 3
"""Visits that an article gets when what fails may pass; then the feed's own words must do."""
MOST_CHARACTERS = 100_000
NO_PAUSE = timedelta(0)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """What visits work with; `chance` gives numbers in [0, 1)."""

    store: Store
    outside: Outside
    teller: Teller
    clock: Callable[[], datetime]
    chance: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the visit of a source found; `asked`: how long the site wants to be left alone."""

    visited: Visited
    entries: tuple[Found, ...] = ()
    asked: timedelta | None = None


def visit_host(watch: Watch, host: str) -> datetime | None:
    """Make the visit that is due on a host, if nobody else is there; returns when to come back for the next.

    Raises nothing for what the outside world does: the tables keep a code.
    """
    with watch.store.writing() as db:
        errand = visits.take_errand(db, host, watch.clock())
    if errand is None:
        return None
    try:
        if errand.article is None:
            visit_source(watch, errand)
        else:
            read_article(watch, errand, errand.article)
    except LeaseLost as lost:
        logger.warning("too slow, somebody else has it now: %s", lost)
    with watch.store.reading() as db:
        return visits.next_errand_at(db, host, watch.clock())


def fetch(watch: Watch, errand: Errand, address: str, validators: Validators | None = None) -> Fetched | Failure:
    """Fetch by the rules of the host, keep those rules, and leave the host to others after the pause that it asks."""
    answer: Fetched | Failure
    robots, read = Robots(errand.robots or "", watch.clock()), None
    try:
        if errand.robots is None:
            robots = watch.outside.robots(address)
            read = robots.text
        answer = watch.outside.get(address, robots, validators)
    except DISAPPOINTMENTS as error:
        answer = failure(error)
    pause = pace.pause(robots.crawl_delay(watch.outside.agent), answer.retry_after)
    with watch.store.writing() as db:
        visits.leave_host(db, errand, watch.clock(), pause, read)
    return answer


# -------------------------------------------------------------------------------------------------------- a source


def visit_source(watch: Watch, errand: Errand) -> None:
    """Visit a source and keep what it shows for the first time. Raises LeaseLost."""
    source = errand.source
    answer = fetch(watch, errand, source.address, Validators(source.etag, source.last_modified))
    findings = find(watch.outside, source, answer, watch.clock())
    at = watch.clock()
    with watch.store.writing() as db:
        new = visits.add_articles(db, source, findings.entries[:MOST_AT_FIRST], at)
        beyond = State.DUE if source.last_success_at else State.SKIPPED
        new += visits.add_articles(db, source, findings.entries[MOST_AT_FIRST:], at, beyond)
        gap = _gap(findings, source, visits.articles_of_week(db, source, at), watch.chance())
        visits.record_visit(db, errand, _in_the_end(findings.visited, source, new), at, at + gap)
    logger.info("%s: %s, %d new", source.address, findings.visited.result, new)


def find(outside: Outside, source: Source, answer: Fetched | Failure, now: datetime) -> Findings:
    """What an answer holds of what the source is watched for."""
    if isinstance(answer, Failure):
        return _nothing(answer)
    if answer.not_modified or answer.fingerprint == source.fingerprint:
        still = Result.EMPTY if source.last_result == Result.EMPTY else Result.UNCHANGED
        return Findings(_visited(source, answer, still), asked=answer.max_age)
    try:
        if source.kind == "page":
            return _from_page(source, answer, outside.article(answer, now))
        return _from_feed(source, answer, outside.feed(answer, now), now)
    except DISAPPOINTMENTS as error:
        return _nothing(failure(error))


def _nothing(failed: Failure) -> Findings:
    return Findings(Visited(failed.result, failed.detail), asked=failed.retry_after)


def _from_feed(source: Source, answer: Fetched, feed: Feed, now: datetime) -> Findings:
    recent = (entry for entry in feed.entries if not entry.published or entry.published > now - OLDEST_ENTRY)
    visited = _visited(source, answer, Result.OK if feed.entries else Result.EMPTY, _version(answer))
    asked = max(filter(None, (answer.max_age, feed.ttl)), default=None)
    return Findings(visited, tuple(_found(source, entry) for entry in recent), asked)


def _found(source: Source, entry: Entry) -> Found:
    return Found(
        identity=entry.identity,
        address=entry.address or source.address,
        title=entry.title,
        lead=entry.summary,
        published_at=entry.published,
        published_raw=entry.published_raw,
    )


def _from_page(source: Source, answer: Fetched, page: Extracted) -> Findings:
    """The page as one entry, new whenever its words are; its date is believed once: it was set for its first words."""
    entry = Found(
        identity=hashlib.sha256(" ".join(page.text.split()).encode()).hexdigest(),
        address=source.address,
        title=page.title or source.name,
        published_at=None if source.last_success_at else page.published,
        published_raw=page.published_raw,
        text=page.text,
        language=page.language,
    )
    return Findings(_visited(source, answer, Result.OK, _version(answer)), (entry,), answer.max_age)


def _visited(source: Source, answer: Fetched, result: Result, version: Version | None = None) -> Visited:
    if answer.moved_to not in (None, source.address):
        return Visited(Result.MOVED, answer.moved_to, version)
    return Visited(result, None, version)


def _version(answer: Fetched) -> Version:
    return Version(answer.etag, answer.last_modified, answer.fingerprint)


def _in_the_end(visited: Visited, source: Source, new: int) -> Visited:
    """Other bytes with the same entries are nothing new."""
    nothing_new = visited.result is Result.OK and source.last_success_at and not new
    return replace(visited, result=Result.UNCHANGED) if nothing_new else visited


def _gap(findings: Findings, source: Source, entries_of_week: int, chance: float) -> timedelta:
    if findings.visited.result.good:
        return pace.after_success(entries_of_week, findings.asked, chance)
    return pace.after_failure(source.attempts + 1, findings.asked, chance)


# ------------------------------------------------------------------------------------------------------ an article


def read_article(watch: Watch, errand: Errand, article: Article) -> None:
    """Read an article as far as it can be read, and tell it. Raises LeaseLost."""
    if article.attempts > MOST_ATTEMPTS:
        with watch.store.writing() as db:
            visits.leave_host(db, errand, watch.clock(), NO_PAUSE)
            return visits.give_up(db, errand, article)
    page = _page(watch, errand, article)
    if isinstance(page, Failure) and page.passing and article.attempts < PATIENCE:
        again = watch.clock() + pace.after_failure(article.attempts, page.retry_after, watch.chance())
        with watch.store.writing() as db:
            return visits.postpone(db, errand, article, page.result, again)
    _tell(watch, errand, article, page)


def _page(watch: Watch, errand: Errand, article: Article) -> Extracted | Failure:
    """The page of an article; without a fetch where the visit has read it already, or where there is none."""
    if article.text or article.address == errand.source.address:
        with watch.store.writing() as db:
            visits.leave_host(db, errand, watch.clock(), NO_PAUSE)
        if not article.text:
            return Failure(Result.NO_ADDRESS)
        return Extracted(article.title, article.text, article.language, article.published_at, None, None)
    answer = fetch(watch, errand, article.address)
    try:
        return answer if isinstance(answer, Failure) else watch.outside.article(answer, watch.clock())
    except DISAPPOINTMENTS as error:
        return failure(error)


def _tell(watch: Watch, errand: Errand, article: Article, page: Extracted | Failure) -> None:
    read = _read(watch, article, page)
    source, at = errand.source, watch.clock()
    own_address = None if article.address == source.address else article.address
    with watch.store.writing() as db:
        told = visits.told_lately(db, read.published_at or article.found_at, at)
        # A page that changes again tells something else, under the same title and at the same address.
        known = None if source.kind == "page" else known_story(told, own_address, read.telling.title)
        visits.record_story(db, errand, article, read, known, at)
    logger.info("%s: %s", article.address, read.result)


def _read(watch: Watch, article: Article, page: Extracted | Failure) -> Read:
    """The article told by what its page says, else by what the feed says, if that is enough to be a text."""
    with watch.store.reading() as db:
        modules = [published.module for published in authoring.published_modules(db)]
        about = subjects(authoring.skill_map(db), modules)
    result = page.result if isinstance(page, Failure) else Result.OK
    if isinstance(page, Failure):
        page = _feed_words(article)
    title = article.title or page.title or article.address
    text = page.text[:MOST_CHARACTERS]
    language = language_of(f"{title}\n{text}") or (page.language or "")[:2].lower() or None
    telling = watch.teller.tell(title, text, language, about)
    return Read(result, text or None, article.published_at or page.published, telling)


def _feed_words(article: Article) -> Extracted:
    text = article.lead if len(article.lead.split()) >= FEWEST_WORDS else ""
    return Extracted(article.title, text, None, None, None, None)
