"""A small web on the loopback: every address 127.x.y.z is a host with a robots.txt, one feed and its articles.

Everything it says is invented.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random

FEED, ETAG = "/feed.xml", '"first"'
ROBOTS = b"User-agent: *\nDisallow: /prive/\n"
SYLLABLES = tuple(consonant + vowel for consonant in "bcdfglmnprstv" for vowel in "aeiou")
"""No two articles may be taken for one: their words are made of these, and mean nothing."""


def place(number: int) -> str:
    """Return the address of a host: 127.1.0.1, 127.1.0.2…"""
    return f"127.{1 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"


@contextmanager
def served(entries: int, article_hosts: int) -> Iterator[int]:
    """Serve the web in a process of its own, and give its port."""
    spawn = get_context("spawn")
    mine, its = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(its, entries, article_hosts), daemon=True)
    process.start()
    yield mine.recv()
    process.kill()
    process.join()


def _serve(pipe: Connection, entries: int, article_hosts: int) -> None:
    asyncio.run(_answer(pipe, entries, article_hosts))


async def _answer(pipe: Connection, entries: int, article_hosts: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Visitor(entries, article_hosts), "0.0.0.0", 0, backlog=1000)
    _Visitor.port = server.sockets[0].getsockname()[1]
    pipe.send(_Visitor.port)
    await server.serve_forever()


class _Visitor(asyncio.Protocol):
    """One connection; requests have no body."""

    port = 0

    def __init__(self, entries: int, article_hosts: int) -> None:
        self._entries, self._article_hosts = entries, article_hosts
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._host = transport, transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        *requests, self._waiting = (self._waiting + data).split(b"\r\n\r\n")
        for request in requests:
            self._transport.write(self._reply(request.decode("latin-1")))

    def _reply(self, request: str) -> bytes:
        path = request.split(" ", 2)[1]
        if path == "/robots.txt":
            return _written("200 OK", "text/plain", ROBOTS)
        if path.count("/") == 2 and path.startswith("/127."):
            return _written("200 OK", "text/html; charset=utf-8", article(path))
        if path != FEED:
            return _written("404 Not Found", "text/plain", b"")
        if f"if-none-match: {ETAG}" in request.lower():
            return _written("304 Not Modified", "application/xml", b"")
        return _written("200 OK", "application/xml", feed(self._host, self.port, self._entries, self._article_hosts))


def _written(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nETag: {ETAG}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@cache
def feed(host: str, port: int, entries: int, article_hosts: int) -> bytes:
    """Write RSS 2.0 for every other host, Atom 1.0 for the rest; the articles lie on hosts of their own."""
    last = int(host.rpartition(".")[2])
    write = _rss_item if last % 2 else _atom_entry
    told = "".join(
        write(f"{host}-{number}", number, f"http://{place(10_000 + number % article_hosts)}:{port}/{host}/{number}")
        for number in range(entries)
    )
    if last % 2:
        start = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><language>fr</language>'
        return f"{start}<title>Emploi {host}</title><link>http://{host}/</link>{told}</channel></rss>".encode()
    start = '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">'
    return f"{start}<title>Emploi {host}</title><id>urn:{host}</id>{told}</feed>".encode()


def sentence(chance: Random, words: int) -> str:
    """Make up a sentence of words that nobody has ever read, with a capital and a full stop."""
    told = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
    return f"{' '.join(told).capitalize()}."


def _title(name: str) -> str:
    return sentence(Random(name), 7)


def _lead(name: str) -> str:
    text = " ".join(sentence(Random(f"lead {name}"), 18) for _ in range(3))
    return escape(f'<p>{text}</p> <p><a href="/suite">La suite</a></p>')


def _rss_item(name: str, number: int, address: str) -> str:
    return (
        f"<item><title>{_title(name)}</title><link>{address}</link>"
        f'<guid isPermaLink="false">urn:{name}</guid>'
        f"<pubDate>Mon, {number % 27 + 1:02} Nov 2026 10:00:00 +0100</pubDate><category>Emploi</category>"
        f"<description>{_lead(name)}</description></item>"
    )


def _atom_entry(name: str, number: int, address: str) -> str:
    return (
        f'<entry><title>{_title(name)}</title><link href="{address}"/><id>urn:{name}</id>'
        f"<updated>2026-11-{number % 27 + 1:02}T10:00:00+01:00</updated><author><name>La rédaction</name></author>"
        f'<summary type="html">{_lead(name)}</summary></entry>'
    )


@cache
def article(path: str) -> bytes:
    """Write a page as newsrooms do: an article between menus, teasers and a footer."""
    chance = Random(path)
    title = sentence(chance, 7)
    body = "".join(f"<p>{' '.join(sentence(chance, 16) for _ in range(6))}</p>" for _ in range(6))
    menu = "".join(f'<li class="menu-item"><a href="/rubrique/{i}">Rubrique numéro {i}</a></li>' for i in range(60))
    teasers = "".join(f'<div class="teaser"><h3><a href="/t/{i}">Autre nouvelle {i}</a></h3></div>' for i in range(40))
    return (
        f'<!doctype html><html lang="fr"><head><title>{title} | Emploi</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="2026-11-20T08:30:00+01:00"></head><body>'
        f"<nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
        f'<aside class="related">{teasers}</aside>'
        f"<footer><ul>{menu}</ul><p>© 2019</p></footer></body></html>"
    ).encode()
