"""The dates of a sheet for the calendar of a telephone: whole days, without any place or person."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from flask import Response, make_response
from sqlalchemy.orm import Session

from content.sheet import Decision, Sheet
from content.sheet_words import WORDS
from models.ground.events import CalendarEvent, written
from portal.sheet.shown import SheetAsShown
from portal.shell import now


def as_calendar(db: Session, shown: SheetAsShown) -> Response:
    """Return the dates of a sheet as a file to open."""
    response = make_response(calendar_of(shown.sheet, now()))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename={WORDS[shown.sheet.language].sheet.lower()}.ics"
    return response


def calendar_of(sheet: Sheet, at: datetime) -> bytes:
    """Return the days of a sheet in iCalendar."""
    return written(
        # The same day and words are the same event, so that a file opened twice doubles nothing (RFC 7986, 5.3).
        CalendarEvent(f"{uuid5(NAMESPACE_OID, f'{day} {words}')}@boussole", words, day, None, at)
        for day, words in _days(sheet)
    )


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
