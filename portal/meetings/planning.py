"""The form of a meeting: a day and two hours where the house is, a place or a link; and what is wrong with it."""

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import request

from content.errors import N_, Refused
from models.community.meetings import AnnouncedMeeting, MeetingPlan
from models.ground.calendar import local_instant
from models.tables.public_pages import Meeting
from portal.pages import full_day, say
from portal.shell import settings


class TypedMeeting(NamedTuple):
    """A meeting as its form holds it: what was typed, or what is kept."""

    subject: str = ""
    day: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    link: str = ""
    wrong: str = ""


def typed() -> TypedMeeting:
    """Return what this request sends."""
    return TypedMeeting(*(request.form.get(name, "") for name in TypedMeeting._fields[:-1]))


def as_typed(meeting: Meeting) -> TypedMeeting:
    """Return a meeting as somebody would type it."""
    starts, ends = _local(meeting.starts_at), _local(meeting.ends_at)
    hours = (f"{starts:%H:%M}", f"{ends:%H:%M}")
    return TypedMeeting(meeting.subject, starts.date().isoformat(), *hours, meeting.place, meeting.link)


def plan_of(form: TypedMeeting) -> MeetingPlan:
    """Return the plan that was typed; raises Refused."""
    try:
        day = date.fromisoformat(form.day)
        hours = [time.fromisoformat(hour) for hour in (form.starts, form.ends)]
        if any(hour.tzinfo for hour in hours):
            raise ValueError(hours)
        starts, ends = (local_instant(day, hour, settings().timezone) for hour in hours)
    except ValueError as error:
        raise Refused(N_("Donnez un jour, une heure de début et une heure de fin.")) from error
    return MeetingPlan(form.subject, starts, ends, form.place, form.link)


def again(form: TypedMeeting, error: Refused) -> TypedMeeting:
    """Return a form that comes back, with what is to be mended."""
    return form._replace(wrong=say(error.sentence))


def when(meeting: Meeting | AnnouncedMeeting) -> str:
    """Say when a meeting is: its day and its hours, where the house is."""
    starts, ends = _local(meeting.starts_at), _local(meeting.ends_at)
    return say("%(day)s, de %(start)s à %(end)s", day=full_day(starts.date()), start=_hour(starts), end=_hour(ends))


def _hour(at: datetime) -> str:
    if not at.minute:
        return say("%(hour)s\u00a0h", hour=at.hour)
    return say("%(hour)s\u00a0h\u00a0%(minute)s", hour=at.hour, minute=f"{at.minute:02}")


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(settings().timezone))
