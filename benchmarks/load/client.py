"""An HTTP client that takes little of the processor: one connection for each request, as nginx makes them by default.

https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version
"""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

PATIENCE = 60.0
"""Seconds after which nobody waits any more."""
_COOKIE = re.compile(r"\r\nset-cookie: (boussole=[^;\r]+)", re.IGNORECASE)
_LOCATION = re.compile(r"\r\nlocation: ([^\r]+)", re.IGNORECASE)
_LENGTH = re.compile(r"\r\ncontent-length: (\d+)", re.IGNORECASE)


class CutShort(OSError):
    """The reply is not here as a whole."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; `cookie`: of the session, where it is given anew; `location`: where a redirection leads."""

    status: int
    text: str
    cookie: str | None
    location: str | None


class _Connection(asyncio.Protocol):
    def __init__(self, sent: bytes) -> None:
        self._sent, self._parts = sent, list[bytes]()
        self.whole: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._sent)

    def data_received(self, data: bytes) -> None:
        self._parts.append(data)

    def connection_lost(self, error: Exception | None) -> None:
        if self.whole.done():
            return
        if error:
            self.whole.set_exception(error)
        else:
            self.whole.set_result(b"".join(self._parts))


async def send(bind: tuple[str, int], request: bytes) -> Reply:
    """Send one request and return the whole reply. Raises OSError, TimeoutError."""
    async with asyncio.timeout(PATIENCE):
        transport, connection = await asyncio.get_running_loop().create_connection(lambda: _Connection(request), *bind)
        try:
            return parsed(await connection.whole)
        finally:
            transport.close()


def written(path: str, cookie: str, visitor: str, form: Mapping[str, str] | None, swaps: bool) -> bytes:
    """Write a request: a form is posted; `visitor`: whose address a proxy would name; `swaps`: as htmx asks."""
    body = urlencode(form).encode() if form is not None else b""
    head = [
        f"{'GET' if form is None else 'POST'} {quote(path, safe='/?&=+%')} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"X-Forwarded-For: {visitor}",
        f"Cookie: {cookie}",
        *(["HX-Request: true"] if swaps else []),
    ]
    if form is not None:
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*head, "", ""]).encode() + body


def parsed(whole: bytes) -> Reply:
    """Read a reply; raises CutShort."""
    start, _, body = whole.partition(b"\r\n\r\n")
    head = start.decode("latin-1")
    length = _LENGTH.search(head)
    if not head.startswith("HTTP/1.") or (length and len(body) != int(length[1])):
        raise CutShort(f"{len(whole)} bytes")
    cookie, location = _COOKIE.search(head), _LOCATION.search(head)
    status, text = int(head[9:12]), body.decode("utf-8", "replace")
    return Reply(status, text, cookie and cookie[1], location and location[1])
