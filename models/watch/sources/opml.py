"""Lists of sources in OPML 2.0, as other readers write and read them (opml.org/spec2)."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from content.addresses import is_of_web
from content.problems import N_
from models.tables.sources import Source, SourceNature, Watching
from models.watch.sources.own import TooManySources, add_own
from models.watch.sources.watching import AddressTaken, Description, add_source

MOST = 500
LONGEST_NAME = 120

NO_ADDRESS = N_("pas une adresse web")
KNOWN = N_("déjà suivie")
TOO_MANY = N_("au-delà du nombre permis")


class OpmlFeed(NamedTuple):
    """One feed of a list."""

    name: str
    address: str


class Untaken(NamedTuple):
    """A feed that could not be taken, and why, to be translated."""

    name: str
    why: str


class OpmlTaken(NamedTuple):
    """The sources that a list has brought."""

    names: tuple[str, ...]
    untaken: tuple[Untaken, ...]


def outlines(data: bytes) -> tuple[list[OpmlFeed], list[Untaken]]:
    """Return the feeds of a list, in whatever folders, and what cannot be one; raises BrokenText."""
    from content.exchange.qti.markup import read_xml  # XML is slow to load, and no page needs it

    found: dict[str, OpmlFeed] = {}
    untaken: list[Untaken] = []
    # The reader for hostile XML: no entities, no network, a bounded size. Folders may lie in folders.
    for element in read_xml(data, "OPML").iter("outline"):
        address = (element.get("xmlUrl") or "").strip()
        # OPML 2.0 requires `text`; many readers put the name into `title` besides.
        name = " ".join((element.get("title") or element.get("text") or address).split())[:LONGEST_NAME]
        if not address and (len(element) or not element.attrib):
            continue  # a folder
        if not is_of_web(address):
            untaken.append(Untaken(name or "?", NO_ADDRESS))
        elif len(found) >= MOST:
            untaken.append(Untaken(name, TOO_MANY))
        else:
            # A feed may stand in several folders; it is watched once.
            found.setdefault(address, OpmlFeed(name, address))
    return list(found.values()), untaken


def take_for_all(db: Session, data: bytes, about: Description, at: datetime, by: UUID) -> OpmlTaken:
    """Watch the feeds of a list for everybody, all described alike. Raises BrokenText, PermissionMissing."""
    return _take(data, lambda one: add_source(db, one.name, one.address, Watching.FEED, at, about, by=by))


def take_for_one(db: Session, data: bytes, learner_key: UUID, nature: SourceNature, at: datetime) -> OpmlTaken:
    """Watch the feeds of a list for one person, as many as she may have. Raises BrokenText."""
    return _take(data, lambda one: add_own(db, learner_key, one.name, one.address, nature, at))


def _take(data: bytes, add: Callable[[OpmlFeed], Source]) -> OpmlTaken:
    found, untaken = outlines(data)
    names: list[str] = []
    for one in found:
        try:
            add(one)
            names.append(one.name)
        except AddressTaken:
            untaken.append(Untaken(one.name, KNOWN))
        except TooManySources:
            untaken.append(Untaken(one.name, TOO_MANY))
    return OpmlTaken(tuple(names), tuple(untaken))


def written(title: str, sources: Iterable[Source]) -> bytes:
    """Return a list of sources as OPML; feeds as feeds, what is watched otherwise as links."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for source in sources:
        SubElement(body, "outline", _attributes(source))
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _attributes(source: Source) -> dict[str, str]:
    # `category` begins with a slash: OPML 2.0, "category".
    told = {"text": source.name, "title": source.name, "category": f"/{source.nature}"}
    if source.kind == Watching.FEED:
        # `rss` is the type of every feed, Atom too: OPML 2.0, "Subscription lists".
        return {**told, "type": "rss", "xmlUrl": source.address}
    return {**told, "type": "link", "url": source.address}
