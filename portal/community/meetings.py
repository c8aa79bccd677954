"""The views of meetings: announced, moved, cancelled, and the calendar that anybody can follow."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.errors import N_, Refused
from models.community import meetings
from models.community.meetings import AnnouncedMeeting, AnnouncingPage, MeetingPlan
from models.ground.calendar import local_instant
from models.tables.public_pages import Meeting
from portal.access import account, learner_key, signed_in
from portal.pages import full_day, say
from portal.request import now, polled, reading, see_other, settings, writing


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


# ---------------------------------------------------------------------------- meetings for those who keep a public page


blueprint = Blueprint("meetings", __name__)

Returned = Mapping[tuple[int, int | None], TypedMeeting]
"""A form that comes back, by page and meeting; by no meeting the one that announces another."""


class MeetingKept(NamedTuple):
    """A meeting with when it is, in words, and the form that changes it."""

    meeting: Meeting
    when: str
    form: TypedMeeting
    over: bool
    """It is cancelled or has begun."""


class PageWithMeetings(NamedTuple):
    """A page that somebody keeps, what it announces, and the form for one more."""

    page: AnnouncingPage
    meetings: list[MeetingKept]
    form: TypedMeeting


@blueprint.get("/community/meetings")
@signed_in
def everything() -> Response | str:
    """Show what the pages that this person keeps announce; who keeps none is told so where she can ask for one."""
    if pages := _pages({}):
        return _everything(pages)
    flash(say("On annonce les rencontres d'une page publique une fois qu'elle est approuvée et affichée."))
    return see_other(url_for("public_pages.mine"))


@blueprint.get("/community/meetings/<path:old>")
@signed_in
def before(old: str) -> Response:
    """Lead from the page or the file of one meeting, which there were before, to where it is a line."""
    return see_other(url_for("meetings.everything"))


@blueprint.post("/community/meetings/<int:page_id>")
@signed_in
def announce(page_id: int) -> Response | tuple[str, int]:
    """Let a page announce one more meeting."""
    form = typed()
    try:
        with writing() as db:
            meetings.announce(db, _kept(db, page_id).id, plan_of(form), now())
    except Refused as error:
        return _everything(_pages({(page_id, None): again(form, error)})), 422
    return _back(say("C'est annoncé."))


@blueprint.post("/community/meetings/<int:page_id>/<int:meeting_id>")
@signed_in
def move(page_id: int, meeting_id: int) -> Response | tuple[str, int]:
    """Change a meeting; calendars that follow the page learn of it."""
    form = typed()
    try:
        with writing() as db:
            meetings.move(db, meetings.find(db, _kept(db, page_id).id, meeting_id), plan_of(form), now())
    except Refused as error:
        return _everything(_pages({(page_id, meeting_id): again(form, error)})), 422
    return _back(say("C'est changé : les agendas qui suivent la page l'apprendront."))


@blueprint.post("/community/meetings/<int:page_id>/<int:meeting_id>/cancel")
@signed_in
def cancel(page_id: int, meeting_id: int) -> Response:
    """Cancel a meeting."""
    with writing() as db:
        meetings.cancel(db, meetings.find(db, _kept(db, page_id).id, meeting_id), now())
    return _back(say("C'est annulé : les agendas qui suivent la page l'apprendront."))


def _back(said: str) -> Response:
    flash(said)
    return see_other(url_for("meetings.everything"))


def _kept(db: Session, page_id: int) -> AnnouncingPage:
    return meetings.page_kept(db, page_id, learner_key(), trainer=account().trainer)


def _pages(returned: Returned) -> list[PageWithMeetings]:
    with reading() as db:
        kept = meetings.pages_kept(db, learner_key(), trainer=account().trainer)
        return [
            PageWithMeetings(
                page,
                [
                    MeetingKept(
                        one,
                        when(one),
                        returned.get((page.id, one.id)) or as_typed(one),
                        one.cancelled_at is not None or one.starts_at <= now(),
                    )
                    for one in meetings.of_page(db, page.id, now())
                ],
                returned.get((page.id, None), TypedMeeting()),
            )
            for page in kept
        ]


def _everything(pages: Sequence[PageWithMeetings]) -> str:
    return render_template("meetings/everything.html", pages=pages, base=settings().public_url)


# --------------------------------------------------------------------------- the calendar of a public page, for anybody


calendar_blueprint = Blueprint("calendars", __name__)

FRESH = 15 * 60
"""Seconds for which nobody need ask again."""
GONE = "Rien n'est affiché à cette adresse.\nOp dit adres staat niets.\nThere is nothing at this address.\n"
"""In three languages, for nobody is asked which is hers; the same whatever was here."""


@calendar_blueprint.get("/p/<address>/calendar.ics")
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


@calendar_blueprint.get("/p/<address>/meetings/<uid>.ics")
def of_meeting(address: str, uid: str) -> Response:
    """Lead from the file of one meeting, which there was before, to the page of which it is a line."""
    return see_other(url_for("public_pages.shown", address=address))


def _gone(status: int) -> Response:
    """Answer without a page of ours, which would ask who is signed in."""
    response = Response(GONE, status, mimetype="text/plain")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
