"""Calendars of a public page, for anybody: no session is read or begun, and no link of a meeting is in them."""

from flask import Response, make_response, request

from models.community import calendars, meetings
from models.community.meetings import NoSuchMeeting
from portal.shell import reading, settings

FRESH = 15 * 60
"""Seconds for which nobody need ask again."""
GONE = "Rien n'est affiché à cette adresse.\nOp dit adres staat niets.\nThere is nothing at this address.\n"
"""In three languages, for nobody is asked which is hers; the same whatever was here."""


def of_page(address: str) -> Response:
    """Send all that a page announces."""
    if settings().public_url is None:
        return gone(404)
    with reading() as db:
        page = meetings.page_at(db, address)
        if page is None:
            return gone(410)
        text = calendars.page_calendar(db, page.id, page.title, page.language)
    return calendar(text, f"public, max-age={FRESH}")


def of_meeting(address: str, uid: str) -> Response:
    """Send one meeting of a page, as a file to open."""
    if settings().public_url is None:
        return gone(404)
    with reading() as db:
        page = meetings.page_at(db, address)
        try:
            text = calendars.page_meeting(db, page.id, uid, page.language) if page else None
        except NoSuchMeeting:
            text = None
    return gone(410) if text is None else calendar(text, "no-cache", "atelier.ics")


def calendar(text: bytes, cached: str, name: str = "") -> Response:
    """Return a calendar as an answer: one with a name is a file to open, one without is followed."""
    response = make_response(text)
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = cached
    response.headers["X-Robots-Tag"] = "noindex"
    if name:
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    # Calendars ask all day: a 304 instead of the whole (RFC 9110, 13.1.2).
    response.add_etag()
    response.make_conditional(request)
    return response


def gone(status: int) -> Response:
    """Answer without a page of ours, which would ask who is signed in."""
    response = Response(GONE, status, mimetype="text/plain")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
