"""Stories as an Atom feed (RFC 4287). Pure."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from models.news.telling import StoryAsTold

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold: https://www.w3.org/TR/xml/#charsets"""
GAP = " […] "

register_namespace("", ATOM)


class Heading(NamedTuple):
    """The head of a feed; `base` is the address of the portal, `own` where the feed is fetched."""

    id: str
    title: str
    subtitle: str
    language: str
    own: str
    base: str
    begun_at: datetime
    """Its date as long as it has no entry."""


def atom(heading: Heading, stories: Sequence[StoryAsTold]) -> bytes:
    """Return a feed of stories as Atom in UTF-8."""
    feed = Element(_in_atom("feed"), {LANGUAGE: heading.language})
    _text(feed, "id", heading.id)
    _text(feed, "title", heading.title)
    _text(feed, "subtitle", heading.subtitle)
    _text(feed, "updated", _instant(max((told.story.happened_at for told in stories), default=heading.begun_at)))
    _link(feed, "self", heading.own, "application/atom+xml")
    _link(feed, "alternate", f"{heading.base}/news", "text/html")
    _text(feed, "generator", "Boussole")
    for told in stories:
        _entry(feed, told, heading.base)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Element, told: StoryAsTold, base: str) -> None:
    address = f"{base}/news/{told.story.id}"
    entry = SubElement(feed, _in_atom("entry"), {LANGUAGE: told.language} if told.language else {})
    _text(entry, "id", address)
    _text(entry, "title", told.title)
    _text(entry, "updated", _instant(told.story.happened_at))
    _text(entry, "published", _instant(told.story.happened_at))
    for source in told.sources:
        _text(SubElement(entry, _in_atom("author")), "name", source)
    _link(entry, "alternate", address, "text/html")
    _link(entry, "via", told.address)
    if told.summary:
        _text(entry, "summary", quoted(told))


def quoted(told: StoryAsTold) -> str:
    """Return the sentences of a summary as one text; a mark stands where something is left out."""
    pairs = zip(told.summary, told.gaps, strict=True)
    return "".join((GAP if gap else " ") + sentence for sentence, gap in pairs).strip()


def _in_atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(parent: Element, name: str, text: str) -> None:
    # ElementTree writes control characters as they are, and every reader then rejects the whole feed.
    SubElement(parent, _in_atom(name)).text = NOT_XML.sub("", text)


def _link(parent: Element, rel: str, address: str, kind: str | None = None) -> None:
    SubElement(parent, _in_atom("link"), {"rel": rel, "href": address} | ({"type": kind} if kind else {}))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
