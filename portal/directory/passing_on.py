"""The directory for whoever builds on it: JSON in data.inclusion's schema v1, and Atom of what changes.

Public, and the same for everybody: no session is read or begun. What it holds is published, may be passed on, and says
nothing of use, answers or doubts.
"""

import json
from urllib.parse import urlsplit

from flask import Blueprint, Response, g, make_response, request, url_for

from content.directory.exchange.inclusion import FORMAT
from models.directory import licences, passing_on
from portal.directory.atom import ChangesHeading, changes_atom
from portal.shell import polled, reading, settings

blueprint = Blueprint("passing_on", __name__)

FRESH = 15 * 60
"""Seconds for which nobody need ask again, and for which a cache may still tell an entry that was taken back."""
LONGEST_ID = 200


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
    heading = ChangesHeading(own_name(), settings().base_url, _address("changes"), terms)
    response = make_response(changes_atom(heading, found))
    response.content_type = "application/atom+xml; charset=utf-8"
    return polled(response, f"public, max-age={FRESH}")


def own_name() -> str:
    """Return by what name this house publishes what was written here: its host."""
    return urlsplit(settings().base_url).hostname or "boussole"


def _address(endpoint: str) -> str:
    return settings().base_url + url_for(f"passing_on.{endpoint}")
