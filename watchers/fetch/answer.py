"""The answer of a server: what its headers say about the next visit, and its body, read without trusting its size."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx2

from watchers.disappointment import Disappointment

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
    # no-cache and no-store say nothing of when the page changes: the usual pace is kept (watchers/outside.py).
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


# ----------------------------------------------------------------------------- bodies, read without trusting their size


# Only what zlib unpacks piece by piece, up to a limit; neither br nor zstd is in the standard library.
ACCEPT_ENCODING = "gzip, deflate"
# zlib looks which of the two it is: « deflate » means zlib (RFC 9110, 8.4.1.2), « x-gzip » gzip.
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """Read and unpack the whole body. Raises Disappointment beyond `limit` bytes."""
    # One byte more than allowed tells a body of just the limit from one that is too large.
    body = read_start(chunks, encoding, limit + 1)
    if len(body) > limit:
        raise Disappointment("too_large", f"more than {limit} bytes")
    return body


def read_start(chunks: Iterable[bytes], encoding: str, size: int) -> bytes:
    """Read the first `size` bytes of the unpacked body and unpack no more. Raises Disappointment."""
    packed = encoding not in ("", "identity")
    if packed and encoding not in ("gzip", "x-gzip", "deflate"):
        raise Disappointment("unreadable_encoding", f"Content-Encoding: {encoding}")
    unpacker, pieces, left = zlib.decompressobj(GZIP_OR_ZLIB), list[bytes](), size
    for chunk in chunks:
        try:
            # `left` is what stops a decompression bomb: zlib leaves the rest packed.
            pieces.append(unpacker.decompress(chunk, left) if packed else chunk[:left])
        except zlib.error as error:
            raise Disappointment("unreadable_encoding", f"the compressed body is broken: {error}") from error
        left -= len(pieces[-1])
        if left <= 0:
            return b"".join(pieces)
    # A connection that breaks must not pass for a short page, whose news would then be « all there is ».
    if packed and pieces and not unpacker.eof:
        raise Disappointment("unreadable_encoding", "the compressed body breaks off")
    return b"".join(pieces)
