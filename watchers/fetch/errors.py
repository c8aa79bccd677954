"""Errors of fetching; each has a `code` that never changes, which the portal says in words."""

from datetime import timedelta
from typing import ClassVar


class FetchError(Exception):
    """An address gave nothing to read; `code` says why."""

    code: ClassVar[str]


class BadAddress(FetchError):
    """Not an http or https address, or one that two parsers would read in two ways."""

    code = "bad_address"


class RefusedAddress(FetchError):
    """The address, or a redirect, leads off the public Internet or to a port that is not of the web."""

    code = "refused_address"


class RefusedByRobots(FetchError):
    """The site asks robots not to visit this address (RFC 9309)."""

    code = "refused_by_robots"


class TooLarge(FetchError):
    """The body, once unpacked, is larger than the limit."""

    code = "too_large"


class TooSlow(FetchError):
    """The visit as a whole, redirects included, lasted longer than the limit."""

    code = "too_slow"


class TooManyRedirects(FetchError):
    """More redirects than the limit, or a circle of them."""

    code = "too_many_redirects"


class Unreachable(FetchError):
    """No such host, nobody who answers there, a certificate that does not hold, or an answer that is not HTTP."""

    code = "unreachable"


class UnreadableEncoding(FetchError):
    """A Content-Encoding that was not asked for, or a compressed body that is broken."""

    code = "unreadable_encoding"


class AnsweredWithoutBody(FetchError):
    """The server answered, but with neither a body nor a way to one: most often a 4xx or a 5xx."""

    code = "answered"

    def __init__(self, status: int, retry_after: timedelta | None = None) -> None:
        super().__init__(status, retry_after)
        self.status = status
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"HTTP {self.status}"
