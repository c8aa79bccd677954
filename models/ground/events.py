"""Events as calendars exchange them (RFC 5545): the one file that knows icalendar, and how its text is kept whole."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from models.ground.calendar import DAY

if TYPE_CHECKING:
    from icalendar import Event

ASKED_AGAIN = timedelta(hours=6)
"""How often a program that follows a calendar is told to look."""


class CalendarEvent(NamedTuple):
    """One event: instants in UTC, or the one whole day that `starts` names."""

    uid: str
    summary: str
    starts: date | datetime
    ends: datetime | None
    """None for a whole day."""
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False
    place: str = ""
    description: str = ""


def written(events: Iterable[CalendarEvent], *, name: str = "") -> bytes:
    """Return events as the text of a calendar; one with a name is followed, and asked for again.

    Instants are written in UTC, which every reader turns into its own clock without a rule of ours for summer time.
    """
    # Here and not above: few pages need it.
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", "-//Boussole//FR")
    calendar.add("version", "2.0")
    if name:
        # Names and times of RFC 7986 (5.1, 5.7), and those that readers of before know; icalendar knows neither name.
        for key in ("name", "x-wr-calname"):
            calendar.add(key, vText(_text(name)), encode=False)
        calendar.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{ASKED_AGAIN // timedelta(hours=1)}H")
    for event in events:
        calendar.add_component(_component(event))
    found: bytes = calendar.to_ical()
    return found


def _component(event: CalendarEvent) -> "Event":
    from icalendar import Event

    found = Event()
    found.add("uid", event.uid)
    found.add("dtstamp", event.changed_at)
    found.add("dtstart", event.starts)
    found.add("dtend", event.ends or event.starts + DAY)
    found.add("summary", _text(event.summary))
    if event.ends is None:
        # A day to remember leaves its hours free.
        found.add("transp", "TRANSPARENT")
        return found
    found.add("last-modified", event.changed_at)
    found.add("sequence", event.sequence)
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    for key, words in (("location", event.place), ("description", event.description)):
        if words:
            found.add(key, _text(words))
    return found


def _text(words: str) -> str:
    # Readers, icalendar's own among them, take the « \n » of « C:\nom » for the end of a line, however it is escaped.
    # Of control characters a text holds only the ends of its lines (RFC 5545, 3.3.11).
    return "".join(one for one in words.replace("\\", "/") if one == "\n" or category(one) != "Cc")
