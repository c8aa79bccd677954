"""Spelling of addresses: which ones may be asked for, judged before anything else is done with them."""

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from typing import Any

import httpcore2
import httpx2

from watchers.disappointment import Disappointment

SCHEMES = ("http", "https")
SCHEME = "[a-z][a-z0-9+.-]*:"
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)
# A browser takes a host whose last part is a number for a number, in any base, with parts left out (WHATWG URL, 3.5).
NUMBER_AT_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)
PLAIN_NUMBER = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
WITHOUT_HOST = re.compile(rf"{SCHEME}(?!//[^/?#])|//(?:[/?#]|$)", re.IGNORECASE)
# RFC 3986, 7.6: what stands before an @ passes for the host in the eyes of people and of some parsers.
WITH_CREDENTIALS = re.compile(rf"(?:{SCHEME})?//[^/]*@", re.IGNORECASE)


def check_spelling(address: str) -> None:
    """Refuse an address that two parsers would read in two ways. Raises Disappointment.

    That is: back-slashes, spaces, control and invisible characters, credentials, a scheme without a host. A browser
    takes http://127.0.0.1\\@example.com/ to 127.0.0.1, httpx2 takes it to example.com.
    """
    odd_letters = "\\" in address or " " in address or not address.isprintable()
    if odd_letters or WITHOUT_HOST.match(address) or WITH_CREDENTIALS.match(address):
        raise Disappointment("bad_address", f"odd spelling: {address!a}")


@lru_cache(maxsize=256)  # a visit asks robots.txt about the address that it then fetches
def read_address(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """Read an address, relative to `base` if there is one, without its fragment. Raises Disappointment."""
    check_spelling(text)
    try:
        url = base.join(text) if base else httpx2.URL(text)
        # A fragment is never sent (RFC 9110, 7.1), so two addresses that differ in it are one page.
        url = url.copy_with(fragment=None) if "#" in text else url
    except (httpx2.InvalidURL, ValueError) as error:
        raise Disappointment("bad_address", f"{error}: {text!a}") from error
    if url.scheme not in SCHEMES or not HOST.fullmatch(host := url.raw_host.decode("ascii")):
        raise Disappointment("bad_address", f"not an address of the web: {text!a}")
    # 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1 to some resolvers (OWASP SSRF Prevention).
    if NUMBER_AT_END.fullmatch(host) and not PLAIN_NUMBER.fullmatch(host):
        raise Disappointment("bad_address", f"a number oddly spelt: {text!a}")
    return url


# ------------------------------------------------------------------------------------------------------------ the guard
#
# However an address is spelt (decimal, octal, a name, a redirect, a name that changes its answer), in the end a
# socket is opened to one number. So a name is resolved once, one answer that is not public condemns it, and the
# socket goes to a number that was judged. TLS still checks the name, since only the TCP part is replaced.
#
# httpcore2 hands a `timeout` to each call. Timeouts of single calls do not add up to a limit (a server that sends a
# byte every second is never late), so here `timeout` is an instant: the reading of `time.monotonic()` when all must
# be over.


WEB_PORTS = frozenset({80, 443})

# `is_global` alone says True for 64:ff9b::7f00:1, ::127.0.0.1, fec0::1 and 192.0.0.192 (Python 3.11.7), and its tables
# change between releases. Hence IPv6 only inside what is assigned, less the blocks below.
GLOBAL_UNICAST_6 = ipaddress.ip_network("2000::/3")
SHUT = tuple(
    ipaddress.ip_network(block)
    for block in (
        "168.63.129.16/32",  # the host service of a third cloud, at a public number
        "100.64.0.0/10",  # carrier-grade NAT; a cloud keeps its metadata there
        "192.0.0.0/24",  # protocol assignments; another cloud's metadata
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, among them Teredo, which wraps an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: bits 16 to 48 are an IPv4 address
        "3fff::/20",  # documentation
    )
)

Resolve = Callable[[str, int], Sequence[str]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def is_public(text: str) -> bool:
    """Return whether a numeric address, unwrapped if IPv4-mapped, can only be a host of the public Internet."""
    # `fe80::1%eth0`: the zone says which interface, not which address (RFC 4007, 11).
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    # Python calls multicast of global scope (224.0.1.0, ff0e::1) global.
    if not address.is_global or address.is_multicast:
        return False
    if address.version == 6 and address not in GLOBAL_UNICAST_6:
        return False
    return not any(address in block for block in SHUT)


def system_resolver(host: str, port: int) -> list[str]:
    """Resolve a name to its numeric addresses, in the order to try them (RFC 6724). Raises OSError, UnicodeError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def time_left(deadline: float | None) -> float:
    """Return the seconds until the instant `deadline`. Raises Disappointment when it has passed, or is none."""
    seconds = (deadline or 0.0) - time.monotonic()
    if seconds <= 0:
        raise Disappointment("too_slow", "the time for this visit is over")
    return seconds


class TimedStream(httpcore2.NetworkStream):
    """A connection on which every call ends at the same instant."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, time_left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """The network as visits see it; `allow` holds (host, port) pairs that the operator named, private or not."""

    def __init__(self, allow: frozenset[tuple[str, int]], resolve: Resolve) -> None:
        self._allow = allow
        self._resolve = resolve
        self._network = httpcore2.SyncBackend()

    def judge(self, host: str, port: int, deadline: float | None) -> Sequence[str]:
        """Return at least one numeric address to dial. Raises Disappointment."""
        named = (host, port) in self._allow
        if not named and port not in WEB_PORTS:
            raise Disappointment("refused_address", f"port {port} of {host} is not a port of the web")
        addresses = self._look_up(host, port, time_left(deadline))
        # All, not any: one private answer among public ones is how DNS rebinding begins.
        if not named and not all(map(is_public, addresses)):
            raise Disappointment("refused_address", f"{host} is not on the public Internet")
        return addresses

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = Disappointment("unreachable")  # a name without an address
        addresses = self.judge(host, port, timeout)
        for tried, address in enumerate(addresses):
            # A share for each: a dead IPv6 address must not eat the time of the IPv4 one (cf. RFC 8305).
            patience = time_left(timeout) / (len(addresses) - tried)
            try:
                # The number that was judged, never the name: a second look-up could answer otherwise.
                stream = self._network.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return TimedStream(stream)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore2.NetworkStream:
        raise Disappointment("refused_address", "a Unix socket is not on the public Internet")

    def _look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        # For a number no resolver is asked: what it takes for one is not what `ipaddress` does.
        with suppress(ValueError):
            ipaddress.ip_address(host)
            return [host]
        # The resolver of the system knows no timeout: ask in a thread, and leave it behind when it is late.
        asking = ThreadPoolExecutor(max_workers=1)
        try:
            return asking.submit(self._resolve, host, port).result(timeout=seconds)
        except TimeoutError as error:
            raise Disappointment("too_slow", f"the name {host} could not be resolved in time") from error
        except (OSError, UnicodeError) as error:
            raise Disappointment("unreachable", f"{type(error).__name__}: {error}") from error
        finally:
            asking.shutdown(wait=False)
