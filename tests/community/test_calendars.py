"""Meetings for calendars, read back by icalendar: what was moved or cancelled arrives as such, and no link goes out."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from models.community import meetings
from models.community.meetings import MeetingPlan
from models.ground.store import Store
from models.tables.public_pages import PageKind, PublicPage
from tests.house_texts import write_ways

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINK = "https://reunion.exemple.be/j/8731?pwd=x"
PLAN = MeetingPlan("Lire une fiche de paie", AT + DAY, AT + DAY + HOUR, "Rue des Comptoirs 12, rez", "")
ONLINE = PLAN._replace(place="", link=LINK)


def page(db: Session) -> int:
    row = PublicPage(address="molenbeek", kind=PageKind.TEAM, shows={})
    db.add(row)
    db.flush()
    return row.id


def feed(db: Session, page_id: int) -> list[Event]:
    return list(Calendar.from_ical(meetings.page_calendar(db, page_id, "Molenbeek", "fr")).walk("VEVENT"))


def test_a_calendar_that_follows_a_page_learns_of_moves_and_cancellations(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        row = meetings.announce(db, ours, PLAN, AT)
        (first,) = feed(db, ours)
        meetings.move(db, row, PLAN._replace(starts_at=AT + 2 * DAY, ends_at=AT + 2 * DAY + HOUR), AT + HOUR)
        (moved,) = feed(db, ours)
        meetings.cancel(db, row, AT + 2 * HOUR)
        (cancelled,) = feed(db, ours)
    assert first["uid"] == moved["uid"] == cancelled["uid"] == row.uid
    assert [one["sequence"] for one in (first, moved, cancelled)] == [0, 1, 2]
    assert [str(one["status"]) for one in (first, moved, cancelled)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [one.decoded("dtstart") for one in (first, moved)] == [AT + DAY, AT + 2 * DAY]
    assert [one.decoded("last-modified") for one in (first, moved, cancelled)] == [AT, AT + HOUR, AT + 2 * HOUR]
    assert all(one.decoded("dtstamp") == one.decoded("last-modified") for one in (first, moved, cancelled))


def test_in_public_a_web_meeting_says_how_to_get_its_link_and_not_the_link(store: Store) -> None:
    with store.writing() as db:
        write_ways(db, "fr", "Rue des Comptoirs 12", "02 123 45 67", "")
        ours = page(db)
        meetings.announce(db, ours, ONLINE, AT)
        (event,) = feed(db, ours)
    assert event["location"] == "En ligne"
    assert "02 123 45 67" in event["description"]
    assert "url" not in event
    assert "reunion.exemple" not in str(event)


@pytest.mark.parametrize(("language", "said"), [("fr", "En ligne"), ("nl", "Online"), ("en", "Online")])
def test_a_calendar_speaks_the_language_of_its_page(store: Store, language: str, said: str) -> None:
    with store.writing() as db:
        ours = page(db)
        meetings.announce(db, ours, ONLINE, AT)
        (event,) = Calendar.from_ical(meetings.page_calendar(db, ours, "M", language)).walk("VEVENT")
    assert event["location"] == said


def test_where_a_meeting_is_held_stands_alone_when_it_has_no_link(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        meetings.announce(db, ours, PLAN, AT)
        (event,) = feed(db, ours)
    assert event["location"] == PLAN.place
    assert "description" not in event


def test_a_calendar_that_nothing_has_changed_is_the_same_to_the_byte(store: Store) -> None:
    with store.writing() as db:
        ours = page(db)
        meetings.announce(db, ours, PLAN, AT)
        assert meetings.page_calendar(db, ours, "M", "fr") == meetings.page_calendar(db, ours, "M", "fr")
