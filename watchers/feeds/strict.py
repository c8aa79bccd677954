"""The strict reader: RSS 2.0 and Atom 1.0 that say nothing unusual, read as feedparser reads them.

Only elements whose effect in feedparser is known are let through: those that are read here, each once, and those that
change nothing of what is kept. A property test holds the two to one reading.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from html.entities import entitydefs
from time import struct_time
from typing import TYPE_CHECKING, Any, NoReturn, cast

from watchers.feeds.entries import joined

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MEDIA_TYPE = re.compile(
    r"""(?:application/(?:rss\+xml|atom\+xml|xml)|text/xml)\s*(?:;\s*charset="?utf-?8"?\s*)?""", re.IGNORECASE
)
# Only UTF-8: whatever else a document declares is for feedparser, which knows what servers get wrong.
DECLARATION = (
    rb"""<\?xml\s+version=["']1\.0["'](?:\s+encoding=["']utf-8["'])?(?:\s+standalone=["'](?:yes|no)["'])?\s*\?>"""
)
START = re.compile(b"(?:" + DECLARATION + rb")?\s*<(?!\?xml)", re.IGNORECASE)
# feedparser mends these in its own way.
TWICE_ENCODED = re.compile("[\x80-\x9f]")
SIGN_OF_HTML = re.compile(r"</\w+>|&#?\w+;")
TAG_NAME, CHARACTER_NAME = re.compile(r"</?(\w+)"), re.compile(r"&(\w+);")
# Which others it knows is feedparser's affair.
PLAIN_TAGS = frozenset(("a", "b", "br", "code", "em", "i", "p", "q", "span", "strong", "sub", "sup", "u"))
TOO_MANY_SLASHES = re.compile(r"[a-z][a-z0-9+.-]*:///", re.IGNORECASE)

MONTHS = dict(
    zip(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), range(1, 13), strict=True)
)
OFFSET = r"(?:GMT|UTC?|Z|([+-])(\d\d):?(\d\d))"
RFC_822 = re.compile(
    rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d\d?) ({'|'.join(MONTHS)}) (\d{{4}}) (\d\d):(\d\d)(?::(\d\d))? {OFFSET}"
)
RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))")

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = ("{http://search.yahoo.com/mrss/}content", "{http://search.yahoo.com/mrss/}thumbnail")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOVES_BASE = {"{http://www.w3.org/XML/1998/namespace}base", "base"}
NOTHING: frozenset[str] = frozenset()

OF_RSS = frozenset({"title", "language", "ttl"})
OF_RSS_ITEM = frozenset({"title", "link", "guid", "pubDate", "description", ENCODED})
OF_ATOM = frozenset({f"{ATOM}title"})
OF_ATOM_ENTRY = frozenset(ATOM + name for name in ("title", "id", "updated", "published", "summary", "content"))
INERT = frozenset(
    {
        *("link", "description", "pubDate", "lastBuildDate", "generator", "copyright", "managingEditor", "webMaster"),
        *("docs", "category", f"{ATOM}link"),
        "{http://purl.org/rss/1.0/modules/syndication/}updatePeriod",
        "{http://purl.org/rss/1.0/modules/syndication/}updateFrequency",
    }
)
INERT_IN_ITEM = frozenset(
    {
        *("category", "author", "comments", "enclosure", *MEDIA),
        "{http://purl.org/dc/elements/1.1/}creator",
        "{http://purl.org/rss/1.0/modules/slash/}comments",
        "{http://wellformedweb.org/CommentAPI/}commentRss",
    }
)
INERT_IN_ATOM = frozenset(
    ATOM + name for name in ("id", "updated", "link", "subtitle", "generator", "icon", "logo", "rights", "category")
)
INERT_IN_ENTRY = frozenset(ATOM + name for name in ("category", "rights")) | frozenset(MEDIA)
NESTED = {
    "image": frozenset({"url", "title", "link", "width", "height", "description"}),
    f"{ATOM}author": frozenset(ATOM + name for name in ("name", "uri", "email")),
}
LINK = frozenset({"rel", "type", "href", "hreflang", "title", "length"})
TYPES = {"text": "text/plain", "text/plain": "text/plain", "html": "text/html", "text/html": "text/html"}

Said = dict[str, Any]
"""What feedparser says of a feed or an entry, less what nobody here asks for."""


class _Unusual(Exception):
    """The feed holds something that only feedparser knows how to take."""


def read(body: bytes, content_type: str, address: str) -> tuple[Said, list[Said]] | None:
    """Read a feed and its entries; None unless it is sure that feedparser would read the same."""
    from lxml import etree

    if not MEDIA_TYPE.fullmatch(content_type) or not START.match(body):
        return None
    # No entities, no network (OWASP XML External Entity Prevention); bytes of strangers come in here.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        body.decode()
        root = etree.fromstring(body, parser)
        # A DOCTYPE may define entities: a billion laughs, or only « &eacute; »; both are left to feedparser.
        return None if cast(Any, root.getroottree().docinfo).doctype else _read(root, address)
    except (etree.XMLSyntaxError, _Unusual, ValueError, OverflowError):
        return None


def _read(root: "Element", base: str) -> tuple[Said, list[Said]]:
    if root.tag == "rss" and root.get("version", "").startswith("2.") and len(root) == 1 and root[0].tag == "channel":
        _check_attributes(root, {"version", LANGUAGE})
        _check_attributes(root[0], NOTHING)
        about = _children(root[0], OF_RSS, INERT, "item")
        said = {name: _text(element) for name, element in about.items() if name != "title"}
        items = [_rss_item(element, base) for element in root[0].iterchildren("item")]
        return _feed(root, said, _guessed(about.get("title"))), items
    if root.tag == f"{ATOM}feed":
        _check_attributes(root, {LANGUAGE})
        about = _children(root, OF_ATOM, INERT_IN_ATOM, f"{ATOM}entry")
        entries = [_atom_entry(element, base) for element in root.iterchildren(f"{ATOM}entry")]
        return _feed(root, {}, _typed(about.get(f"{ATOM}title"))), entries
    _give_up()


def _feed(root: "Element", said: Said, title: Said | None) -> Said:
    language = root.get(LANGUAGE)
    return ({"language": language.replace("_", "-")} if language else {}) | {"title_detail": title} | said


def _children(
    parent: "Element", read: frozenset[str], inert: frozenset[str], repeated: str | None = None
) -> dict[str, "Element"]:
    """Return the children to read, by name: each once; others only if they are known to change nothing."""
    found: dict[str, Element] = {}
    for child in parent:
        tag: Any = child.tag
        if tag in read and tag not in found:
            found[tag] = child
        elif tag in inert:
            _check_inert(child, NOTHING)
        elif tag in NESTED and tag not in read:
            _check_inert(child, NESTED[tag])
        elif tag != repeated:
            _give_up()
    return found


def _check_inert(element: "Element", nested: frozenset[str]) -> None:
    # xml:base moves every relative address after it (RFC 4287, 2).
    if not MOVES_BASE.isdisjoint(element.keys()):
        _give_up()
    for child in element:
        if child.tag not in nested or len(child) or child.keys():
            _give_up()


def _check_attributes(element: "Element", known: Iterable[str]) -> None:
    if not set(element.keys()) <= set(known):
        _give_up()


# ------------------------------------------------------------------------------------------------------- an entry


def _rss_item(element: "Element", base: str) -> Said:
    _check_attributes(element, NOTHING)
    told = _children(element, OF_RSS_ITEM, INERT_IN_ITEM)
    said: Said = {"title_detail": _guessed(told.get("title"))}
    if (guid := told.get("guid")) is not None:
        # RSS 2.0: a guid is an address unless it says otherwise.
        permanent = guid.get("isPermaLink", "true") == "true"
        text = _text(guid, {"isPermaLink"})
        said["id"] = _joined(base, text) if permanent else text
        if permanent:
            said["link"] = said["id"]
    if (link := told.get("link")) is not None:
        said["link"] = _joined(base, _text(link))
        if ";" in said["link"]:
            _give_up()
    if (date := told.get("pubDate")) is not None:
        said["published"] = _text(date)
        said["published_parsed"] = _moment(said["published"])
    if (description := told.get("description")) is not None:
        said["summary_detail"] = {"type": "text/html", "value": _text(description)}
    if (encoded := told.get(ENCODED)) is not None:
        said["content"] = [{"type": "text/html", "value": _text(encoded)}]
    return said


def _atom_entry(element: "Element", base: str) -> Said:
    _check_attributes(element, NOTHING)
    told = _children(element, OF_ATOM_ENTRY, INERT_IN_ENTRY, f"{ATOM}link")
    said: Said = {"title_detail": _typed(told.get(f"{ATOM}title"))}
    if (identity := told.get(f"{ATOM}id")) is not None:
        said["id"] = said["link"] = _joined(base, _text(identity))
    for link in element.iterchildren(f"{ATOM}link"):
        if address := _alternate(link, base):
            said["link"] = address
    for name in ("updated", "published"):
        if (date := told.get(ATOM + name)) is not None:
            said[name] = _text(date)
            said[f"{name}_parsed"] = _moment(said[name])
    if (summary := told.get(f"{ATOM}summary")) is not None:
        said["summary_detail"] = _typed(summary)
    if (content := told.get(f"{ATOM}content")) is not None:
        said["content"] = [_typed(content)]
    return said


def _alternate(link: "Element", base: str) -> str | None:
    """Return the address of a link of Atom, if it is that of the entry as a page."""
    _check_attributes(link, LINK)
    if len(link):
        _give_up()
    address = _joined(base, link.get("href", ""))
    rel, kind = link.get("rel", "alternate").lower(), link.get("type", "").lower()
    page = kind in ("html", "text/html", "xhtml", "application/xhtml+xml", "") and (kind or rel != "self")
    return address if rel == "alternate" and page else None


def _guessed(element: "Element | None") -> Said | None:
    """Read a text of RSS that may be HTML without saying so."""
    if element is None:
        return None
    text = _text(element)
    return {"type": "text/html" if _looks_like_html(text) else "text/plain", "value": text}


def _looks_like_html(text: str) -> bool:
    """Guess as feedparser does: a closing tag or a named character, and nothing that HTML does not know."""
    if not SIGN_OF_HTML.search(text):
        return False
    if not PLAIN_TAGS.issuperset(TAG_NAME.findall(text)):
        _give_up()
    return entitydefs.keys() >= set(CHARACTER_NAME.findall(text))


def _typed(element: "Element | None") -> Said | None:
    """Read a text of Atom, which says what it is."""
    if element is None:
        return None
    kind = TYPES.get(element.get("type", "text").lower()) or _give_up()
    return {"type": kind, "value": _text(element, {"type"})}


def _text(element: "Element", attributes: Iterable[str] = NOTHING) -> str:
    if len(element):
        _give_up()
    _check_attributes(element, attributes)
    text = (element.text or "").strip()
    return text if text.isascii() else _mended(text)


def _mended(text: str) -> str:
    """Decode again UTF-8 that was taken for Latin-1 and encoded twice, as feedparser does."""
    with suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return _give_up() if TWICE_ENCODED.search(text) else text


def _joined(base: str, reference: str) -> str:
    if not reference or not reference.isascii() or TOO_MANY_SLASHES.match(reference):
        _give_up()
    return joined(base, reference)


def _moment(text: str) -> struct_time | None:
    if not text:
        return None
    if found := RFC_822.fullmatch(text):
        day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
        month = MONTHS[month]
    elif found := RFC_3339.fullmatch(text):
        year, month, day, hour, minute, second, sign, hours, minutes = found.groups()
    else:
        _give_up()
    moment = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    offset = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    return (moment + offset if sign == "-" else moment - offset).utctimetuple()


def _give_up() -> NoReturn:
    raise _Unusual
