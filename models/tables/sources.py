"""Watched sources and their hosts, what has changed on them, who allowed what, and what was tried before."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import Base, CountedRow, LearnerKey


class Watching(StrEnum):
    """How an address is watched: as a feed, as a sitemap whose new pages are read, as a page whose text changes."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"


class SourceNature(StrEnum):
    """The nature of a source, and so how its words are to be taken."""

    AUTHORITY = "authority"
    PUBLIC_SERVICE = "public_service"
    PRESS = "press"
    ADVOCACY = "advocacy"
    RESEARCH = "research"


class Jurisdiction(StrEnum):
    """The area where what a source says holds: a region, the country, Europe."""

    BRUSSELS = "brussels"
    WALLONIA = "wallonia"
    FLANDERS = "flanders"
    BELGIUM = "belgium"
    EUROPE = "europe"


class SourceRight(StrEnum):
    """How much of the texts of a source may be shown: the title and the way to it, sentences, the whole text."""

    TITLE = "title"
    EXCERPT = "excerpt"
    TEXT = "text"


class VisitResult(StrEnum):
    """How a visit ended; those of the network and of the parsers are the codes of their disappointments."""

    OK = "ok"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    MOVED = "moved"
    IS_A_PAGE = "is_a_page"
    NOT_A_FEED = "not_a_feed"
    NOTHING_TO_READ = "nothing_to_read"
    PARSING_TOO_SLOW = "parsing_too_slow"
    PARSING_CRASHED = "parsing_crashed"
    BAD_ADDRESS = "bad_address"
    REFUSED_ADDRESS = "refused_address"
    REFUSED_BY_ROBOTS = "refused_by_robots"
    ROBOTS_UNAVAILABLE = "robots_unavailable"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    UNREACHABLE = "unreachable"
    UNREADABLE_ENCODING = "unreadable_encoding"
    ANSWERED = "answered"
    NO_ADDRESS = "no_address"
    GAVE_UP = "gave_up"
    SELECTOR_LOST = "selector_lost"
    BAD_SELECTOR = "bad_selector"
    WALL = "wall"
    NOT_A_SITEMAP = "not_a_sitemap"
    MINING_REFUSED = "mining_refused"
    TOO_OLD = "too_old"
    OFF_TOPIC = "off_topic"

    @property
    def good(self) -> bool:
        """Whether the source answered as a source should."""
        return self in SUCCESSES


SUCCESSES = frozenset({VisitResult.OK, VisitResult.UNCHANGED, VisitResult.EMPTY, VisitResult.MOVED})


class Host(Base):
    """A web host: one visit at a time, at its own pace, by its own robots.txt."""

    name: Mapped[str] = mapped_column(primary_key=True)
    """host:port"""
    next_visit_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    robots: Mapped[str | None]
    """The text of robots.txt; empty where there is none, which allows everything."""
    robots_at: Mapped[datetime | None]
    mining: Mapped[str | None]
    """The text of /.well-known/tdmrep.json; empty where there is none, which reserves nothing."""
    mining_at: Mapped[datetime | None]


class Source(CountedRow):
    """A watched site: a feed, a sitemap, or a page whose text changes; of one address, one that is shared."""

    __table_args__ = (
        UniqueConstraint("learner_key", "address"),  # of a shared one, models.ground.schema.ONLY_MIGRATED
    )

    learner_key: Mapped[LearnerKey | None]
    """Whose source it is; None for one that is shared."""
    name: Mapped[str]
    nature: Mapped[str] = mapped_column(default="public_service")
    """A code of SourceNature."""
    jurisdiction: Mapped[str | None]
    """A code of Jurisdiction: where what it says holds."""
    right_to_show: Mapped[str] = mapped_column(default="text")
    """A code of SourceRight: how much of its texts may be shown."""
    address: Mapped[str]
    host: Mapped[str] = mapped_column(index=True)
    """host:port of the address"""
    kind: Mapped[str]
    """A code of Watching: feed, sitemap or page."""
    selector: Mapped[str | None]
    """The part of a page that is watched, in CSS or XPath; None for what can be read on it."""
    age_limit: Mapped[int | None]
    """Days after which an entry is too old to be taken; None for the limit of all."""
    about_the_job: Mapped[bool] = mapped_column(default=False)
    """Whether only those entries are taken that touch the trade."""
    categories: Mapped[str | None]
    """Where it stands among the others, one a line: models.news.sources.source_list."""
    language: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    next_visit_at: Mapped[datetime] = mapped_column(index=True)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """Failures since the last success."""
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    fingerprint: Mapped[str | None]
    last_visit_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    last_result: Mapped[str | None]
    """A code of VisitResult."""
    last_detail: Mapped[str | None]
    ahead: Mapped[list[str]] = mapped_column(default=list)
    """The parts of an index of sitemaps that are still to be visited."""
    last_text: Mapped[str | None]
    """The last good text of a watched page."""
    left_at: Mapped[datetime | None]
    """When a shared source was given up; its articles stay until they expire."""
    created_at: Mapped[datetime]


class SourceChange(CountedRow):
    """A change of a watched page: what it said before and says now."""

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    at: Mapped[datetime]
    before: Mapped[str]
    now: Mapped[str]


class Permission(CountedRow):
    """A permission to show more of a source than its title; rows are only ever added."""

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), index=True)
    given_by: Mapped[str]
    given_on: Mapped[date]
    words: Mapped[str]
    """The permission as it was written."""
    right_to_show: Mapped[str]
    recorded_by: Mapped[UUID]
    """A learner key, which may lead nowhere by now."""
    recorded_at: Mapped[datetime]


class Trial(CountedRow):
    """An address that somebody wants to see before it is watched; due until every address ahead was looked at."""

    learner_key: Mapped[LearnerKey] = mapped_column(index=True)
    """Who has asked."""
    address: Mapped[str] = mapped_column(index=True)
    selector: Mapped[str | None]
    ahead: Mapped[list[str]]
    """The addresses to look at next, in this order."""
    host: Mapped[str] = mapped_column(index=True)
    """host:port of the first of them"""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """None once it is over."""
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    """How often a worker has taken the address that is next."""
    found: Mapped[dict[str, Any]]
    """What was found so far; see models.news.sources.trials.Found."""
    asked_at: Mapped[datetime]
