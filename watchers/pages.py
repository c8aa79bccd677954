"""Pages read for their feeds, their terms, and the part that is watched. Pure over bytes."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from models.ground.limits import LONGEST_TITLE
from watchers.disappointment import Disappointment
from watchers.extract import Extracted, decode
from watchers.foreign_text import INLINE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
XPATH_STARTS = ("/", "(", "./")
SILENT_TAGS = ("script", "style", "template", "noscript", "svg")
TERMS = re.compile(
    r"conditions\s+(?:générales|d.utilisation)|mentions\s+légales|droits?\s+d.auteur|copyright|avertissement"
    r"|gebruiksvoorwaarden|auteursrecht|disclaimer|terms\s+(?:of\s+use|and\s+conditions)|legal\s+notice",
    re.IGNORECASE,
)
WALL = re.compile(
    r"captcha|are\s+you\s+(?:a\s+)?(?:human|robot)|vous\s+n.êtes\s+pas\s+un\s+robot|bent\s+u\s+een\s+robot"
    r"|access\s+denied|accès\s+refusé|toegang\s+geweigerd|verify\s+(?:that\s+)?you\s+are|just\s+a\s+moment"
    r"|acceptez\s+(?:les|nos|tous\s+les)\s+cookies|accepteer\s+(?:alle\s+)?cookies|identifiez-vous|connectez-vous"
    r"|(?:site|page)\s+en\s+maintenance|site\s+is\s+in\s+onderhoud|activer\s+javascript|enable\s+javascript",
    re.IGNORECASE,
)
MOST_WORDS_OF_A_WALL = 120


@dataclass(frozen=True, slots=True)
class Announced:
    """The announcements of a page: its title, its feeds in order and once each, the terms of its site."""

    title: str
    feeds: tuple[str, ...]
    terms: str | None


def announced(body: bytes, content_type: str, address: str) -> Announced:
    """Return what the page at `address` says of itself; nothing if it is no page."""
    page = _read(body, content_type)
    if page is None:
        return Announced("", (), None)
    base = _address(address, next((tag.get("href") or "" for tag in page.iter("base")), "")) or address
    terms = (link.get("href") or "" for link in page.iter("a") if TERMS.search(link.text_content()))
    hrefs = []
    for link in page.iter("link"):
        media_type = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in (link.get("rel") or "").lower().split() and media_type in FEED_TYPES:
            hrefs.append(link.get("href"))
    return Announced(
        _title(page),
        tuple(dict.fromkeys(filter(None, (_address(base, href) for href in hrefs if href)))),
        next(filter(None, (_address(base, href) for href in terms)), None),
    )


def chosen(body: bytes, content_type: str, selector: str) -> Extracted:
    """Return the part of a page that CSS or XPath chooses, one line for each block. Raises Disappointment."""
    page = _read(body, content_type)
    if page is None:
        raise Disappointment("selector_lost")
    text = "\n".join(filter(None, map(_text, _matches(page, selector))))
    if not text:
        raise Disappointment("wall" if is_wall(_title(page), _text(page)) else "selector_lost")
    return Extracted(_title(page), text, page.get("lang"), None, None)


def is_wall(title: str, text: str) -> bool:
    """Return whether a page of a few words asks for something before it says anything."""
    return len(text.split()) <= MOST_WORDS_OF_A_WALL and WALL.search(f"{title}\n{text}") is not None


def _read(body: bytes, content_type: str) -> "HtmlElement | None":
    """Parse a page, whatever it says of its encoding; None if nothing is in it."""
    from lxml import etree, html

    text = decode(body, content_type).encode("utf-8", "replace")
    try:
        # Decoded and encoded by ourselves: a charset that the page names must not be applied a second time.
        return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None


def _matches(page: "HtmlElement", selector: str) -> list[object]:
    from cssselect import SelectorError
    from lxml import etree

    try:
        # Whatever a selector costs: this runs in the child, which is killed when late (watchers/outside.py).
        found = page.xpath(selector) if selector.startswith(XPATH_STARTS) else page.cssselect(selector)
    except (SelectorError, etree.XPathError, ValueError) as error:
        raise Disappointment("bad_selector", str(error)) from error
    return found if isinstance(found, list) else [found]


def _text(part: object) -> str:
    """Return the words of an element, a line for each block; of other XPath results, their own words."""
    if not hasattr(part, "iter"):
        return " ".join(str(part).split()) if isinstance(part, str) else ""
    pieces: list[str] = []
    _collect(part, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n\n"))
    return "\n".join(filter(None, lines))


def _collect(top: "HtmlElement", pieces: list[str]) -> None:
    """Collect the text inside an element in order, blocks apart; without recursion, since pages nest as they like."""
    ahead: list[HtmlElement | str] = [top]
    while ahead:
        part = ahead.pop()
        if isinstance(part, str):
            pieces.append(part)
        elif isinstance(part.tag, str) and part.tag not in SILENT_TAGS:
            edge = "" if part.tag in INLINE else "\n\n"
            inside: list[HtmlElement | str] = [edge, (part.text or "").replace("\n", " ")]
            for child in part:
                inside += [child, (child.tail or "").replace("\n", " ")]
            ahead += reversed([*inside, edge])


def _title(page: "HtmlElement") -> str:
    return " ".join((page.findtext(".//title") or "").split())[:LONGEST_TITLE]


def _address(base: str, href: str) -> str | None:
    try:
        address = urljoin(base, href.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.hostname else None
