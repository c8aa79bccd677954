"""Meetings of a page: announced, moved, cancelled, forgotten, and in public without their links."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import Conflict, Refused
from models.community import meetings
from models.community.meetings import (
    MeetingPlan,
    NoSuchMeeting,
)
from models.ground.store import Store
from models.tables.public_pages import Meeting, PageKind, PublicPage
from tests.community.circles import begun, meets

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://reunion.exemple.be/j/8731?pwd=x"
PLAN = MeetingPlan("Lire une fiche de paie", AT + DAY, AT + DAY + HOUR, "Rue des Comptoirs 12, rez", "")
ONLINE = PLAN._replace(place="", link=LINK)


def page(db: Session, address: str = "molenbeek") -> int:
    row = PublicPage(address=address, kind=PageKind.TEAM, shows={})
    db.add(row)
    db.flush()
    return row.id


def test_a_page_announces_what_is_to_come_the_earliest_first(store: Store) -> None:
    with store.writing() as db:
        ours, others = page(db), page(db, "forest")
        later = meetings.announce(db, ours, PLAN._replace(starts_at=AT + 2 * DAY, ends_at=AT + 2 * DAY + HOUR), AT)
        first = meetings.announce(db, ours, PLAN, AT)
        meetings.announce(db, others, PLAN, AT)
        assert [one.uid for one in meetings.announced(db, ours, AT)] == [first.uid, later.uid]
        going_on = AT + DAY + HOUR / 2
        assert [one.uid for one in meetings.announced(db, ours, going_on)] == [first.uid, later.uid]
        assert [one.uid for one in meetings.announced(db, ours, AT + DAY + HOUR)] == [later.uid]


def test_what_everybody_may_know_of_a_web_meeting_has_no_place_for_its_link(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        meetings.announce(db, ours, ONLINE, AT)
        told = [*meetings.announced(db, ours, AT), *meetings.on_calendar(db, ours)]
        assert all(one.online for one in told)
        assert "reunion.exemple" not in repr(told)
        assert [one.link for one in meetings.of_page(db, ours, AT)] == [LINK]


def test_a_move_keeps_the_meeting_and_counts_up(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        row = meetings.announce(db, ours, PLAN, AT)
        uid, moved = row.uid, PLAN._replace(starts_at=AT + 2 * DAY, ends_at=AT + 2 * DAY + HOUR)
        for _ in range(2):
            meetings.move(db, row, moved, AT + HOUR)
        (told,) = meetings.announced(db, ours, AT + HOUR)
        assert (told.uid, told.sequence, told.changed_at, told.starts_at) == (uid, 1, AT + HOUR, moved.starts_at)


def test_a_cancelled_meeting_stays_on_the_page_and_on_calendars_as_cancelled(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        row = meetings.announce(db, ours, PLAN, AT)
        meetings.cancel(db, row, AT + HOUR)
        (told,) = meetings.on_calendar(db, ours)
        assert meetings.announced(db, ours, AT + HOUR) == [told]
        assert (told.cancelled, told.sequence) == (True, 1)


def test_what_was_cancelled_or_has_begun_is_moved_and_cancelled_no_more(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        begun, cancelled = (meetings.announce(db, ours, PLAN, AT) for _ in range(2))
        meetings.cancel(db, cancelled, AT)
        for row, at in ((begun, AT + DAY), (cancelled, AT)):
            with pytest.raises(Conflict, match="Cette rencontre est annulée"):
                meetings.cancel(db, row, at)
            with pytest.raises(Conflict, match="Cette rencontre est annulée"):
                meetings.move(db, row, PLAN._replace(starts_at=AT + 3 * DAY, ends_at=AT + 3 * DAY + HOUR), at)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"starts_at": AT}, "Cette heure est déjà passée"),
        ({"ends_at": PLAN.starts_at}, "La fin vient avant le début"),
        ({"ends_at": PLAN.starts_at + DAY + timedelta(minutes=1)}, "un jour au plus"),
        ({"place": " \n "}, "Donnez un lieu"),
        ({"subject": " "}, "Donnez un sujet"),
        ({"subject": "x" * 121}, "cent vingt caractères"),
        ({"place": "x" * 121}, "cent vingt caractères"),
        ({"subject": "Atelier https://reunion.exemple.be/j/8"}, "dans sa propre case"),
        ({"subject": "Atelier (teams.exemple.com/l/meetup)"}, "dans sa propre case"),
        ({"place": "www.exemple.be"}, "dans sa propre case"),
        ({"link": "http://reunion.exemple.be/j/8"}, "Le lien est une adresse entière"),
        ({"link": "javascript:alert(1)"}, "Le lien est une adresse entière"),
        ({"link": "https://nom:mot@exemple.be/"}, "Le lien est une adresse entière"),
        ({"link": "https://exemple.be/a b"}, "Le lien est une adresse entière"),
        ({"link": "https://"}, "Le lien est une adresse entière"),
        ({"link": "https://exemple.be/" + "x" * 2000}, "Le lien est une adresse entière"),
    ],
)
def test_a_meeting_nobody_could_come_to_is_refused(store: Store, change: dict[str, object], said: str) -> None:
    with store.writing() as db:
        ours = page(db)
        row = meetings.announce(db, ours, PLAN, AT)
        bad = PLAN._replace(**change)
        with pytest.raises(Refused, match=said):
            meetings.announce(db, ours, bad, AT)
        with pytest.raises(Refused, match=said):
            meetings.move(db, row, bad, AT)
        assert [one.sequence for one in db.scalars(select(Meeting))] == [0]


def test_what_lasts_exactly_a_day_and_what_is_exactly_long_enough_is_held(store: Store) -> None:
    with store.writing() as db:
        plan = PLAN._replace(subject="x" * 120, place="y" * 120, ends_at=PLAN.starts_at + DAY, link=LINK)
        row = meetings.announce(db, page(db), plan, AT)
        assert (row.place, row.link) == (plan.place, LINK)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_a_subject_is_kept_in_one_line(store: Store, typed: str) -> None:
    with store.writing() as db:
        ours = db.scalar(select(PublicPage.id)) or page(db)
        try:
            row = meetings.announce(db, ours, PLAN._replace(subject=typed), AT)
        except Refused:
            return
        assert len(row.subject.splitlines()) == 1


def test_a_page_finds_its_own_meetings_alone_and_those_of_circles_are_on_none(store: Store) -> None:
    with store.writing() as db:
        ours, others = page(db), page(db, "forest")
        row, of_circle = meetings.announce(db, ours, PLAN, AT), meets(db, begun(db), AT + DAY)
        assert meetings.find(db, ours, row.id) is row
        assert [one.uid for one in meetings.on_calendar(db, ours)] == [row.uid]
        for page_id, found in ((others, row), (ours, of_circle)):
            with pytest.raises(NoSuchMeeting):
                meetings.find(db, page_id, found.id)


def test_a_meeting_is_forgotten_thirty_days_after_its_end(store: Store) -> None:
    with store.writing() as db:
        row = meetings.announce(db, page(db), PLAN, AT)
        meetings.forget_old(db, row.ends_at + 30 * DAY)
        assert db.scalars(select(Meeting)).all() == [row]
        meetings.forget_old(db, row.ends_at + 30 * DAY + timedelta(seconds=1))
        assert db.scalars(select(Meeting)).all() == []


def test_of_a_meeting_nothing_is_kept_of_who_enrols_or_comes() -> None:
    """Every column is listed: another would have to say what it is for."""
    assert {column.name for column in Meeting.__table__.columns} == {
        *("id", "uid", "page_id", "circle_id", "subject", "starts_at", "ends_at", "place", "link"),
        *("sequence", "changed_at", "cancelled_at"),
    }
    of_people = [key for column in Meeting.__table__.columns for key in column.foreign_keys]
    assert {key.column.table.name for key in of_people} == {"public_page", "circle"}
