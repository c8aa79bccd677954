"""Reading a feed: bytes in, entries out. Pure; feedparser gets bytes only, since a text it would open as a path."""

import calendar
import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any, ClassVar, Literal
from urllib.parse import urljoin, urlsplit

from watchers.dates import plausible, read_date

MOST_ENTRIES = 200
# What feedparser has been seen to die of, given broken feeds: huge character numbers, absurd encodings, licences…
BREAKDOWNS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
MARKUP_TYPES = ("text/html", "application/xhtml+xml")
PAGE = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
PAGE_STARTS_WITHIN = 1024
TRACKING = re.compile(r"utm_|at_|mtm_|pk_|(?:fbclid|gclid|igshid|mc_cid|mc_eid|msclkid|xtor)$", re.IGNORECASE)
# feedparser takes an hour without an offset, and CET and CEST, for UTC…
OFFSET_UNDERSTOOD = re.compile(r"(?:\b(?!CES?T\b)[A-Z]{1,4}|[+-]\d\d:?\d\d|\dZ)\s*$", re.IGNORECASE)
# … and « 2026 » or « 2026-11 » for the first day.
WITHOUT_DAY = re.compile(r"\d{4}(?:-?\d\d)?")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MARKED_SECTION = re.compile(r"<!\[[^>]*>?")
SILENT_TAGS = ("script", "style", "template")
INLINE_TAG = re.compile("a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u|wbr")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `identity` tells it from the others of the same feed only; `published` is never in the future."""

    identity: str
    address: str | None
    title: str
    summary: str
    published: datetime | None
    published_raw: str | None


@dataclass(frozen=True, slots=True)
class Feed:
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


def parse(body: bytes, content_type: str, address: str, now: datetime) -> Feed:
    """The feed in the body found at `address`. Raises NotAFeed."""
    parsed = _parsed(body, {"content-type": content_type, "content-location": address})
    if not parsed.entries:
        _check_is_feed(body, parsed.get("version"), parsed.get("bozo_exception"))
    newest = sorted(parsed.entries, key=_rough_age)[:MOST_ENTRIES]
    entries = _without_doubles(_entry(item, address, now) for item in newest)
    return Feed(
        title=_plain(parsed.feed.get("title_detail")),
        language=_line(parsed.feed.get("language")),
        ttl=_ttl(parsed.feed.get("ttl")),
        entries=tuple(sorted(entries, key=_age)),
    )


def without_tracking(address: str) -> str:
    """The address less the parameters that only tell who sent the reader (utm_source, fbclid, xtor…)."""
    bare, mark, fragment = address.partition("#")
    path, _, query = bare.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not TRACKING.match(part.partition("=")[0]))
    anchor = "" if TRACKING.match(fragment.partition("=")[0]) else mark + fragment
    return path + ("?" + kept if kept else "") + anchor


def _parsed(body: bytes, headers: dict[str, str]) -> Any:
    from feedparser.api import parse as read

    try:
        return read(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except BREAKDOWNS as error:
        raise NotAFeed("broken", f"{type(error).__name__}: {error}") from error


def _check_is_feed(body: bytes, version: str | None, error: Exception | None) -> None:
    from feedparser.exceptions import ThingsNobodyCaresAboutButMe

    if isinstance(error, ThingsNobodyCaresAboutButMe):
        error = None
    if version and not error:
        return
    if PAGE.search(body[:PAGE_STARTS_WITHIN]):
        raise NotAFeed("page")
    raise NotAFeed("broken" if error else "other", str(error or ""))


def _without_doubles(entries: Iterable[Entry]) -> list[Entry]:
    known: dict[str, Entry] = {}
    for entry in entries:
        known.setdefault(entry.identity, entry)
    return list(known.values())


def _rough_age(item: Any) -> float:
    moment = item.get(f"{_date_key(item)}_parsed")
    return -calendar.timegm(moment) if moment else 0.0


def _age(entry: Entry) -> float:
    return -entry.published.timestamp() if entry.published else 0.0


def _date_key(item: Any) -> str:
    return "updated" if "updated" in item and "published" not in item else "published"


def _entry(item: Any, base: str, now: datetime) -> Entry:
    title = _plain(item.get("title_detail"))
    address = _address(item.get("link"), base)
    raw, published = _published(item, now)
    fallback = hashlib.sha256(f"{title}\n{raw}".encode()).hexdigest()
    return Entry(
        identity=_line(item.get("id")) or address or fallback,
        address=address,
        title=title,
        summary=_plain(item.get("summary_detail")),
        published=published,
        published_raw=raw,
    )


def _published(item: Any, now: datetime) -> tuple[str | None, datetime | None]:
    key = _date_key(item)
    raw = _line(item.get(key))
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
        address = urljoin(base, _line(link) or "").replace(" ", "%20")
        parts = urlsplit(address)
    except ValueError:
        return None
    return without_tracking(address) if parts.scheme in ("http", "https") and parts.hostname else None


def _ttl(minutes: str | None) -> timedelta | None:
    digits = re.fullmatch(r"\s*([0-9]{1,6})\s*", minutes or "")
    return timedelta(minutes=int(digits[1])) if digits and int(digits[1]) else None


def _line(text: str | None) -> str | None:
    """One clean line, or None when nothing is left."""
    return " ".join(UNWRITABLE.sub("", text or "").split()) or None


class _Words(HTMLParser):
    """Collects what a reader would see of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT_TAGS
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in SILENT_TAGS))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)

    def _part(self, tag: str) -> None:
        if not INLINE_TAG.fullmatch(tag):
            self.pieces.append(" ")


def _plain(detail: Any) -> str:
    """The words of a text that feedparser calls plain or HTML; many feeds escape twice."""
    if not detail or not detail.get("value"):
        return ""
    text = detail["value"]
    if detail.get("type") in MARKUP_TYPES:
        words = _Words()
        words.feed(MARKED_SECTION.sub("", text))
        words.close()
        text = "".join(words.pieces)
    return _line(unescape(text)) or ""
