"""The directory for whoever builds on it: JSON in data.inclusion's schema v1, and Atom of what changes.

Public, and the same for everybody: no session is read or begun. What it holds is published, may be passed on, and says
nothing of use, answers or doubts.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import SubElement

from flask import Blueprint, Response, g, make_response, request, url_for

from content.directory.inclusion_reader import FORMAT
from content.errors import N_
from models.directory import licences, passing_on
from models.directory.entries import entry_id
from models.directory.passing_on import EntryChanged
from models.tables.documents import VersionChange
from portal.atom import Heading, feed_of, in_atom, instant, put_link, put_text, written
from portal.pages import say
from portal.shell import polled, reading, settings

blueprint = Blueprint("passing_on", __name__)

FRESH = 15 * 60
"""Seconds for which nobody need ask again, and for which a cache may still tell an entry that was taken back."""
LONGEST_ID = 200
BEGUN = datetime(2026, 11, 29, tzinfo=UTC)
"""Before which no directory was passed on."""
SAID = {
    VersionChange.FIRST: N_("Nouvelle entrée."),
    VersionChange.WORDING: N_("Relue, ou mieux dite."),
    VersionChange.MEANING: N_("Ce qu'elle dit a changé."),
    VersionChange.KEY: N_("Ce qu'elle dit a changé."),
}


@blueprint.after_request
def for_everybody(response: Response) -> Response:
    """Let the pages of every site read it, also where a browser asks first."""
    # Any page of any site may read it (https://fetch.spec.whatwg.org/#http-cors-protocol): no cookie changes it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link"
    if request.method == "OPTIONS":
        # A script that asks only for what is new is asked first whether it may.
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(24 * 60 * 60)
    return response


@blueprint.get("/directory.json")
def entries() -> Response:
    """Send a page of the entries that may be passed on, with their licences, and the address of the next page."""
    publisher, after = own_name(), request.args.get("after", "")[:LONGEST_ID]
    with reading() as db:
        page = passing_on.page(db, publisher, after)
    following = f"{_address('entries')}?after={page.following}" if page.following else None
    # By source, as records name it, the name and the address of its licence.
    terms = {publisher: {"name": licences.OURS, "address": licences.OURS_AT}}
    terms |= {name: {"name": row.licence, "address": row.address} for name, row in page.licences.items()}
    told = {
        "schema": FORMAT,
        "licences": terms,
        "next": following,
        "structures": page.structures,
        "services": page.services,
    }
    response = make_response(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
    response.content_type = "application/json"
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    # Not by a date: what is retired, or may no longer be passed on, changes the page and is dated nowhere.
    polled(response, f"public, max-age={FRESH}")
    if page.changed_at:  # of nothing Werkzeug would say that it is of now
        response.last_modified = page.changed_at
    return response


@blueprint.get("/directory.atom")
def changes() -> Response:
    """Send the latest changes of these entries."""
    # Of nobody in particular: whose language it is would be asked of a session.
    g.language = "fr"
    with reading() as db:
        found = passing_on.changes(db)
        noted = {one.entry.publisher: licences.of(db, one.entry.publisher) for one in found}
    terms = {name: row.licence if row else licences.OURS for name, row in noted.items()}
    response = make_response(changes_atom(found, terms))
    response.content_type = "application/atom+xml; charset=utf-8"
    return polled(response, f"public, max-age={FRESH}")


def own_name() -> str:
    """Return by what name this house publishes what was written here: its host."""
    return urlsplit(settings().base_url).hostname or "boussole"


def _address(endpoint: str) -> str:
    return settings().base_url + url_for(f"passing_on.{endpoint}")


def changes_atom(changes: Sequence[EntryChanged], terms: Mapping[str, str]) -> bytes:
    """Return a feed of changes in UTF-8, the newest first; `terms`: by publisher, the name of the licence."""
    base = settings().base_url
    title = say("Boussole : le répertoire")
    subtitle = say("Ce qui change parmi les services, les mesures et les outils.")
    head = Heading(_tag(""), title, subtitle, "fr", _address("changes"), base, BEGUN)
    feed = feed_of(head, max((one.at for one in changes), default=BEGUN), base)
    put_text(SubElement(feed, in_atom("author")), "name", own_name())
    for one in changes:
        name, publisher = entry_id(one.entry.document_id), one.entry.publisher
        entry = SubElement(feed, in_atom("entry"))
        put_text(entry, "id", _tag(f"/{name}/{one.number}"))
        put_text(entry, "title", one.entry.names.get("fr") or next(iter(one.entry.names.values()), name))
        put_text(entry, "updated", instant(one.at))
        put_text(SubElement(entry, in_atom("author")), "name", publisher or own_name())
        put_link(entry, "alternate", f"{base}/directory/entry/{name}", "text/html")
        put_text(entry, "rights", terms[publisher])
        put_text(entry, "summary", " ".join(filter(None, (say(SAID[one.change]), one.word))))
    return written(feed)


def _tag(rest: str) -> str:
    # The same for ever, wherever the portal moves to (RFC 4151).
    return f"tag:{own_name()},{BEGUN:%Y}:directory{rest}"
