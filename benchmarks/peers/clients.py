"""Clients that take next to nothing themselves: requests made beforehand, one connection each, all at once."""

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from time import perf_counter
from typing import Literal
from urllib.parse import urlsplit

from benchmarks.peers.processor import of_children
from benchmarks.peers.rounds import Figures, at_once

WARM = 10
"""Requests of each client that are not measured."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, whole, and what its reply holds when all is well."""

    method: Literal["POST", "PUT"]
    path: str
    body: bytes
    headers: dict[str, str]
    holds: bytes


def sent(address: str, clients: Sequence[Sequence[Request]]) -> Figures:
    """Send the requests of each client, one after another, all clients at once; the processor is the server's."""
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(lambda own: _sent(address, own[:WARM]), clients))
        begun, busy = perf_counter(), of_children()
        seconds = [one for own in pool.map(lambda own: _sent(address, own[WARM:]), clients) for one in own]
        return at_once(seconds, (perf_counter() - begun, of_children() - busy))


def _sent(address: str, requests: Sequence[Request]) -> list[float]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
    seconds = [_seconds(connection, request) for request in requests]
    connection.close()
    return seconds


def _seconds(connection: HTTPConnection, request: Request) -> float:
    begun = perf_counter()
    connection.request(request.method, request.path, request.body, request.headers)
    reply = connection.getresponse()
    told = reply.read()
    seconds = perf_counter() - begun
    if reply.status != 200 or request.holds not in told:
        sys.exit(f"{reply.status} instead of an answer to {request.path}: {told[:300].decode(errors='replace')}")
    return seconds


def cookies(jar: object) -> str:
    """Return the header that a browser with these cookies would send."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)  # type: ignore[attr-defined]
