"""The fetcher, which makes the requests and follows redirects."""

import hashlib
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from watchers.disappointment import Disappointment
from watchers.fetch.answer import ACCEPT_ENCODING, Fetched, Validators, max_age, read_body, read_start, retry_after
from watchers.fetch.guard import GuardedBackend, Resolve, read_address, system_resolver
from watchers.fetch.robots import MOST_BYTES, Robots, read_robots

ACCEPT = "application/atom+xml, application/rss+xml, text/html;q=0.9, application/xml;q=0.8, */*;q=0.5"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
KEEP_ALIVE_SECONDS = 5.0
MOST_IDLE = 16
"""Connections that stay open: one is needed between the robots.txt of a host and what is visited there."""

BodyReader = Callable[[Iterable[bytes], str], bytes]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one visit: bytes of the unpacked body, seconds in all, redirects followed."""

    body_bytes: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 5


DEFAULT_LIMITS = Limits()


def anywhere(_: str) -> None:
    """Permit every redirect."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """A client for public addresses of the web, polite and within limits; any number of threads may share one.

    `agent` is the User-Agent; `allow` the (host, port) pairs, private or not, that the operator's environment names.
    `resolve`, `clock` and `tls` stand for the world: names, the time of day, the certificates to trust.
    """

    def __init__(
        self,
        agent: str,
        allow: frozenset[tuple[str, int]] = frozenset(),
        limits: Limits = DEFAULT_LIMITS,
        *,
        resolve: Resolve = system_resolver,
        clock: Callable[[], datetime] = utc_now,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        self._limits = limits
        self._clock = clock
        # Which certificates to trust is not for SSL_CERT_FILE or SSL_CERT_DIR to say.
        tls = tls or httpx2.create_ssl_context(trust_env=False)
        self._connections = httpcore2.ConnectionPool(
            tls,
            # As many as there are visits at a time; they come to no more than one a host.
            max_connections=None,
            max_keepalive_connections=MOST_IDLE,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=GuardedBackend(allow, resolve),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connections.close()

    def get(
        self, address: str, validators: Validators | None = None, permit: Callable[[str], None] = anywhere
    ) -> Fetched:
        """Fetch an address: a body, or `not_modified` if `validators` were given. Raises Disappointment.

        `permit` is asked about every redirect inside the site, and raises what it will.
        """

        def whole(chunks: Iterable[bytes], encoding: str) -> bytes:
            return read_body(chunks, encoding, self._limits.body_bytes)

        return self._follow(read_address(address), validators or Validators(), whole, permit)

    def robots(self, address: str) -> Robots:
        """Fetch the rules of the origin of an address (RFC 9309). Raises Disappointment: nothing may be visited now."""

        def start(chunks: Iterable[bytes], encoding: str) -> bytes:
            return read_start(chunks, encoding, MOST_BYTES)

        try:
            answer = self._follow(read_address("/robots.txt", read_address(address)), Validators(), start)
        except Disappointment as error:
            # RFC 9309, 2.3.1.2: beyond five redirects a robots.txt counts as unavailable, which allows all; so does an
            # answer without rules, but who is asked to come back later has not been told that all is allowed.
            if error.why == "too_many_redirects" or (error.why == "answered" and not error.passing):
                return Robots("")
            if error.why in ("bad_address", "refused_address"):
                raise
            # RFC 9309, 2.3.1.4: a file that cannot be reached forbids all.
            raise Disappointment("robots_unavailable") from error
        return Robots(read_robots(answer.body))

    def _follow(
        self,
        url: httpx2.URL,
        validators: Validators,
        read: BodyReader,
        permit: Callable[[str], None] = anywhere,
    ) -> Fetched:
        # Monotonic: a clock that is set meanwhile neither cuts a visit short nor lets it go on for ever.
        started = time.monotonic()
        deadline = started + self._limits.seconds
        statuses: list[int] = []
        while len(statuses) <= self._limits.redirects:
            with self._ask(url, validators, deadline) as response:
                headers = httpx2.Headers(response.headers)
                if response.status in REDIRECTS and "location" in headers:
                    statuses.append(response.status)
                    # Judged like a first address: a redirect is how a public site leads inside (OWASP SSRF Prevention).
                    there = read_address(headers["location"], url)
                    if (there.scheme, there.host, there.port) == (url.scheme, url.host, url.port):
                        permit(str(there))
                    url = there
                    continue
                # A 304 that nobody asked for has no body to fall back on (RFC 9110, 15.4.5).
                unchanged = response.status == 304 and validators.headers()
                if not (unchanged or 200 <= response.status < 300):
                    after = retry_after(headers, self._clock())
                    raise Disappointment("answered", f"HTTP {response.status}", response.status, after)
                body = read(response.iter_stream(), headers.get("content-encoding", "").strip().lower())
                # One temporary redirect on the way, and the address that we have stays right (RFC 9110, 15.4.3).
                moved = bool(statuses) and FOR_GOOD.issuperset(statuses)
                return self._fetched(response.status, url, headers, body, moved, time.monotonic() - started)
        raise Disappointment("too_many_redirects", f"more than {self._limits.redirects} redirects")

    @contextmanager
    def _ask(self, url: httpx2.URL, validators: Validators, deadline: float) -> Iterator[httpcore2.Response]:
        # httpcore2 by itself would name a host of IPv6 without its brackets.
        ours = {"Host": url.netloc.decode("ascii"), "User-Agent": self._agent, "Accept": ACCEPT}
        named = ours | {"Accept-Encoding": ACCEPT_ENCODING} | validators.headers()
        where = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers = [(name.encode(), value.encode()) for name, value in named.items()]
        instants = dict.fromkeys(("connect", "write", "read"), deadline)
        try:
            request = httpcore2.Request("GET", where, headers=headers, extensions={"timeout": instants})
            with closing(self._sent(request)) as response:
                yield response
        except httpcore2.TimeoutException as error:
            raise Disappointment("too_slow", f"no answer within {self._limits.seconds} seconds") from error
        except httpcore2.LocalProtocolError as error:
            raise Disappointment("bad_address", str(error)) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise Disappointment("unreachable", f"{type(error).__name__}: {error}") from error

    def _sent(self, request: httpcore2.Request) -> httpcore2.Response:
        """Send a request, a second time where a kept connection was closed meanwhile (RFC 9112, 9.3.1)."""
        there = [one for one in self._connections.connections if one.can_handle_request(request.url.origin)]
        # In the place of one that has expired the pool opens another, and a new connection is asked once.
        if any(one.is_idle() and not one.has_expired() for one in there):
            # Safe to repeat, since only GET is ever sent (RFC 9110, 9.2.2).
            with suppress(httpcore2.NetworkError, httpcore2.RemoteProtocolError):
                return self._connections.handle_request(request)
        return self._connections.handle_request(request)

    def _fetched(
        self, status: int, url: httpx2.URL, headers: httpx2.Headers, body: bytes, moved: bool, seconds: float
    ) -> Fetched:
        now = self._clock()
        return Fetched(
            status=status,
            address=str(url),
            content_type=headers.get("content-type", ""),
            body=body,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
            retry_after=retry_after(headers, now),
            max_age=max_age(headers, now),
            moved_to=str(url) if moved else None,
            fingerprint=hashlib.sha256(body).hexdigest(),
            seconds=seconds,
            reservation=headers.get("tdm-reservation"),
        )
