"""Feeds of any kind parsed by feedparser: bytes in, entries out. Pure."""

import calendar
import hashlib
import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from watchers.disappointment import Disappointment
from watchers.foreign_text import one_line, plausible, read_date, words_of_html

MARKUP_TYPES = ("text/html", "application/xhtml+xml")
# Two sources that tell one article must show one address, or it becomes two stories.
TRACKING = re.compile(r"utm_|at_|mtm_|pk_|(?:fbclid|gclid|igshid|mc_cid|mc_eid|msclkid|xtor)$", re.IGNORECASE)
# feedparser takes an hour without an offset, and CET and CEST, for UTC…
OFFSET_UNDERSTOOD = re.compile(r"(?:\b(?!CES?T\b)[A-Z]{1,4}|[+-]\d\d:?\d\d|\dZ)\s*$", re.IGNORECASE)
# … and « 2026 » or « 2026-11 » for the first day.
WITHOUT_DAY = re.compile(r"\d{4}(?:-?\d\d)?")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Item = Mapping[str, Any]


class Entry(NamedTuple):
    """One entry. `identity` tells it from the others of the same feed only; `published` is never in the future."""

    identity: str
    address: str | None
    title: str
    summary: str
    published: datetime | None
    published_raw: str | None


def entry(item: Item, base: str, now: datetime) -> Entry:
    """Read one entry of the feed found at `base`."""
    title = plain(item.get("title_detail"))
    summary = plain(item.get("summary_detail")) or plain(next(iter(item.get("content") or ()), None))
    address = _address(item.get("link"), base)
    raw, published = _published(item, now)
    # The summary only where there is nothing else: it is what gets corrected.
    return Entry(
        identity=one_line(item.get("id") or "")
        or address
        or hashlib.sha256((f"{title}\n{raw}" if title or raw else summary).encode()).hexdigest(),
        address=address,
        title=title,
        summary=summary,
        published=published,
        published_raw=raw,
    )


def rough_age(item: Item) -> float:
    """Return a key that sorts items from the newest to the oldest, before any of them is read."""
    moment = item.get(f"{_date_key(item)}_parsed")
    return -calendar.timegm(moment) if moment else 0.0


def plain(detail: Item | None) -> str:
    """Return the words of a text that feedparser calls plain or HTML; many feeds escape twice."""
    if not detail or not detail.get("value"):
        return ""
    text: str = detail["value"]
    # Unescaped after it was cleaned: what comes out is text for good, and is escaped again where it is shown.
    return one_line(unescape(words_of_html(text) if detail.get("type") in MARKUP_TYPES else text))


def without_tracking(address: str) -> str:
    """Remove the parameters that only tell who sent the reader (utm_source, fbclid, xtor…) from an address."""
    bare, mark, fragment = address.partition("#")
    path, _, query = bare.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not TRACKING.match(part.partition("=")[0]))
    anchor = "" if TRACKING.match(fragment.partition("=")[0]) else mark + fragment
    return path + ("?" + kept if kept else "") + anchor


def _date_key(item: Item) -> str:
    return "updated" if "updated" in item and "published" not in item else "published"


def _published(item: Item, now: datetime) -> tuple[str | None, datetime | None]:
    key = _date_key(item)
    raw = one_line(item.get(key) or "") or None
    parsed = item.get(f"{key}_parsed")
    if not raw or WITHOUT_DAY.fullmatch(raw):
        return raw, None
    if not parsed:
        return raw, read_date(raw, now)
    moment = EPOCH + timedelta(seconds=calendar.timegm(parsed))
    return raw, plausible(moment if OFFSET_UNDERSTOOD.search(raw) else moment.replace(tzinfo=None), now)


def _address(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        # urljoin and urlsplit raise on what feeds contain, as an open bracket of IPv6.
        address = urljoin(base, one_line(link)).replace(" ", "%20")
        parts = urlsplit(address)
    except ValueError:
        return None
    # javascript: and data: are links too, and this one is going to be clicked (OWASP XSS Prevention).
    return without_tracking(address) if parts.scheme in ("http", "https") and parts.hostname else None


# ------------------------------------------------------------------------------------ parsing of any feed by feedparser


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
        # Its sanitizer and its urljoin are left off: watchers/foreign_text.py and `entry` do both.
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
