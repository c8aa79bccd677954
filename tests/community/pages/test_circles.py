"""Circles, which have ended: their members are told, read and take along what was there; nobody else sees anything."""

from datetime import timedelta

import pytest

from models.catalogue import coming_into_force, in_force
from models.ground import signing
from models.tables.people import Account
from models.tables.public_pages import Circle
from tests.builders import MONDAY
from tests.community.circles import LINK, begun, kept_sentence, meets
from tests.house import House
from tests.site.pages.test_queries import asked_for
from tests.topics import pack_with_topics

DAY = timedelta(days=1)
ENDED = "Les cercles s’arrêtent avec cette version"


@pytest.fixture(autouse=True)
def topics(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)


def circle_of(house: House, *people: Account, topic: str = "garde") -> int:
    """A circle of these with a date tomorrow and a question."""
    with house.store.writing() as db:
        circle_id = begun(db, *(one.learner_key for one in people), topic=topic)
        meets(db, circle_id, MONDAY + DAY)
        asked = in_force.published_modules(db, "fr")[0].module.pool[0]
        db.get_one(Circle, circle_id).question_id = asked.id
        return circle_id


def test_a_member_is_told_once_on_her_home_reads_her_circle_and_takes_it_along(house: House) -> None:
    first, second = house.person(), house.person()
    circle_id = circle_of(house, first, second)
    browser = house.browser_of(first)
    home = browser.get("/")
    assert (home.text.count(ENDED), home.links().count("/circles")) == (1, 1)
    page = browser.get("/circles")
    asked = house.read(lambda db: in_force.published_modules(db, "fr")[0].module.pool[0])
    said = ["Garde (fr)", first.name, second.name, LINK, *(option.text for option in asked.options)]
    assert [words for words in (ENDED, *said) if words not in page.text] == []
    taken = browser.client.get("/circles/export.txt")
    assert (taken.content_type, taken.headers["Content-Disposition"]) == (
        "text/plain; charset=utf-8",
        "attachment; filename=cercles.txt",
    )
    assert [words for words in (*said, asked.stem, "Salle « 2 »") if words not in taken.text] == []
    assert page.tree.xpath("//main//form/@action") == [f"/circles/{circle_id}/leave"]


def test_who_takes_part_in_none_is_told_nothing_on_her_home(house: House) -> None:
    circle_of(house, house.person())
    browser = house.visitor()
    assert "/circles" not in browser.get("/").links()
    assert "Vous ne prenez part à aucun cercle." in browser.get("/circles").text
    assert browser.client.get("/circles/export.txt").text == ""


def test_one_leaves_a_circle_and_is_named_in_it_no_more(house: House) -> None:
    first, second = house.person(), house.person()
    circle_id = circle_of(house, first, second)
    browser = house.browser_of(first)
    browser.get("/circles")
    browser.send(f"/circles/{circle_id}/leave")
    assert "Garde (fr)" not in browser.page.text
    assert first.name not in house.browser_of(second).get("/circles").text


def test_of_a_circle_of_others_nobody_sees_anything_whatever_her_role(house: House) -> None:
    member = house.person()
    circle_id = circle_of(house, member)
    for role in ({}, {"trainer": True}, {"administrator": True}, {"trainer": True, "administrator": True}):
        browser = house.visitor(**role)
        assert member.name not in browser.get("/circles").text
        before = house.rows()
        browser.post(f"/circles/{circle_id}/leave")
        assert house.rows() == before
    pages = house.visitor(trainer=True, administrator=True)
    for address in ("/people", f"/people/{member.id}", "/journal", "/health", "/house", "/reports/waiting"):
        assert "Cercle" not in pages.get(address).tree.xpath("string(//main)")


def test_a_page_of_before_leads_to_the_one_that_is_left_whoever_asks(house: House) -> None:
    circle_id = circle_of(house, house.person())
    for browser in (house.visitor(), house.visitor(trainer=True)):
        for old in (f"{circle_id}", f"{circle_id}/question", f"{circle_id}/questions", "123456"):
            answer = browser.client.get(f"/circles/{old}")
            assert (answer.status_code, answer.headers["Location"]) == (303, "/circles")
        assert browser.client.get("/circles/cards").headers["Location"] == "/vignettes/letters"
    browser.get("/account")
    for part in ("date", "date/cancel", "question", "sentence", "close"):
        assert browser.post(f"/circles/{circle_id}/{part}").status == 405


@pytest.mark.parametrize(
    ("purpose", "address"), [("circle-invitation", "/circles/join/{}"), ("circle-calendar", "/circles/calendar/{}.ics")]
)
def test_a_link_of_before_opens_no_circle_and_ends_on_a_sentence(house: House, purpose: str, address: str) -> None:
    member = house.person()
    circle_id = circle_of(house, member)
    content = circle_id if purpose == "circle-invitation" else [circle_id, str(member.learner_key), "2026-03-02"]
    link = address.format(signing.sign_link(house.settings.secret_key, purpose, content))
    for browser in (house.browser_of(member), house.visitor(), house.stranger()):
        page = browser.get(link)
        assert (page.status, "Les cercles se sont arrêtés" in page.text) == (410, True)
        assert "Garde (fr)" not in page.text


def test_a_sentence_that_was_kept_is_in_the_inbox_without_a_name_and_no_other_can_be_sent(house: House) -> None:
    person = house.person()
    with house.store.writing() as db:
        kept_sentence(db, person.learner_key)
    inbox = house.visitor(trainer=True).get("/reports/waiting")
    assert [words in inbox.text for words in ("Gardé par un cercle", "Demander qui garde déjà.", person.name)] == [
        *(True, True),
        False,
    ]
    browser = house.browser_of(person)
    assert "Gardé par un cercle" in browser.get("/reports").text
    place = browser.get("/topics/garde").tree.xpath("string(//input[@name='place']/@value)")
    assert browser.post("/reports", place=place, kind="from_circle").status == 404


@pytest.mark.parametrize("more", [0, 4])
def test_a_page_asks_the_database_so_many_times_however_many_circles_there_are(house: House, more: int) -> None:
    person = house.person()
    for _ in range(1 + more):
        circle_of(house, person, *(house.person() for _ in range(more)))
    assert asked_for(house, house.browser_of(person), "/circles") == 5
