"""A newsroom on the loopback that publishes while it is watched, and counts who has read what."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread

from benchmarks.watch import web

XML, HTML = "application/xml", "text/html; charset=utf-8"


@dataclass
class Newsroom:
    """Feeds, each on a host of its own, and their articles, each on that of its feed; all invented."""

    feeds: int
    port: int = 0
    published: list[datetime] = field(default_factory=list)
    """When each feed has brought its first, second… article."""
    read: Counter[str] = field(default_factory=Counter)
    """How often each article was asked for, by its address."""

    @property
    def hosts(self) -> list[str]:
        """The hosts of the feeds."""
        return [web.place(number) for number in range(self.feeds)]

    @property
    def articles(self) -> set[str]:
        """The addresses of all that was published."""
        return {self.article_address(host, number) for host in self.hosts for number, _ in enumerate(self.published, 1)}

    def feed_address(self, host: str) -> str:
        """Return the address of the feed of a host."""
        return f"http://{host}:{self.port}{web.FEED}"

    def article_address(self, host: str, number: int) -> str:
        """Return the address of an article of a host."""
        return f"http://{host}:{self.port}/{host}/{number}"

    def publish(self, at: datetime) -> None:
        """Let each feed bring one more article."""
        self.published.append(at)

    def answer(self, host: str, path: str) -> tuple[str, bytes] | None:
        """Return the type and the text of a page; none where there is none."""
        if path == web.FEED:
            return XML, self._feed(host)
        address = f"http://{host}:{self.port}{path}"
        if address not in self.articles:
            return None
        self.read[address] += 1
        return HTML, web.article(path)

    def _feed(self, host: str) -> bytes:
        items = "".join(
            f"<item><title>{web.sentence(Random(f'{host} {number}'), 7)}</title>"
            f"<link>{self.article_address(host, number)}</link><guid>{self.article_address(host, number)}</guid>"
            f"<pubDate>{format_datetime(at)}</pubDate></item>"
            for number, at in enumerate(self.published, 1)
        )
        start = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><language>fr</language>'
        return f"{start}<title>Emploi {host}</title><link>http://{host}/</link>{items}</channel></rss>".encode()


@contextmanager
def newsroom(feeds: int) -> Iterator[Newsroom]:
    """Serve a newsroom until the end of the block."""
    room = Newsroom(feeds)

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host: str = self.connection.getsockname()[0]
            kind, text = room.answer(host, self.path) or ("text/plain", b"")
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("0.0.0.0", 0), Page) as server:
        server.daemon_threads = True
        room.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        yield room
        server.shutdown()
