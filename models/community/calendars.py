"""Meetings of a public page for the calendars of telephones: without their links."""

from sqlalchemy.orm import Session

from content.problems import N_
from models.catalogue import house_texts
from models.community import meetings
from models.community.meetings import AnnouncedMeeting
from models.ground.events import CalendarEvent, written
from models.ground.words import words

ONLINE = N_("En ligne")
ENROL = N_("Le lien vous est donné quand vous vous inscrivez, par téléphone, par courrier ou au guichet.")


def page_calendar(db: Session, page_id: int, name: str, language: str) -> bytes:
    """Return all that a page announces, as a calendar to follow."""
    ways = house_texts.ways(db, language)
    lines = [f"{name} {said}" for name, said in ways.lines] if ways else []
    told, enrolment = meetings.on_calendar(db, page_id), "\n".join([words(language).gettext(ENROL), *lines])
    return written([_public(one, language, enrolment) for one in told], name=name)


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
