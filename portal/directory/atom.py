"""What changes in the directory as an Atom feed (RFC 4287)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.etree.ElementTree import SubElement

from content.problems import N_
from models.directory.entries import entry_id
from models.directory.passing_on import EntryChanged
from models.tables.documents import VersionChange
from portal.atom import Heading, feed_of, in_atom, instant, put_link, put_text, written
from portal.pages import say

BEGUN = datetime(2026, 11, 29, tzinfo=UTC)
"""Before which no directory was passed on."""
SAID = {
    VersionChange.FIRST: N_("Nouvelle entrée."),
    VersionChange.WORDING: N_("Relue, ou mieux dite."),
    VersionChange.MEANING: N_("Ce qu'elle dit a changé."),
    VersionChange.KEY: N_("Ce qu'elle dit a changé."),
}


class ChangesHeading(NamedTuple):
    """The head of the feed: who publishes, at which address the portal and the feed are, and on what terms."""

    publisher: str
    base: str
    own: str
    licences: Mapping[str, str]
    """By publisher of entries, the name of its licence; "" is whoever writes here."""


def changes_atom(heading: ChangesHeading, changes: Sequence[EntryChanged]) -> bytes:
    """Return a feed of changes in UTF-8, the newest first."""
    title = say("Boussole : le répertoire")
    subtitle = say("Ce qui change parmi les services, les mesures et les outils.")
    head = Heading(_tag(heading, ""), title, subtitle, "fr", heading.own, heading.base, BEGUN)
    feed = feed_of(head, max((one.at for one in changes), default=BEGUN), heading.base)
    put_text(SubElement(feed, in_atom("author")), "name", heading.publisher)
    for one in changes:
        name, publisher = entry_id(one.entry.document_id), one.entry.publisher
        entry = SubElement(feed, in_atom("entry"))
        put_text(entry, "id", _tag(heading, f"/{name}/{one.number}"))
        put_text(entry, "title", one.entry.names.get("fr") or next(iter(one.entry.names.values()), name))
        put_text(entry, "updated", instant(one.at))
        put_text(SubElement(entry, in_atom("author")), "name", publisher or heading.publisher)
        put_link(entry, "alternate", f"{heading.base}/directory/entry/{name}", "text/html")
        put_text(entry, "rights", heading.licences[publisher])
        put_text(entry, "summary", " ".join(filter(None, (say(SAID[one.change]), one.word))))
    return written(feed)


def _tag(heading: ChangesHeading, rest: str) -> str:
    # The same for ever, wherever the portal moves to (RFC 4151).
    return f"tag:{heading.publisher},{BEGUN:%Y}:directory{rest}"
