"""Meetings for those who keep a public page: announced, moved, cancelled, and their links, which stay here."""

from typing import NamedTuple

from flask import Response, flash, render_template, url_for
from sqlalchemy.orm import Session

from models.community import calendars, meetings
from models.community.meetings import AnnouncingPage, UnfitMeeting
from models.tables.meetings import Meeting
from portal.access import account, learner_key, signed_in
from portal.meetings.calendars import calendar
from portal.meetings.planning import TypedMeeting, again, as_typed, plan_of, typed, when
from portal.pages import page_language, say
from portal.shell import now, reading, see_other, settings, writing


class PageWithMeetings(NamedTuple):
    """A page that somebody keeps, what it announces, and the form for one more."""

    page: AnnouncingPage
    meetings: list[tuple[Meeting, str]]
    """Each with when it is, in words."""
    form: TypedMeeting


@signed_in
def everything() -> str:
    """Show what the pages that this person keeps announce."""
    return _everything()


@signed_in
def announce(page_id: int) -> Response | tuple[str, int]:
    """Let a page announce one more meeting."""
    form = typed()
    try:
        with writing() as db:
            meetings.announce(db, _kept(db, page_id).id, plan_of(form), now())
    except UnfitMeeting as error:
        return _everything(page_id, again(form, error)), 422
    flash(say("C'est annoncé."))
    return see_other(url_for("meetings.everything"))


@signed_in
def meeting(page_id: int, meeting_id: int) -> str:
    """Show one meeting, to move or cancel it."""
    with reading() as db:
        page = _kept(db, page_id)
        found = meetings.find(db, page.id, meeting_id)
        return _one(page, found, as_typed(found))


@signed_in
def move(page_id: int, meeting_id: int) -> Response | tuple[str, int]:
    """Change a meeting; calendars that follow the page learn of it."""
    form = typed()
    try:
        with writing() as db:
            found = meetings.find(db, _kept(db, page_id).id, meeting_id)
            meetings.move(db, found, plan_of(form), now())
    except UnfitMeeting as error:
        with reading() as db:
            page = _kept(db, page_id)
            return _one(page, meetings.find(db, page.id, meeting_id), again(form, error)), 422
    flash(say("C'est changé : les agendas qui suivent la page l'apprendront."))
    return see_other(url_for("meetings.everything"))


@signed_in
def cancel(page_id: int, meeting_id: int) -> Response:
    """Cancel a meeting."""
    with writing() as db:
        meetings.cancel(db, meetings.find(db, _kept(db, page_id).id, meeting_id), now())
    flash(say("C'est annulé : les agendas qui suivent la page l'apprendront."))
    return see_other(url_for("meetings.everything"))


@signed_in
def own_file(page_id: int, meeting_id: int) -> Response:
    """Send a meeting with its link, for the calendar of whoever keeps the page."""
    with reading() as db:
        page = _kept(db, page_id)
        found = meetings.find(db, page.id, meeting_id)
        text = calendars.own_meeting(found, page.title, page_language())
    return calendar(text, "no-store", "rencontre.ics")


def _kept(db: Session, page_id: int) -> AnnouncingPage:
    return meetings.page_kept(db, page_id, learner_key(), trainer=account().trainer)


def _everything(page_id: int | None = None, form: TypedMeeting | None = None) -> str:
    with reading() as db:
        kept = meetings.pages_kept(db, learner_key(), trainer=account().trainer)
        shown = [
            PageWithMeetings(
                page,
                [(one, when(one)) for one in meetings.of_page(db, page.id, now())],
                form if form and page.id == page_id else TypedMeeting(),
            )
            for page in kept
        ]
    return render_template("meetings/everything.html", pages=shown, base=settings().public_url)


def _one(page: AnnouncingPage, found: Meeting, form: TypedMeeting) -> str:
    over = found.cancelled_at is not None or found.starts_at <= now()
    return render_template("meetings/meeting.html", page=page, meeting=found, when=when(found), form=form, over=over)
