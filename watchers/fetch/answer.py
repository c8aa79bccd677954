"""The answer of a server, and what its headers say about the next visit."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

# At most nine digits: a hostile header must not overflow timedelta.
SECONDS = re.compile(r"\s*([0-9]{1,9})")
MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
DO_NOT_KEEP = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators a server gave, word for word, to ask next time whether anything is new (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Return the conditional headers of the next request; none when the server gave nothing."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer, found at `address` after redirects; `fingerprint` is the SHA-256 of `body` in hexadecimal."""

    status: int
    address: str
    content_type: str
    body: bytes
    etag: str | None
    last_modified: str | None
    retry_after: timedelta | None
    max_age: timedelta | None
    moved_to: str | None
    """The new address, when every redirect on the way said that it is for good (301 or 308)."""
    fingerprint: str
    seconds: float
    reservation: str | None = None
    """The header `tdm-reservation`: whether text mining is refused (TDM Reservation Protocol)."""

    @property
    def not_modified(self) -> bool:
        return self.status == 304


def retry_after(headers: httpx2.Headers, now: datetime) -> timedelta | None:
    """Return how long the server asks to be left alone (RFC 9110, 10.2.3), or None."""
    value = headers.get("retry-after", "")
    seconds = SECONDS.match(value)
    if seconds:
        return timedelta(seconds=int(seconds[1]))
    return _from_now(value, headers, now)


def max_age(headers: httpx2.Headers, now: datetime) -> timedelta | None:
    """Return how long the answer stays fresh, by Cache-Control, else by Expires (RFC 9111, 4.2.1), or None."""
    control = headers.get("cache-control", "")
    # no-cache and no-store say nothing of when the page changes: the usual pace is kept (watchers/pace.py).
    if DO_NOT_KEEP.search(control):
        return None
    seconds = MAX_AGE.search(control)
    if seconds:
        return timedelta(seconds=int(seconds[1]))
    return _from_now(headers.get("expires", ""), headers, now)


def _from_now(value: str, headers: httpx2.Headers, now: datetime) -> timedelta | None:
    """Return the time until an HTTP date, by the clock of the server if it tells it; None if past or unreadable."""
    moment = _http_date(value)
    # Many servers run minutes off: the difference of two of their own times is right all the same.
    sent = _http_date(headers.get("date", "")) or now
    return moment - sent if moment and moment > sent else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
