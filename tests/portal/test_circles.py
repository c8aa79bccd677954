"""Circles of colleagues: from a date to a sentence; seen by those who take part and by nobody else."""

from datetime import timedelta

import pytest

from models.catalogue import coming_into_force
from models.community import circles, meetings
from models.community.meetings import MeetingPlan
from models.ground import links
from models.tables.people import Account
from tests.builders import MONDAY
from tests.portal import gathering
from tests.portal.browser import Browser
from tests.portal.house import House
from tests.portal.test_queries import asked_for
from tests.topics import pack_with_topics

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TOMORROW = (MONDAY + DAY).date().isoformat()
LINK = "https://reunion-du-cercle.exemple.be/j/1"
DATE = {"day": TOMORROW, "starts": "12:00", "ends": "13:00", "place": "", "link": LINK}
NOBODYS = "Vous ne prenez part à aucun cercle à cette adresse."


@pytest.fixture(autouse=True)
def topics(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, pack_with_topics(), MONDAY)


def circle_of(house: House, *people: Account, topic: str = "garde") -> int:
    with house.store.writing() as db:
        circle_id = circles.begin(db, people[0].learner_key, topic, MONDAY.date())
        for one in people[1:]:
            circles.join(db, circle_id, one.learner_key, MONDAY.date())
        return circle_id


def with_a_date(house: House, circle_id: int) -> None:
    with house.store.writing() as db:
        plan = MeetingPlan("", MONDAY + DAY, MONDAY + DAY + HOUR, "", LINK)
        meetings.hold(db, circle_id, plan, MONDAY)


def with_a_question(browser: Browser, circle_id: int) -> None:
    browser.get(f"/circles/{circle_id}/questions")
    browser.send(
        f"/circles/{circle_id}/question",
        question=browser.page.tree.xpath("string(//input[@name='question']/@value)"),
    )


def test_who_takes_part_reads_who_else_does_and_that_nobody_new_comes_in(house: House) -> None:
    first, second = house.person(), house.person()
    circle_id = circle_of(house, first, second)
    browser = house.browser_of(first)
    assert browser.get("/circles").tree.xpath("//main//li/a/text()") == ["Garde (fr)"]
    told = "Un cercle n’accueille plus personne de nouveau."
    assert (told in browser.page.text, browser.page.tree.xpath("//main//form")) == (True, [])
    page = browser.get(f"/circles/{circle_id}")
    people = page.tree.xpath("string(//section[@aria-labelledby='people'])")
    assert (first.name in people, second.name in people, told in page.text) == (True, True, True)
    assert not [link for link in page.tree.xpath("//code/text()") if "/circles/" in link]


@pytest.mark.parametrize(
    ("purpose", "address"), [("circle-invitation", "/circles/join/{}"), ("circle-calendar", "/circles/calendar/{}.ics")]
)
def test_a_link_of_before_opens_no_circle_not_even_one_that_has_its_number_now(
    house: House, purpose: str, address: str
) -> None:
    first, second = house.person(), house.person()
    gone = circle_of(house, first)
    content = gone if purpose == "circle-invitation" else [gone, str(first.learner_key), MONDAY.date().isoformat()]
    link = address.format(links.sign(house.settings.secret_key, purpose, content))
    with house.store.writing() as db:
        circles.leave(db, gone, first.learner_key)
    # SQLite gives the highest number again.
    circle_of(house, second, topic="sante")
    for browser in (house.browser_of(first), house.visitor(), house.stranger()):
        page = browser.get(link)
        assert (page.status, "un cercle n’accueille plus personne" in page.text) == (410, True)
        assert second.name not in page.text
    member = house.browser_of(first)
    member.get("/circles")
    assert member.post(link).status == 405


