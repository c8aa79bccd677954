"""The dates of a sheet for the calendar of a telephone: whole days, without any place or person."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import NAMESPACE_OID, uuid5

from flask import Response, make_response
from sqlalchemy.orm import Session

from content.patterns import LatePattern
from content.sheet import Decision, Sheet
from content.sheet_text import NOT_A_DAY, sketch_sheet
from content.sheet_words import WORDS
from models.ground.events import CalendarEvent, written
from portal.sheet.shown import SheetAsShown
from portal.shell import now

_AMONG_WORDS = LatePattern(r"\b[0-9]{1,2}[/.-][0-9]{1,2}[/.-]20[0-9]{2}\b")


class DatesTold(NamedTuple):
    """The reason why no file is handed out yet: how many dates were read, and those that were not, as typed."""

    read: int
    unread: Sequence[str]


def told(shown: SheetAsShown) -> DatesTold | None:
    """Return what is to be said before a file is handed out; None where there is nothing, or it has been said."""
    # What was typed for a day and is none, then the days that stand among other words.
    sheet, problems = sketch_sheet(shown.sent.text)
    typed = [str(problem.values["typed"]) for problem in problems if problem.sentence == NOT_A_DAY]
    words = [place.question if isinstance(place, Decision) else place.act for place in sheet.places]
    unread = [*typed, *(found[0] for one in words for found in _AMONG_WORDS.finditer(one))]
    read = len([*_days(shown.sheet)])
    said = read and (shown.sent.number or not unread)
    return None if shown.sent.verb != "dates" or said else DatesTold(read, unread)


def as_calendar(db: Session, shown: SheetAsShown) -> Response | None:
    """Return the dates of a sheet as a file to open; None where there is something to be said first."""
    if told(shown):
        return None
    at = now()
    events = (
        # The same day and words are the same event, so that a file opened twice doubles nothing (RFC 7986, 5.3).
        CalendarEvent(f"{uuid5(NAMESPACE_OID, f'{day} {words}')}@boussole", words, day, None, at)
        for day, words in _days(shown.sheet)
    )
    response = make_response(written(events))
    response.content_type = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f"attachment; filename={WORDS[shown.sheet.language].sheet.lower()}.ics"
    return response


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
