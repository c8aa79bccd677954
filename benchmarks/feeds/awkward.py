"""Feeds as they should not be: broken, in unexpected encodings, hostile; with the titles that a person reads there."""

import resource
from typing import NamedTuple

from benchmarks.feeds.readers import Read
from watchers.feeds.entries import plain

ADDRESS = "https://www.forem.example/actus/flux.xml"
RSS, PLAIN = "application/rss+xml", "application/xml"
UTF_8 = f"{RSS}; charset=utf-8"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>{}</feed>'


class Awkward(NamedTuple):
    """A body, its media type, and the titles of its entries; None where it is no feed."""

    name: str
    body: bytes
    content_type: str
    titles: list[str] | None


def rss(*titles: str, start: str = "", end: str = "</channel></rss>") -> str:
    """Write a feed of these titles, each as it stands."""
    items = "".join(f"<item><title>{title}</title><guid>urn:{n}</guid></item>" for n, title in enumerate(titles))
    return f'{start}<rss version="2.0"><channel><title>Actus</title>{items}{end}'


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


SUMMER = "Été à Liège"
BROKEN = [
    Awkward("cut off in the middle", rss("Un", "Deux", end="<item><title>Tr").encode(), RSS, ["Un", "Deux", "Tr"]),
    Awkward("bare ampersand", rss("Un & deux", "Trois").encode(), RSS, ["Un & deux", "Trois"]),
    Awkward("named characters of HTML", rss("&Eacute;t&eacute;", "Deux").encode(), RSS, ["Été", "Deux"]),
    Awkward("tags closed in the wrong order", rss("<b><i>Un</b></i>", "Deux").encode(), RSS, ["Un", "Deux"]),
    Awkward("undeclared prefix", rss("Un", "Deux").replace("<guid", "<x:y>z</x:y><guid").encode(), RSS, ["Un", "Deux"]),
    Awkward("control character", rss("Un\x0b", "Deux").encode(), RSS, ["Un", "Deux"]),
    Awkward("words before the declaration", b"\n\nbonjour" + rss("Un", start=declared("utf-8")).encode(), RSS, ["Un"]),
    Awkward("spaces before the declaration", b"\n\n" + rss("Un", start=declared("utf-8")).encode(), RSS, ["Un"]),
    Awkward("comment that is not closed", rss("Un", "Deux", end="<!-- fin").encode(), RSS, ["Un", "Deux"]),
    Awkward("escaped twice", rss("L&amp;#039;&amp;eacute;t&amp;eacute;").encode(), RSS, ["L'été"]),
    Awkward("image in an entry", ATOM.format(
        "<entry><id>urn:1</id><title>Een</title><image><title>Logo</title></image></entry>"
    ).encode(), PLAIN, ["Een"]),
    Awkward("text that speaks of tags", ATOM.format(
        "<entry><id>urn:1</id><title>La balise &lt;b&gt;</title></entry>"
    ).encode(), PLAIN, ["La balise <b>"]),
    Awkward("title in XHTML", ATOM.format(
        '<entry><id>urn:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Un <b>mot</b></div></title>'
        "</entry>"
    ).encode(), PLAIN, ["Un mot"]),
    Awkward("page", b"<!DOCTYPE html><html><body><p>Bonjour<br></body></html>", "text/html", None),
    Awkward("list of feeds", b"<opml version='2.0'><body><outline text='a'/></body></opml>", PLAIN, None),
    Awkward("nothing", b"", PLAIN, None),
]  # fmt: skip
ENCODED = [
    Awkward(f"{encoding}, declared", rss(SUMMER, start=declared(encoding)).encode(encoding), PLAIN, [SUMMER])
    for encoding in ("utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf-16", "macintosh")
] + [
    Awkward("utf-8 with a mark", b"\xef\xbb\xbf" + rss(SUMMER).encode(), PLAIN, [SUMMER]),
    Awkward("latin-1 by its header only", rss(SUMMER).encode("latin-1"), f"{RSS}; charset=iso-8859-1", [SUMMER]),
    Awkward("latin-1, nothing said", rss(SUMMER).encode("latin-1"), "", [SUMMER]),
    Awkward("utf-8 that says latin-1", rss(SUMMER, start=declared("iso-8859-1")).encode(), UTF_8, [SUMMER]),
    Awkward("latin-1 that says utf-8", rss(SUMMER, start=declared("utf-8")).encode("latin-1"), PLAIN, [SUMMER]),
    Awkward("encoded twice", rss(SUMMER).encode().decode("latin-1").encode(), UTF_8, [SUMMER]),
]  # fmt: skip


def _bomb() -> bytes:
    grow = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    return f'<!DOCTYPE r [<!ENTITY e0 "ha">{grow}]>{rss("&e9;")}'.encode()


HOSTILE = {
    "bomb of entities": _bomb(),
    "entity of a file": f'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>{rss("&e;")}'.encode(),
    "200,000 tags inside each other": rss("Un", end="<a>" * 200_000).encode(),
    "40,000 entries": rss(*(f"Titre {n}" for n in range(40_000))).encode(),
    "a title of 5 MB": rss("a &amp; " * 700_000).encode(),
    "a tag of 5 MB": rss("Un", end=f"<a b='{'x' * 5_000_000}'").encode(),
    "an address as body": b"http://127.0.0.1:9/feed.xml",
}


def titles(read: Read, body: bytes, content_type: str) -> list[str] | None:
    """Return the titles of the entries, None where a reader sees no feed."""
    try:
        about, items = read(body, content_type, ADDRESS)
    except Exception:  # each library refuses with errors of its own
        return None
    return [plain(item.get("title_detail")) for item in items] if items or about.get("title_detail") else None


def peak() -> float:
    """Return the MB of this process at its peak."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
