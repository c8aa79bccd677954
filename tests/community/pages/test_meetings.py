"""Meetings of a public page: kept by those who keep the page, read by everybody, their links by nobody else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event
from sqlalchemy import select

from models.community import meetings
from models.community.meetings import MeetingPlan
from models.tables.public_pages import Meeting, PageKind, PublicPage
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, Page, opened_no_session
from tests.site.pages.test_public_routes import leads_to_the_door, readable
from tests.site.pages.test_queries import asked_for
from tests.site.pages.test_routes import an_address

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TOMORROW = (MONDAY + DAY).date().isoformat()
HIDDEN = "reunion-cachee.exemple.be"
LINK = f"https://{HIDDEN}/j/8731?pwd=secret"
TYPED = {
    "subject": "Lire une fiche de paie",
    "day": TOMORROW,
    "starts": "10:00",
    "ends": "11:30",
    "place": "",
    "link": LINK,
}


@contextmanager
def public(house: House) -> Iterator[None]:
    """The house has a public address for a while."""
    before = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(before, public_url="https://boussole.example")
    yield
    house.app.extensions["settings"] = before


def page(house: House, **fields: object) -> PublicPage:
    """A page that is shown: a team's, unless it is said whose."""
    with house.store.writing() as db:
        shows = {"title": "Équipe de Molenbeek", "language": "fr"}
        row = PublicPage(**{"address": f"p-{uuid4()}", "kind": PageKind.TEAM, "shows": shows, **fields})
        db.add(row)
        db.flush()
        return row


def page_of_a_team(house: House) -> int:
    return page(house).id


def announced(house: House, page_id: int, **fields: object) -> str:
    """The uid of a web meeting with a link."""
    with house.store.writing() as db:
        plan = MeetingPlan("Lire une fiche de paie", MONDAY + DAY, MONDAY + DAY + HOUR, "", LINK)
        return meetings.announce(db, page_id, plan._replace(**fields), MONDAY).uid


def meeting_of(house: House, page_id: int) -> Meeting:
    return house.read(lambda db: db.scalars(select(Meeting).where(Meeting.page_id == page_id)).one())


def events(body: str) -> list[Event]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def changing(page_id: int, row: Meeting) -> str:
    """Where the form that changes a meeting is sent."""
    return f"/community/meetings/{page_id}/{row.id}#meeting-{row.id}-title"


def announce(browser: Browser, page_id: int, **typed: str) -> Page:
    browser.get("/community/meetings")
    return browser.send(f"/community/meetings/{page_id}#page-{page_id}-title", **{**TYPED, **typed})


def test_a_trainer_announces_moves_and_cancels_a_meeting_of_a_team(house: House) -> None:
    team = page_of_a_team(house)
    browser = house.visitor(trainer=True)
    shown = announce(browser, team)
    assert "mardi" in shown.text
    assert "de 10 h à 11 h 30" in shown.text
    row = meeting_of(house, team)
    assert LINK in shown.links()
    browser.send(changing(team, row), starts="14:00", ends="15:00")
    assert "de 14 h à 15 h" in browser.page.text
    browser.send(f"/community/meetings/{team}/{row.id}/cancel")
    kept = house.read(lambda db: db.get_one(Meeting, row.id))
    assert (kept.uid, kept.sequence, kept.cancelled_at) == (row.uid, 2, house.clock())
    assert "Annulé" in browser.page.text
    assert f"/community/meetings/{team}/{row.id}" not in browser.page.body


