"""Findings: what the answer of a site holds of what it is watched for."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.strings.words import is_of_web
from models.ground.limits import LONGEST_IDENTITY, LONGEST_LEAD, LONGEST_TITLE
from models.news.sources import page_changes
from models.news.sources.visits import FoundEntry, Visited
from models.tables.sources import Source, VisitResult, Watching
from watchers.disappointment import Disappointment
from watchers.extract import FEWEST_WORDS
from watchers.feeds import Entry
from watchers.fetch.answer import Fetched
from watchers.foreign_text import LONGEST_DATE
from watchers.outside import Outside
from watchers.pages import is_wall

OLDEST_ENTRY = timedelta(days=90)
SETTLING = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a source's visit; `asked`: how long the site wants to be left alone."""

    visited: Visited
    entries: tuple[FoundEntry, ...] = ()
    asked: timedelta | None = None
    older: tuple[FoundEntry, ...] = ()
    """Entries that were there before anybody looked."""
    ahead: tuple[str, ...] = ()
    """The parts of a sitemap to visit next."""
    text: str | None = None
    """What a watched page says now."""


def find(
    outside: Outside, source: Source, answer: Fetched | Disappointment, now: datetime, reserved: bool = False
) -> Findings:
    """Find in an answer what the source is watched for; where mining is reserved, titles alone."""
    ahead = tuple(source.ahead[1:])
    if isinstance(answer, Disappointment):
        return _nothing(answer, ahead)
    # Many servers know no validators; the same bytes are as good as a 304.
    if answer.not_modified or answer.fingerprint == source.fingerprint:
        still = VisitResult.EMPTY if source.last_result == VisitResult.EMPTY else VisitResult.UNCHANGED
        return Findings(_visited(source, answer, still, versioned=False), asked=answer.max_age)
    try:
        if source.kind == Watching.PAGE:
            return _from_page(outside, source, answer, now, reserved)
        if source.kind == Watching.SITEMAP:
            return _from_sitemap(outside, source, answer, now)
        feed = outside.feed(answer, now)
        recent = (entry for entry in feed.entries if not entry.published or entry.published > now - OLDEST_ENTRY)
        visited = _visited(source, answer, VisitResult.OK if feed.entries else VisitResult.EMPTY)
        asked = max(filter(None, (answer.max_age, feed.ttl)), default=None)
        found = (_found(source, entry) for entry in recent)
        return Findings(visited, tuple(entry._replace(lead="") if reserved else entry for entry in found), asked)
    except Disappointment as error:
        return _nothing(error, ahead)


def _nothing(failed: Disappointment, ahead: tuple[str, ...]) -> Findings:
    return Findings(Visited(VisitResult(failed.why), failed.detail), asked=failed.retry_after, ahead=ahead)


def _found(source: Source, entry: Entry) -> FoundEntry:
    return FoundEntry(
        identity=_bounded(entry.identity),
        address=entry.address if entry.address and is_of_web(entry.address) else source.address,
        title=entry.title[:LONGEST_TITLE],
        lead=entry.summary[:LONGEST_LEAD],
        published_at=entry.published,
        published_raw=(entry.published_raw or "")[:LONGEST_DATE] or None,
    )


def _bounded(identity: str) -> str:
    """Shorten the identity of an entry to what an index takes: its fingerprint if it is too long."""
    return identity if len(identity) <= LONGEST_IDENTITY else _fingerprint(identity)


def _fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _from_page(outside: Outside, source: Source, answer: Fetched, now: datetime, reserved: bool) -> Findings:
    """Return the page as one entry, new when its words are; its date is believed once, for its first words.

    Raises Disappointment.
    """
    # The chosen part of the page, else its article.
    page = outside.chosen(answer, source.selector) if source.selector else outside.article(answer, now)
    if not source.selector and is_wall(page.title, page.text):
        raise Disappointment(VisitResult.WALL)
    chosen = bool(source.selector)
    if source.last_text is not None and not page_changes.is_another(source.last_text, page.text, chosen):
        return Findings(_visited(source, answer, VisitResult.UNCHANGED), asked=answer.max_age)
    # What the page did not say before, where that is a text by itself; else all of it.
    new = page_changes.added(source.last_text, page.text, chosen) if source.last_text else ""
    text = new if len(new.split()) >= FEWEST_WORDS else page.text
    entry = FoundEntry(
        identity=_fingerprint(" ".join(page_changes.essence(page.text, chosen).split())),
        address=source.address,
        title=page.title or source.name,
        published_at=None if source.last_success_at else page.published,
        published_raw=page.published_raw,
        text=None if reserved else text,
        language=page.language,
    )
    visited = _visited(source, answer, VisitResult.OK)
    return Findings(visited, (entry,), answer.max_age, text=None if reserved else page.text)


def _from_sitemap(outside: Outside, source: Source, answer: Fetched, now: datetime) -> Findings:
    """Return the newest pages of a sitemap, and the parts of an index to visit next.

    An index has no version: it often stays the same when its parts do not. Pages without a date are news only once
    there was time to see which of them had been there before.
    """
    sitemap, part = outside.sitemap(answer, now), bool(source.ahead)
    result = VisitResult.OK if sitemap.pages or sitemap.parts else VisitResult.EMPTY
    visited = _visited(source, answer, result, versioned=not part and not sitemap.parts)
    limit = timedelta(days=source.age_limit) if source.age_limit else OLDEST_ENTRY
    settled = source.last_success_at and now - source.created_at > SETTLING
    fresh: list[FoundEntry] = []
    older: list[FoundEntry] = []
    for page in sitemap.pages:
        at = page.at or (now if settled else None)
        (fresh if at and at > now - limit else older).append(
            FoundEntry(
                identity=_bounded(page.address), address=page.address, title=page.title, published_at=page.published
            )
        )
    ahead = source.ahead[1:] if part else sitemap.parts
    return Findings(visited, tuple(fresh), answer.max_age, older=tuple(older), ahead=tuple(ahead))


def _visited(source: Source, answer: Fetched, result: VisitResult, *, versioned: bool = True) -> Visited:
    seen = {"etag": answer.etag, "last_modified": answer.last_modified, "fingerprint": answer.fingerprint}
    version = seen if versioned else {}
    if answer.moved_to not in (None, source.address):
        return Visited(VisitResult.MOVED, answer.moved_to, version)
    return Visited(result, None, version)
