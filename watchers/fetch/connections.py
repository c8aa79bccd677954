"""Connections that stay open for a moment: a host rests after its visit, so one for each is enough."""

import ssl
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
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
    def to(self, origin: httpcore2.Origin) -> Iterator[httpcore2.HTTPConnection]:
        """A connection for one request; kept for the next if it still stands."""
        connection = self._take(origin)
        try:
            yield connection
        finally:
            if connection.is_available():
                self._keep(str(origin), connection)
            else:
                connection.close()

    def close(self) -> None:
        """Close those that are idle."""
        with self._lock:
            while self._idle:
                self._idle.popitem()[1].close()

    def _take(self, origin: httpcore2.Origin) -> httpcore2.HTTPConnection:
        with self._lock:
            idle = self._idle.pop(str(origin), None)
        if idle and not idle.has_expired():
            return idle
        if idle:
            idle.close()
        return httpcore2.HTTPConnection(
            origin, ssl_context=self._tls, keepalive_expiry=KEEP_ALIVE_SECONDS, network_backend=self._network
        )

    def _keep(self, origin: str, connection: httpcore2.HTTPConnection) -> None:
        with self._lock:
            surplus = [self._idle.pop(origin, None)]
            self._idle[origin] = connection
            if len(self._idle) > MOST_IDLE:
                surplus.append(self._idle.popitem(last=False)[1])
        for one in filter(None, surplus):
            one.close()
