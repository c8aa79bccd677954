"""Web servers that drip, never end, bomb or lie, and names that change: routes for `tests.watchers.server`."""

import gzip
import zlib
from collections.abc import Callable, Mapping, Sequence

from tests.watchers.server import Answer, Handler, Route, ok, to

START = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Sans fin</title>'
ITEM = b"<item><title>Encore</title><guid>urn:encore</guid></item>"


def drips(handler: Handler) -> None:
    """A byte now and then, always in time for whoever waits for the next one only."""
    handler.drip(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 4000000\r\n\r\n", b" ")


def drips_its_headers(handler: Handler) -> None:
    """The status at once, then headers without end."""
    handler.drip(b"HTTP/1.1 200 OK\r\n", b"X-Encore: 1\r\n")


def never_ends(handler: Handler) -> None:
    """A feed of which each piece is sound, as fast as it is read."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + START)
    while not handler.site.closing.is_set():
        handler.wfile.write(ITEM * 1000)


def bomb(pack: Callable[[bytes], bytes], encoding: str) -> Answer:
    """A few kilobytes that unpack to fifty megabytes."""
    return ok(pack(bytes(50_000_000)), Content_Encoding=encoding, Content_Type="application/rss+xml")


def nested() -> Answer:
    """A small feed whose elements stand two hundred thousand deep."""
    body = START + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</channel></rss>"
    return ok(gzip.compress(body), Content_Encoding="gzip", Content_Type="application/rss+xml")


def promises_more(handler: Handler) -> None:
    """Ten bytes where a hundred were announced."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss></rss")


def promises_two_lengths(handler: Handler) -> None:
    """Two lengths for one body."""
    handler.close_connection = True
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")


HOSTILE: Mapping[str, tuple[Route, str]] = {
    "/drips": (drips, "too_slow"),
    "/drips-its-headers": (drips_its_headers, "too_slow"),
    "/never-ends": (never_ends, "too_large"),
    "/gzip-bomb": (bomb(gzip.compress, "gzip"), "too_large"),
    "/deflate-bomb": (bomb(zlib.compress, "deflate"), "too_large"),
    "/bomb-in-a-bomb": (
        ok(gzip.compress(gzip.compress(b"x" * 1000)), Content_Encoding="gzip, gzip"),
        "unreadable_encoding",
    ),
    "/nested": (nested(), "not_a_feed"),
    "/promises-more": (promises_more, "unreachable"),
    "/promises-two-lengths": (promises_two_lengths, "unreachable"),
    "/says-gzip": (ok(b"<rss/>", Content_Encoding="gzip"), "unreadable_encoding"),
    "/says-feed": (ok(b"\x89PNG\r\n\x1a\n" + bytes(100), Content_Type="application/rss+xml"), "not_a_feed"),
    "/circle": (to("/circle-back"), "too_many_redirects"),
    "/circle-back": (to("/circle"), "too_many_redirects"),
    "/leads-inside": (to("http://127.0.0.2/"), "refused_address"),
    "/leads-to-a-file": (to("file:///etc/hostname"), "bad_address"),
}
"""By path, what stands there and the code of the refusal that a visit ends in."""


class Turncoat:
    """A name server that gives its answers one after the other, the last for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
