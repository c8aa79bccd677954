"""The calendar of a public page, for anybody: no session is read or begun, and no link of a meeting is in it."""

from flask import Blueprint, Response, make_response, url_for

from models.community import meetings
from portal.shell import polled, reading, see_other, settings

blueprint = Blueprint("calendars", __name__)

FRESH = 15 * 60
"""Seconds for which nobody need ask again."""
GONE = "Rien n'est affiché à cette adresse.\nOp dit adres staat niets.\nThere is nothing at this address.\n"
"""In three languages, for nobody is asked which is hers; the same whatever was here."""


@blueprint.get("/p/<address>/calendar.ics")
def of_page(address: str) -> Response:
    """Send all that a page announces."""
    if settings().public_url is None:
        return _gone(404)
    with reading() as db:
        page = meetings.page_at(db, address)
        if page is None:
            return _gone(410)
        text = meetings.page_calendar(db, page.id, page.title, page.language)
    response = make_response(text)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    return polled(response, f"public, max-age={FRESH}")


@blueprint.get("/p/<address>/meetings/<uid>.ics")
def of_meeting(address: str, uid: str) -> Response:
    """Lead from the file of one meeting, which there was before, to the page of which it is a line."""
    return see_other(url_for("public_pages.shown", address=address))


def _gone(status: int) -> Response:
    """Answer without a page of ours, which would ask who is signed in."""
    response = Response(GONE, status, mimetype="text/plain")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
