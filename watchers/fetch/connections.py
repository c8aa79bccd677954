"""Connections that stay open for a moment: a host rests after its visit, so one for each is enough."""

import ssl
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

import httpcore2

KEEP_ALIVE_SECONDS = 5.0
# What stays open is only ever needed between the robots.txt of a host and what is visited there.
MOST_IDLE = 16


class Connections:
    """The idle connections of any number of threads, by origin.

    The pool of httpcore2 looks at every connection before and after every request, one thread at a time.
    """

    def __init__(self, tls: ssl.SSLContext, network: httpcore2.NetworkBackend) -> None:
        self._tls, self._network = tls, network
        self._idle: OrderedDict[str, httpcore2.HTTPConnection] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def answer(self, request: httpcore2.Request) -> Iterator[httpcore2.Response]:
        """Send a request that changes nothing, and yield its answer; keep the connection if it still stands."""
        connection, response = self._send(request)
        try:
            yield response
        finally:
            response.close()
            # Not after a body left half read: the rest of it would be taken for the next answer.
            if connection.is_available():
                origin = str(request.url.origin)
                with self._lock:
                    surplus = [self._idle.pop(origin, None)]
                    self._idle[origin] = connection
                    if len(self._idle) > MOST_IDLE:
                        surplus.append(self._idle.popitem(last=False)[1])
                for one in filter(None, surplus):
                    one.close()

    def close(self) -> None:
        """Close all idle connections."""
        with self._lock:
            while self._idle:
                self._idle.popitem()[1].close()

    def _send(self, request: httpcore2.Request) -> tuple[httpcore2.HTTPConnection, httpcore2.Response]:
        """Send a request, a second time if the kept connection was closed meanwhile (RFC 9112, 9.3.1)."""
        origin = request.url.origin
        if idle := self._take(origin):
            # Safe to repeat, since only GET is ever sent (RFC 9110, 9.2.2).
            with suppress(httpcore2.NetworkError, httpcore2.RemoteProtocolError):
                return idle, idle.handle_request(request)
        new = httpcore2.HTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=KEEP_ALIVE_SECONDS, network_backend=self._network
        )
        return new, new.handle_request(request)

    def _take(self, origin: httpcore2.Origin) -> httpcore2.HTTPConnection | None:
        with self._lock:
            idle = self._idle.pop(str(origin), None)
        if idle and idle.has_expired():
            idle.close()
            return None
        return idle
