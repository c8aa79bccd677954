"""Atom feeds of themes (RFC 4287), at private addresses that need no session and hold no name."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from flask import Blueprint, Response, make_response

from models.learning import themes
from models.news.feed import feed
from models.news.feed.told_stories import StoryAsTold
from models.people import accounts
from portal.pages import page_language, say, speak_as_to
from portal.request import now, polled, reading, settings

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
    updated = max((told.story.happened_at for told in stories), default=heading.begun_at)
    feed = feed_of(heading, updated, f"{heading.base}/news")
    for told in stories:
        address = f"{heading.base}/news/{told.story.id}"
        entry = SubElement(feed, in_atom("entry"), {LANGUAGE: told.language} if told.language else {})
        put_text(entry, "id", address)
        put_text(entry, "title", told.title)
        put_text(entry, "updated", instant(told.story.happened_at))
        put_text(entry, "published", instant(told.story.happened_at))
        for source in told.sources:
            put_text(SubElement(entry, in_atom("author")), "name", source)
        put_link(entry, "alternate", address, "text/html")
        put_link(entry, "via", told.address)
        if told.summary:
            put_text(entry, "summary", quoted(told))
    return written(feed)


def feed_of(heading: Heading, updated: datetime, alternate: str) -> Element:
    """Return a feed without entries; `alternate`: the page of ours that says the same."""
    feed = Element(in_atom("feed"), {LANGUAGE: heading.language})
    put_text(feed, "id", heading.id)
    put_text(feed, "title", heading.title)
    put_text(feed, "subtitle", heading.subtitle)
    put_text(feed, "updated", instant(updated))
    put_link(feed, "self", heading.own, "application/atom+xml")
    put_link(feed, "alternate", alternate, "text/html")
    put_text(feed, "generator", "Boussole")
    return feed


def written(feed: Element) -> bytes:
    """Return a feed in UTF-8."""
    found: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return found


def quoted(told: StoryAsTold) -> str:
    """Return the sentences of a summary as one text; a mark stands where something is left out."""
    pairs = zip(told.summary, told.gaps, strict=True)
    return "".join((GAP if gap else " ") + sentence for sentence, gap in pairs).strip()


def in_atom(name: str) -> str:
    """Return a name of Atom as ElementTree wants it."""
    return f"{{{ATOM}}}{name}"


def put_text(parent: Element, name: str, text: str) -> None:
    """Put an element of text, without what no XML may hold."""
    # ElementTree writes control characters as they are, and every reader then rejects the whole feed.
    SubElement(parent, in_atom(name)).text = NOT_XML.sub("", text)


def put_link(parent: Element, rel: str, address: str, kind: str | None = None) -> None:
    """Put a link."""
    SubElement(parent, in_atom("link"), {"rel": rel, "href": address} | ({"type": kind} if kind else {}))


def instant(at: datetime) -> str:
    """Write an instant as RFC 3339 does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# ------------------------------------------------------------------------------------------------- atom feeds of themes


blueprint = Blueprint("feeds", __name__)


FRESH = 15 * 60
"""Seconds for which a reader of feeds need not ask again."""


@blueprint.get("/feeds/<token>.atom")
def of_theme(token: str) -> Response:
    """Send the stories of the last two weeks on a theme, the newest first, to anyone who has the address."""
    with reading() as db:
        key, theme = themes.at_address(db, token)
        speak_as_to(accounts.account_of(db, key))
        stories = feed.on_theme(db, key, theme, now())
    base = settings().base_url
    heading = Heading(
        id=f"{base}/themes/{theme.id}",
        title=say("Boussole : %(theme)s", theme=theme.name(page_language())),
        subtitle=say("Ce qui change dans le métier, sur ce thème."),
        language=page_language(),
        own=f"{base}/feeds/{token}.atom",
        base=base,
        begun_at=theme.followed_at,
    )
    response = make_response(atom(heading, stories))
    response.content_type = "application/atom+xml; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    # `private`: the address is the only key, so no shared cache may answer in our place (RFC 9111, 5.2.2.7).
    return polled(response, f"private, max-age={FRESH}")
