"""Parsing of any feed by feedparser: bytes in, entries out. Pure."""

import io
import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from watchers.disappointment import Disappointment
from watchers.feeds.entries import Entry, entry, plain, rough_age
from watchers.plain import one_line

# Some feeds hold all that a site ever published; only the newest are read.
MOST_ENTRIES = 200
# What feedparser has been seen to die of, given broken feeds: huge character numbers, absurd encodings, licences…
BREAKDOWNS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
PAGE = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
PAGE_STARTS_WITHIN = 1024
MOST_NESTED = 1000
"""Elements inside each other; feedparser takes a quarter of a minute over 200,000."""
# feedparser takes the title and the description of an image inside an entry for those of the entry.
IMAGE = re.compile(
    rb"(<!\[CDATA\[.*?(?:\]\]>|\Z))|"
    rb"<image(?:\s[^<>]*)?(?<!/)>(?:[^<]++|<!\[CDATA\[.*?\]\]>|<(?!!|/?(?:image|item|entry)\b))*+</image\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""An image that is closed within its entry; or what stands in CDATA, which is text and stays."""
TAG = re.compile(rb"<(/?)[a-z][^<>]*>", re.IGNORECASE)


class Feed(NamedTuple):
    """A feed with its newest entries first, those without a date last; `ttl` is how long it asks to be kept."""

    title: str
    language: str | None
    ttl: timedelta | None
    entries: tuple[Entry, ...]


def parse(body: bytes, content_type: str, address: str, now: datetime) -> Feed:
    """Parse the feed in the body found at `address`. Raises Disappointment."""
    parsed = _parsed(body, content_type, address)
    about = parsed.feed
    if not parsed.entries:
        _check_is_feed(body, parsed.get("version"), parsed.get("bozo_exception"))
    newest = sorted(parsed.entries, key=rough_age)[:MOST_ENTRIES]
    known: dict[str, Entry] = {}
    for one in (entry(item, address, now) for item in newest):
        # The first of equals, which is the newest: feeds that correct an entry often show it twice.
        known.setdefault(one.identity, one)
    entries = sorted(known.values(), key=lambda one: -one.published.timestamp() if one.published else 0.0)
    # At most six digits, and not 0: feeds say « ttl » as they like, and timedelta overflows.
    digits = re.fullmatch(r"\s*([0-9]{1,6})\s*", about.get("ttl") or "")
    return Feed(
        title=plain(about.get("title_detail")),
        language=one_line(about.get("language") or "") or None,
        ttl=timedelta(minutes=int(digits[1])) if digits and int(digits[1]) else None,
        entries=tuple(entries),
    )


def _parsed(body: bytes, content_type: str, address: str) -> Any:
    """Return what feedparser makes of a body, be it a feed or not. Raises Disappointment where it breaks down.

    feedparser gets bytes only: a text it would open as a path.
    """
    from feedparser import api

    # What stands in CDATA is text: tags in it nest nothing.
    start, *marked = body.split(b"<![CDATA[")
    outside = start + b"".join(section.partition(b"]]>")[2] for section in marked)
    depth = 0
    for tag in TAG.finditer(outside):
        depth += -1 if tag[1] else not tag[0].endswith(b"/>")
        if depth > MOST_NESTED:
            raise Disappointment("not_a_feed")
    told = io.BytesIO(IMAGE.sub(rb"\1", body))
    headers = {"content-type": content_type, "content-location": address}
    try:
        # Its sanitizer and its urljoin are left off: watchers/plain.py and `entry` do both.
        return api.parse(told, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except BREAKDOWNS as error:
        raise Disappointment("not_a_feed", f"{type(error).__name__}: {error}") from error


def _check_is_feed(body: bytes, version: str | None, error: Exception | None) -> None:
    from feedparser.exceptions import ThingsNobodyCaresAboutButMe

    # feedparser sets `bozo` for a mere wrong charset or media type too: the feed was read all the same.
    if isinstance(error, ThingsNobodyCaresAboutButMe):
        error = None
    if version and not error:
        return
    # Said apart: a page may announce its feeds, which a trial then offers (watchers/outside.py).
    if PAGE.search(body[:PAGE_STARTS_WITHIN]):
        raise Disappointment("is_a_page")
    raise Disappointment("not_a_feed", str(error or ""))
