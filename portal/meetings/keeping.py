"""Meetings for those who keep a public page: announced, moved, cancelled, and their links, which stay here."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import Blueprint, Response, flash, render_template, url_for
from sqlalchemy.orm import Session

from content.errors import Refused
from models.community import meetings
from models.community.meetings import AnnouncingPage
from models.tables.public_pages import Meeting
from portal.access import account, learner_key, signed_in
from portal.meetings.planning import TypedMeeting, again, as_typed, plan_of, typed, when
from portal.pages import say
from portal.shell import now, reading, see_other, settings, writing

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
