"""Sitemaps (sitemaps.org 0.9): bytes in, the newest pages or the parts of an index out. Pure.

A sitemap comes with up to 50,000 addresses and often packed: it is unpacked and read within limits, entities are never
resolved, and what names another host is left out, as the protocol asks.
"""

import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from content.strings.words import is_of_web
from models.ground.limits import LONGEST_TITLE
from watchers.disappointment import Disappointment
from watchers.foreign_text import plausible

MOST_PAGES = 200
MOST_PARTS = 3
"""Of an index, so many are visited: the newest."""
MOST_BYTES = 20_000_000
GZIP = b"\x1f\x8b"
# 15 bits, and 32 for « gzip or zlib, look which » (zlib manual, inflateInit2).
GZIP_WINDOW = 47


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that a sitemap names; `title` and `published` where it is a sitemap of news, `changed` where it says."""

    address: str
    title: str = ""
    published: datetime | None = None
    changed: datetime | None = None

    @property
    def at(self) -> datetime | None:
        """The instant of its publication, else of its change."""
        return self.published or self.changed


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The newest pages of a site, or, of an index, the newest of its parts."""

    pages: tuple[SitePage, ...] = ()
    parts: tuple[str, ...] = ()


def parse(body: bytes, address: str, now: datetime) -> Sitemap:
    """Parse the sitemap in the body found at `address`. Raises Disappointment."""
    if body.startswith(GZIP):
        try:
            # Stops a decompression bomb; of a larger sitemap (sitemaps.org allows 50 MB) the beginning is read.
            body = zlib.decompressobj(GZIP_WINDOW).decompress(body, MOST_BYTES)
        except zlib.error as error:
            raise Disappointment("not_a_sitemap", str(error)) from error
    found = list(_elements(body))
    if not found:
        raise Disappointment("not_a_sitemap")
    pages = [page for kind, element in found if kind == "url" and (page := _page(element, address, now))]
    parts = [part for kind, element in found if kind == "sitemap" and (part := _page(element, address, now))]
    return Sitemap(tuple(_newest(pages, MOST_PAGES)), tuple(part.address for part in _newest(parts, MOST_PARTS)))


def _elements(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each `url` and `sitemap`: what it is, and what it says of itself, by local name."""
    from lxml import etree

    # OWASP XML External Entity Prevention; `recover` since one bad address must not cost the rest.
    options = {"resolve_entities": False, "load_dtd": False, "no_network": True, "recover": True, "huge_tree": False}
    tags = ("{*}url", "{*}sitemap")
    try:
        for _, element in etree.iterparse(io.BytesIO(body), events=("end",), tag=tags, **options):
            # The words of a page and of its news entry; its pictures have a `loc` and a `title` too.
            inside = (part for part in (*element, *element.iterfind("{*}news/*")) if isinstance(part.tag, str))
            said = {etree.QName(part).localname: " ".join((part.text or "").split()) for part in inside}
            yield etree.QName(element).localname, said
            # Else iterparse builds the whole tree beside what is read of it.
            element.clear()
    except etree.XMLSyntaxError:
        return


def _page(told: dict[str, str], base: str, now: datetime) -> SitePage | None:
    address = told.get("loc", "")
    here, there = urlsplit(base), urlsplit(address if is_of_web(address) else "")
    # sitemaps.org: a sitemap speaks for its own host; others would have us visit whom they like.
    if (there.hostname, there.port) != (here.hostname, here.port):
        return None
    instants = dict[str, datetime | None]()
    for name in ("publication_date", "lastmod"):
        with suppress(ValueError):
            instants[name] = plausible(datetime.fromisoformat(told.get(name, "")), now)
    published, changed = instants.get("publication_date"), instants.get("lastmod")
    return SitePage(address, told.get("title", "")[:LONGEST_TITLE], published, changed)


def _newest(pages: Iterable[SitePage], most: int) -> list[SitePage]:
    """Return the newest first, those without a date last and in their order, each address once."""
    oldest = datetime.min.replace(tzinfo=UTC)
    ranked = sorted(pages, key=lambda page: page.at or oldest, reverse=True)
    known: dict[str, SitePage] = {}
    for page in ranked:
        known.setdefault(page.address, page)
    return list(known.values())[:most]
