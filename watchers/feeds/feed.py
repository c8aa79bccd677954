"""A feed and its entries, once they are read."""

from datetime import datetime, timedelta
from typing import ClassVar, Literal, NamedTuple


class Entry(NamedTuple):
    """One entry. `identity` tells it from the others of the same feed only; `published` is never in the future."""

    identity: str
    address: str | None
    title: str
    summary: str
    published: datetime | None
    published_raw: str | None


class Feed(NamedTuple):
    """A feed with its newest entries first, those without a date last; `ttl` is how long it asks to be kept."""

    title: str
    language: str | None
    ttl: timedelta | None
    entries: tuple[Entry, ...]


class NotAFeed(Exception):
    """The bytes are an HTML page, a feed broken beyond reading, or something else; `detail` is the parser's word."""

    code: ClassVar[str] = "not_a_feed"

    def __init__(self, reason: Literal["page", "broken", "other"], detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail
