"""Conversion of an entry, as feedparser names its parts, to an Entry."""

import calendar
import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from watchers.dates import plausible, read_date
from watchers.plain import one_line, words_of_html

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