def test_hours_are_those_of_the_house(house: House) -> None:
    team, browser = page_of_a_team(house), house.visitor(trainer=True)
    announce(browser, team)
    row = meeting_of(house, team)
    assert row.starts_at.astimezone(ZoneInfo("Europe/Brussels")).strftime("%Y-%m-%d %H:%M") == f"{TOMORROW} 10:00"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2020-01-01"}, "déjà passée"),
        ({"day": "demain"}, "Donnez un jour"),
        ({"starts": ""}, "Donnez un jour"),
        ({"starts": "10:00+02:00"}, "Donnez un jour"),
        ({"ends": "09:00"}, "avant le début"),
        ({"link": ""}, "Donnez un lieu"),
        ({"link": "http://exemple.be/x"}, "https://"),
        ({"subject": f"Atelier {LINK}"}, "sa propre case"),
        ({"subject": "x" * 121}, "cent vingt"),
        ({"subject": "  "}, "Donnez un sujet"),
    ],
)
def test_a_form_that_comes_back_says_what_to_mend_and_keeps_the_rest(
    house: House, typed: dict[str, str], said: str
) -> None:
    team, browser = page_of_a_team(house), house.visitor(trainer=True)
    shown = announce(browser, team, **typed)
    assert shown.status == 422
    assert said in shown.tree.xpath("string(//form//p[@class='error'])")
    held = shown.form(f"/community/meetings/{team}#page-{team}-title").fields
    assert {name: held[name] for name in TYPED} == {**TYPED, **typed}
    assert house.read(lambda db: meetings.on_calendar(db, team)) == []


def test_a_move_that_comes_back_keeps_what_was_typed(house: House) -> None:
    team, browser = page_of_a_team(house), house.visitor(trainer=True)
    announce(browser, team)
    row = meeting_of(house, team)
    announced(house, team, subject="Une autre")
    browser.get("/community/meetings")
    shown = browser.send(changing(team, row), starts="16:00", ends="15:00")
    assert (shown.status, shown.form(changing(team, row)).fields["starts"]) == (422, "16:00")
    assert len(shown.tree.xpath("//p[@class='error']")) == 1
    assert house.read(lambda db: db.get_one(Meeting, row.id)).sequence == 0


def test_a_counsellor_keeps_her_own_page_alone(house: House) -> None:
    owner, other = house.person(), house.person(trainer=True)
    team = page_of_a_team(house)
    own = page(house, kind=PageKind.COUNSELLOR, learner_key=owner.learner_key).id
    browser = house.browser_of(owner)
    announce(browser, own)
    assert browser.post(f"/community/meetings/{team}", **TYPED).status == 404
    row = meeting_of(house, own)
    theirs = house.browser_of(other)
    assert f"/community/meetings/{own}" not in theirs.get("/community/meetings").body
    for address in (f"/community/meetings/{own}/{row.id}", f"/community/meetings/{own}/{row.id}/cancel"):
        assert theirs.post(address, **TYPED).status == 404
    assert house.read(lambda db: db.get_one(Meeting, row.id)).sequence == 0


def test_who_keeps_no_page_that_is_shown_is_told_so_where_she_can_ask_for_one(house: House) -> None:
    browser = house.visitor()
    shown = browser.get("/community/meetings")
    assert (shown.path, "une fois qu’elle est approuvée" in shown.text) == ("/community/pages", True)
    assert "/community/meetings" not in shown.links()


def test_the_page_and_the_file_of_one_meeting_lead_to_where_it_is_a_line(house: House) -> None:
    team, browser = page(house), house.visitor(trainer=True)
    uid = announced(house, team.id)
    row = meeting_of(house, team.id)
    for old in (f"{team.id}/{row.id}", f"{team.id}/{row.id}.ics"):
        answer = browser.client.get(f"/community/meetings/{old}")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/community/meetings")
    answer = house.stranger().client.get(f"/p/{team.address}/meetings/{uid}.ics")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{team.address}")
    assert opened_no_session(answer.headers)


# ------------------------------------------------------------------------------------------------------------ in public


def test_anybody_follows_the_calendar_of_a_page(house: House) -> None:
    shown = page(house)
    uid = announced(house, shown.id)
    address = f"/p/{shown.address}/calendar.ics"
    with public(house):
        answer = house.stranger().client.get(address)
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert opened_no_session(answer.headers)
        (event,) = events(answer.text)
        assert (str(event["uid"]), str(event["location"])) == (uid, "En ligne")
        again = house.stranger().client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_following_a_calendar_leaves_no_row(house: House) -> None:
    shown = page(house)
    announced(house, shown.id)
    before = house.rows()
    with public(house):
        assert house.stranger().client.get(f"/p/{shown.address}/calendar.ics").status_code == 200
    assert house.rows() == before


