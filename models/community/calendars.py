"""Meetings for the calendars of telephones: in public without their links, with them for those who hold them."""

from sqlalchemy.orm import Session

from content.problems import N_
from models.catalogue import house_texts
from models.community import meetings
from models.community.meetings import AnnouncedMeeting
from models.ground.events import CalendarEvent, Method, written
from models.ground.words import words
from models.tables.meetings import Meeting

ONLINE = N_("En ligne")
ENROL = N_("Le lien vous est donné quand vous vous inscrivez, par téléphone, par courrier ou au guichet.")


def page_calendar(db: Session, page_id: int, name: str, language: str) -> bytes:
    """Return all that a page announces, as a calendar to follow."""
    told, enrolment = meetings.on_calendar(db, page_id), _enrolment(db, language)
    return written([_public(one, language, enrolment) for one in told], name=name)


def page_meeting(db: Session, page_id: int, uid: str, language: str) -> bytes:
    """Return one meeting that a page announces, as a file to open; raises NoSuchMeeting."""
    told = meetings.find_announced(db, page_id, uid)
    return written([_public(told, language, _enrolment(db, language))], method=_method(told.cancelled))


def own_meeting(meeting: Meeting, subject: str, language: str) -> bytes:
    """Return one meeting with its link, as a file for whoever holds it."""
    return written([_own(meeting, subject, language)], method=_method(meeting.cancelled_at is not None))


def _method(cancelled: bool) -> Method:
    # In a file alone: a calendar that is followed is read as it stands, without one (RFC 5545, 3.7.2).
    return Method.CANCEL if cancelled else Method.PUBLISH


def _public(one: AnnouncedMeeting, language: str, enrolment: str) -> CalendarEvent:
    return CalendarEvent(
        uid=one.uid,
        summary=one.subject,
        starts=one.starts_at,
        ends=one.ends_at,
        changed_at=one.changed_at,
        sequence=one.sequence,
        cancelled=one.cancelled,
        place=one.place or words(language).gettext(ONLINE),
        description=enrolment if one.online else "",
    )


def _own(meeting: Meeting, subject: str, language: str) -> CalendarEvent:
    online = words(language).gettext(ONLINE) if meeting.link else ""
    return CalendarEvent(
        uid=meeting.uid,
        summary=meeting.subject or subject,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        cancelled=meeting.cancelled_at is not None,
        place=meeting.place or online,
        # Also in words: not every calendar shows the address of an event.
        description=meeting.link,
        address=meeting.link,
    )


def _enrolment(db: Session, language: str) -> str:
    ways = house_texts.ways(db, language)
    lines = [f"{name} {said}" for name, said in ways.lines] if ways else []
    return "\n".join([words(language).gettext(ENROL), *lines])
