"""The fetcher of the tests: names are answered by a table, and the clock stands still."""

import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import ip_address

from tests.watchers.server import Site
from watchers.fetch.fetcher import Fetcher, Limits

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT_ONE = "Tue, 24 Nov 2026 13:00:00 GMT"
AGENT = "Boussole/1.0"
PUBLIC = "93.184.216.34"

# What the names below answer; every other host is a number in some spelling, or nothing.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
    "intranet": ["192.168.7.7"],
    "imprimante.local": ["169.254.12.1"],
    "metadata.google.internal": ["169.254.169.254"],
    "10-0-0-9.nip.example": ["10.0.0.9"],
    "six.example": ["fd00::9"],
    "moitie.example": [PUBLIC, "10.0.0.9"],
    "public.example": [PUBLIC],
}


def numbers_and_names(host: str, port: int) -> Sequence[str]:
    if host in NAMES:
        return NAMES[host]
    try:
        return [str(ip_address(host))]
    except ValueError:
        return [socket.inet_ntoa(socket.inet_aton(host))]


def impatient(site: Site, **limits: float) -> Fetcher:
    return Fetcher(AGENT, site.allow, Limits(**{"seconds": 0.3} | limits), resolve=numbers_and_names)
