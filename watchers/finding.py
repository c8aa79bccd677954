"""What the answer of a site holds of what it is watched for."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from models.results import Result
from models.tables import Source
from models.visits import Found, Version, Visited
from watchers.extract import Extracted
from watchers.feeds import Entry, Feed
from watchers.fetch import Fetched
from watchers.outside import DISAPPOINTMENTS, Failure, Outside, failure

OLDEST_ENTRY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Findings:
    """What the visit of a source found; `asked`: how long the site wants to be left alone."""

    visited: Visited
    entries: tuple[Found, ...] = ()
    asked: timedelta | None = None


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
