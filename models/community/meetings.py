"""Meetings that a public page announces: announced, moved, cancelled."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from unicodedata import category
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, NotFound, Refused
from content.strings.words import is_of_web
from models.catalogue import house_texts
from models.community import public_pages
from models.community.public_pages import PageAsKept
from models.ground.calendar import DAY
from models.ground.events import CalendarEvent, written
from models.ground.words import words
from models.tables.public_pages import Meeting

KEPT = timedelta(days=30)
"""After its end: a calendar that asks seldom still learns that it was moved or cancelled."""
LONGEST = 120
"""Letters of a subject or a place: one line."""
# Of a meeting without a place, and what the calendar says of the link that it holds back.
ONLINE = N_("En ligne")
ENROL = N_("Le lien vous est donné quand vous vous inscrivez, par téléphone, par courrier ou au guichet.")
# People write the link into the title, whence it goes out to everybody (betagouv/rdv-service-public#5964).
A_LINK = re.compile(r"://|\bwww\.|[\w-]\.[a-z]{2,}/", re.IGNORECASE)


class NoSuchMeeting(NotFound):
    """This page has no such meeting, or no longer."""

    what = N_("Cette rencontre n'est pas annoncée par une de vos pages.")
    then = N_("Elle a pu disparaître, trente jours après sa fin.")


class AnnouncingPage(NamedTuple):
    """A public page that is shown, as far as its meetings are concerned."""

    id: int
    address: str
    title: str
    language: str


class MeetingPlan(NamedTuple):
    """What is typed of a meeting; the times are instants."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""


class AnnouncedMeeting(NamedTuple):
    """A meeting as everybody may know it: without its link."""

    uid: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    place: str
    online: bool
    """Whether it has a link; with a place beside it, one comes or joins."""
    sequence: int
    changed_at: datetime
    cancelled: bool


# -------------------------------------------------------------------------------------------------------- on which page


def page_at(db: Session, address: str) -> AnnouncingPage | None:
    """Return the page that anybody may read at an address; None of any other address, whatever it was."""
    found = public_pages.at_address(db, address)
    return next(_shown([found] if found else []), None)


def pages_kept(db: Session, learner_key: UUID, *, trainer: bool) -> list[AnnouncingPage]:
    """Return the pages that somebody announces meetings on: her own, and as a trainer those of teams."""
    own = public_pages.own(db, learner_key)
    return list(_shown([*([own] if own else []), *(public_pages.of_teams(db) if trainer else [])]))


def page_kept(db: Session, page_id: int, learner_key: UUID, *, trainer: bool) -> AnnouncingPage:
    """Return one of the pages that somebody announces meetings on; raises NoSuchMeeting, as for no page at all."""
    for page in pages_kept(db, learner_key, trainer=trainer):
        if page.id == page_id:
            return page
    raise NoSuchMeeting


def _shown(pages: Iterable[PageAsKept]) -> Iterator[AnnouncingPage]:
    for one in pages:
        if one.shown:
            yield AnnouncingPage(one.id, one.address, one.shown.title, one.shown.language)


# ---------------------------------------------------------------------------------------------------- what is announced


def announced(db: Session, page_id: int, at: datetime) -> list[AnnouncedMeeting]:
    """Return what a page announces, the earliest first; what was cancelled too: somebody may still be on her way."""
    return [_announced(row) for row in of_page(db, page_id, at)]


def on_calendar(db: Session, page_id: int) -> list[AnnouncedMeeting]:
    """Return what the calendar of a page tells: all that is kept, also what was cancelled or is over."""
    return [_announced(row) for row in _rows(db, Meeting.page_id == page_id)]


def _announced(row: Meeting) -> AnnouncedMeeting:
    changed = (row.sequence, row.changed_at, row.cancelled_at is not None)
    return AnnouncedMeeting(row.uid, row.subject, row.starts_at, row.ends_at, row.place, bool(row.link), *changed)


# -------------------------------------------------------------------------------------------- for those who keep a page


def of_page(db: Session, page_id: int, at: datetime) -> Sequence[Meeting]:
    """Return what the one who keeps a page sees: what is not over, with its links, also what was cancelled."""
    return _rows(db, Meeting.page_id == page_id, Meeting.ends_at > at)


def find(db: Session, page_id: int, meeting_id: int) -> Meeting:
    """Return one meeting of a page; raises NoSuchMeeting."""
    row = db.scalar(select(Meeting).where(Meeting.id == meeting_id, Meeting.page_id == page_id))
    if row is None:
        raise NoSuchMeeting
    return row


