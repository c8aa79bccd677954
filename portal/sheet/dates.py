"""The dates of a sheet for the calendar of a telephone (RFC 5545): whole days, without any place or person."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, uuid5

from flask import Response, make_response
from sqlalchemy.orm import Session

from content.sheet import Decision, Sheet
from content.sheet_words import WORDS
from portal.sheet.shown import SheetAsShown
from portal.shell import now

A_DAY = timedelta(days=1)


def as_calendar(db: Session, shown: SheetAsShown) -> Response:
    """Return the dates of a sheet as a file to open."""
    response = make_response(calendar_of(shown.sheet, now()))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename={WORDS[shown.sheet.language].sheet.lower()}.ics"
    return response


def calendar_of(sheet: Sheet, at: datetime) -> bytes:
    """Return the days of a sheet in iCalendar."""
    # Here and not above: no other page needs it.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Boussole//FR")
    calendar.add("version", "2.0")
    for day, words in _days(sheet):
        event = Event()
        # The same day and words are the same event, so that a file opened twice doubles nothing (RFC 7986, 5.3).
        event.add("uid", f"{uuid5(NAMESPACE_OID, f'{day} {words}')}@boussole")
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + A_DAY)
        event.add("summary", words)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found


def _days(sheet: Sheet) -> Iterator[tuple[date, str]]:
    words = WORDS[sheet.language]
    for place in sheet.places:
        if isinstance(place, Decision):
            if place.by:
                yield place.by, place.question
        elif place.day:
            yield place.day, f"{place.who}{words.colon}{place.act}"
    if sheet.review:
        yield sheet.review, words.review