def test_a_date_is_chosen_moved_and_cancelled_and_stands_on_no_other_page(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    browser = house.browser_of(person)
    browser.get(f"/circles/{circle_id}")
    browser.send(f"/circles/{circle_id}/date#date", **DATE)
    assert "de 12 h à 13 h" in browser.page.text
    assert LINK in browser.page.links()
    browser.send(f"/circles/{circle_id}/date#date", starts="14:00", ends="15:00")
    (held,) = house.read(lambda db: meetings.of_circle(db, circle_id))
    assert (held.sequence, held.subject) == (1, "")
    for address in ("/circles", "/community"):
        assert "de 14 h à 15 h" in browser.get(address).text
    for address in ("/", "/news", "/week", "/mail/next"):
        assert "14:00" not in browser.get(address).text
    browser.get(f"/circles/{circle_id}")
    browser.send(f"/circles/{circle_id}/date/cancel")
    for address in (f"/circles/{circle_id}", "/community"):
        assert "14:00" not in browser.get(address).text


def test_a_date_that_comes_back_keeps_what_was_typed(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    browser = house.browser_of(person)
    browser.get(f"/circles/{circle_id}")
    shown = browser.send(f"/circles/{circle_id}/date#date", **{**DATE, "link": "http://exemple.be"})
    assert (shown.status, shown.form(f"/circles/{circle_id}/date#date").fields["link"]) == (422, "http://exemple.be")
    assert "https://" in shown.tree.xpath("string(//form//p[@class='error'])")


def test_a_question_is_put_to_the_room_and_then_its_answer_and_nothing_is_noted(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    browser = house.browser_of(person)
    with_a_question(browser, circle_id)
    before = house.rows()
    shown = browser.get(f"/circles/{circle_id}/question")
    assert shown.tree.xpath("//ol/li/strong/text()") == list("ABCD")[: len(shown.tree.xpath("//ol/li"))]
    assert "meilleure réponse" not in shown.text
    assert not shown.tree.xpath("//main//form")
    answer = browser.get(f"/circles/{circle_id}/question?answer=1")
    assert answer.text.count("La meilleure réponse") == 1
    assert answer.tree.xpath("//li[@class='best']")
    assert house.rows() == before


def test_a_question_that_a_circle_cannot_put_is_refused(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    browser = house.browser_of(person)
    assert browser.get(f"/circles/{circle_id}/question").status == 404
    assert browser.post(f"/circles/{circle_id}/question", question="listen-reflect-1").status == 404


def test_letters_are_there_to_print(house: House) -> None:
    assert house.visitor().get("/circles/cards").tree.xpath("//main//li/text()") == list("ABCD")


def test_a_sentence_is_kept_once_the_circle_has_met_and_reaches_the_workshop_without_a_name(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    with_a_date(house, circle_id)
    browser = house.browser_of(person)
    assert not browser.get(f"/circles/{circle_id}").tree.xpath("//textarea")
    house.clock.pass_by(days=1, hours=2)
    browser.get(f"/circles/{circle_id}")
    browser.send(f"/circles/{circle_id}/sentence#kept", sentence="Demander qui garde déjà.")
    assert "C’est gardé" in browser.page.text
    inbox = house.visitor(trainer=True).get("/reports/waiting")
    assert "Demander qui garde déjà." in inbox.text
    assert "Gardé par un cercle" in inbox.text
    assert person.name not in inbox.text
    assert "Gardé par un cercle" in browser.get("/reports").text
    assert "Demander qui garde déjà." not in browser.get("/topics/garde").text
    house.clock.at = MONDAY


def test_what_is_no_sentence_comes_back(house: House) -> None:
    person = house.person()
    circle_id = circle_of(house, person)
    with_a_date(house, circle_id)
    house.clock.pass_by(days=1, hours=2)
    browser = house.browser_of(person)
    browser.get(f"/circles/{circle_id}")
    shown = browser.send(f"/circles/{circle_id}/sentence#kept", sentence="x" * 301)
    assert (shown.status, shown.part("sentence").text) == (422, "x" * 301)
    house.clock.at = MONDAY


def test_no_report_is_tapped_as_if_a_circle_kept_it(house: House) -> None:
    browser = house.visitor()
    place = browser.get("/topics/garde").tree.xpath("string(//input[@name='place']/@value)")
    assert browser.post("/reports", place=place, kind="from_circle").status == 404


def test_one_leaves_a_circle_and_one_closes_it(house: House) -> None:
    first, second = house.person(), house.person()
    circle_id = circle_of(house, first, second)
    browser = house.browser_of(first)
    browser.get(f"/circles/{circle_id}")
    browser.send(f"/circles/{circle_id}/leave")
    assert NOBODYS in browser.get(f"/circles/{circle_id}").text
    other = house.browser_of(second)
    other.get(f"/circles/{circle_id}")
    other.send(f"/circles/{circle_id}/close")
    assert "Ce cercle est clos." in other.get(f"/circles/{circle_id}").text
    assert other.post(f"/circles/{circle_id}/date", **DATE).status == 409


def test_of_a_circle_of_others_nobody_sees_anything_whatever_her_role(house: House) -> None:
    member = house.person()
    circle_id = circle_of(house, member)
    with_a_date(house, circle_id)
    for role in ({}, {"trainer": True}, {"administrator": True}, {"trainer": True, "administrator": True}):
        browser = house.visitor(**role)
        assert "Garde (fr)" not in browser.get("/circles").tree.xpath("string(//main//ul)")
        for part in ("", "/questions", "/question"):
            assert (browser.get(f"/circles/{circle_id}{part}").status, NOBODYS in browser.page.text) == (404, True)
        before = house.rows()
        for part in ("date", "date/cancel", "question", "sentence", "close"):
            assert browser.post(f"/circles/{circle_id}/{part}", **DATE, sentence="Une.").status == 404
        browser.post(f"/circles/{circle_id}/leave")
        assert house.rows() == before
    pages = house.visitor(trainer=True, administrator=True)
    for address in ("/people", f"/people/{member.id}", "/journal", "/health", "/house", "/reports/waiting"):
        assert "Cercle" not in pages.get(address).tree.xpath("string(//main)")


# ------------------------------------------------------------------------------------------------- asking the database

MINE, CIRCLE, QUESTIONS, QUESTION = 4, 5, 3, 3
"""Statements of each page, that of who is signed in among them."""


@pytest.mark.parametrize("more", [0, 4])
def test_a_page_asks_the_database_so_many_times_however_many_circles_there_are(house: House, more: int) -> None:
    person = house.person()
    circle_id = gathering.circle(house, person, *(house.person() for _ in range(1 + more)))
    for topic in ("sante",) if more else ():
        gathering.circle(house, person, topic=topic)
        gathering.closed(house, person, topic)
        gathering.that_has_met(house, circle_id)
    browser = house.browser_of(person)
    own = f"/circles/{circle_id}"
    frozen = {"/circles": MINE, own: CIRCLE, f"{own}/questions": QUESTIONS, f"{own}/question": QUESTION}
    assert {address: asked_for(house, browser, address) for address in frozen} == frozen