def announce(db: Session, page_id: int, plan: MeetingPlan, at: datetime) -> Meeting:
    """Let a page announce a meeting; raises Refused."""
    row = Meeting(uid=str(uuid4()), page_id=page_id, changed_at=at, **_sound(plan, at)._asdict())
    db.add(row)
    db.flush()
    return row


def move(db: Session, meeting: Meeting, plan: MeetingPlan, at: datetime) -> None:
    """Change a meeting that has not begun; the same form sent twice is one change. Raises Refused, Conflict."""
    _hold_open(db, meeting, at)
    plan = _sound(plan, at)
    if plan != MeetingPlan(meeting.subject, meeting.starts_at, meeting.ends_at, meeting.place, meeting.link):
        for name, value in plan._asdict().items():
            setattr(meeting, name, value)
        _changed(db, meeting, at)


def cancel(db: Session, meeting: Meeting, at: datetime) -> None:
    """Cancel a meeting that has not begun; raises Conflict."""
    _hold_open(db, meeting, at)
    meeting.cancelled_at = at
    _changed(db, meeting, at)


def _hold_open(db: Session, meeting: Meeting, at: datetime) -> None:
    # Two who change it at once count up one after the other.
    db.refresh(meeting, with_for_update=True)
    if meeting.cancelled_at is not None or meeting.starts_at <= at:
        raise Conflict(
            N_("Cette rencontre est annulée, ou elle a commencé."),
            N_("Rien n'est changé. Vous pouvez en annoncer une autre."),
        )


def _changed(db: Session, meeting: Meeting, at: datetime) -> None:
    # A calendar takes what has a higher number than what it holds (RFC 5545, 3.8.7.4).
    meeting.sequence += 1
    meeting.changed_at = at
    db.flush()


def _rows(db: Session, *where: ColumnElement[bool]) -> Sequence[Meeting]:
    return db.scalars(select(Meeting).where(*where).order_by(Meeting.starts_at, Meeting.id)).all()


# ----------------------------------------------------------------------------------------------------- what can be held


def _sound(plan: MeetingPlan, at: datetime) -> MeetingPlan:
    """Return a plan as it is kept, each text in one line; raises Refused."""
    # Less what nobody can see of it.
    seen = (
        "".join(" " if category(one) == "Cc" else one for one in text) for text in (plan.subject, plan.place, plan.link)
    )
    subject, place, link = (" ".join(text.split()) for text in seen)
    if plan.starts_at <= at:
        raise Refused(N_("Cette heure est déjà passée : choisissez-en une à venir."))
    if plan.ends_at <= plan.starts_at:
        raise Refused(N_("La fin vient avant le début : échangez les heures, ou corrigez-les."))
    if plan.ends_at - plan.starts_at > DAY:
        raise Refused(N_("Une rencontre dure un jour au plus."))
    _check_words(subject, place)
    if not subject:
        raise Refused(N_("Donnez un sujet : c'est lui que l'on lit d'abord."))
    if not (place or link):
        raise Refused(N_("Donnez un lieu, un lien, ou les deux."))
    if link and not (link.lower().startswith("https://") and " " not in link and is_of_web(link)):
        raise Refused(N_("Le lien est une adresse entière qui commence par https://, sans nom ni mot de passe."))
    return MeetingPlan(subject, plan.starts_at, plan.ends_at, place, link)


def _check_words(*texts: str) -> None:
    if any(len(text) > LONGEST for text in texts):
        raise Refused(N_("Le sujet et le lieu tiennent chacun en cent vingt caractères."))
    if any(A_LINK.search(text) for text in texts):
        raise Refused(N_("Le sujet et le lieu se lisent partout : mettez le lien dans sa propre case."))


# ----------------------------------------------------------------------------------------------------------- forgetting


def forget_old(db: Session, at: datetime) -> None:
    """Delete the meetings that ended longer ago than KEPT."""
    db.execute(delete(Meeting).where(Meeting.ends_at < at - KEPT))


# --------------------------------------------------------------------- for calendars of telephones: without their links


def page_calendar(db: Session, page_id: int, name: str, language: str) -> bytes:
    """Return all that a page announces, as a calendar to follow."""
    ways, said = house_texts.ways(db, language), words(language)
    lines = [f"{name} {said}" for name, said in ways.lines] if ways else []
    enrolment = "\n".join([said.gettext(ENROL), *lines])
    events = (
        CalendarEvent(
            uid=one.uid,
            summary=one.subject,
            starts=one.starts_at,
            ends=one.ends_at,
            changed_at=one.changed_at,
            sequence=one.sequence,
            cancelled=one.cancelled,
            place=one.place or said.gettext(ONLINE),
            description=enrolment if one.online else "",
        )
        for one in on_calendar(db, page_id)
    )
    return written(events, name=name)