def test_a_calendar_is_the_same_for_whoever_is_signed_in(house: House) -> None:
    shown = page(house)
    announced(house, shown.id)
    with public(house):
        address = f"/p/{shown.address}/calendar.ics"
        own = house.visitor(trainer=True, administrator=True).client.get(address)
        assert own.data == house.stranger().client.get(address).data
        assert opened_no_session(own.headers)


def test_what_is_off_or_was_never_there_is_answered_alike(house: House) -> None:
    off, not_yet = page(house, switched_off_on=MONDAY.date()), page(house, shows=None)
    for one in (off, not_yet):
        announced(house, one.id)
    with public(house):
        places = [f"/p/{address}/calendar.ics" for address in (off.address, not_yet.address, "never")]
        answers = [house.stranger().client.get(address) for address in places]
    assert {(one.status_code, one.text) for one in answers} == {(410, answers[0].text)}
    assert all("Set-Cookie" not in one.headers for one in answers)


def test_without_a_public_address_there_is_no_calendar(house: House) -> None:
    shown = page(house)
    announced(house, shown.id)
    assert house.stranger().client.get(f"/p/{shown.address}/calendar.ics").status_code == 404


def test_on_a_page_that_was_switched_off_nothing_is_announced(house: House) -> None:
    off = page(house, switched_off_on=MONDAY.date()).id
    browser = house.visitor(trainer=True)
    browser.get("/community/meetings")
    assert browser.post(f"/community/meetings/{off}", **TYPED).status == 404


def test_no_public_route_shows_the_link_of_a_meeting(house: House) -> None:
    """Every route that opens without signing in, at the address of each page and each meeting."""
    own = page(house, kind=PageKind.COUNSELLOR, learner_key=house.person().learner_key)
    uids = {one.address: announced(house, one.id) for one in (page(house), page(house))}
    uids[own.address] = announced(house, own.id, place="Salle 2")
    found, asked = [], set()
    with public(house):
        for rule in readable(house):
            if leads_to_the_door(house, rule):
                continue
            for address in addresses(house, rule, uids):
                with house.stranger().client.get(address) as answer:
                    asked.add((rule.endpoint, answer.status_code))
                    said = answer.data.decode("utf-8", "replace") + str(answer.headers)
                found += [address] if HIDDEN in re.sub(r"\r\n[ \t]", "", said) else []
    assert found == []
    assert {(one, 200) for one in ("calendars.of_page", "public_pages.shown")} <= asked


def addresses(house: House, rule: object, uids: dict[str, str]) -> list[str]:
    """Where a route leads, for the pages and meetings that are there."""
    names = rule.arguments  # type: ignore[attr-defined]
    if "address" not in names:
        return [an_address(house, rule)]  # type: ignore[arg-type]
    bound = house.app.url_map.bind("boussole.example")
    values = [{"address": one, "uid": uid} for one, uid in uids.items()]
    return [bound.build(rule.endpoint, {n: v for n, v in one.items() if n in names}) for one in values]  # type: ignore[attr-defined]


def test_a_planted_link_is_found(house: House) -> None:
    """The search above bites: a link that stood in a subject would be seen, folded or not."""
    shown = page(house)
    uid = announced(house, shown.id)
    with house.store.writing() as db:
        row = db.scalars(select(Meeting).where(Meeting.uid == uid)).one()
        row.subject = "Un sujet assez long pour que la ligne se plie, puis " + LINK
    with public(house):
        said = house.stranger().client.get(f"/p/{shown.address}/calendar.ics").text
    assert HIDDEN in re.sub(r"\r\n[ \t]", "", said)


def test_a_page_asks_the_database_so_many_times_however_many_meetings_there_are(house: House) -> None:
    owner = house.person()
    own = page(house, kind=PageKind.COUNSELLOR, learner_key=owner.learner_key)
    browser = house.browser_of(owner)
    for _ in range(3):
        announced(house, own.id)
    frozen = {"/community/meetings": 3, f"/p/{own.address}/calendar.ics": 3}
    with public(house):
        assert {address: asked_for(house, browser, address) for address in frozen} == frozen
