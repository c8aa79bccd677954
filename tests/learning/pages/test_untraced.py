"""Who learns without estimation plays every module to its end, with every option explained, and nothing is kept."""

import pytest
from sqlalchemy import select

from models.catalogue import suspensions
from models.learning import objection
from models.tables.documents import PublishedQuestion, SuspensionReason, Version
from models.tables.reports import Report
from tests.builders import pool
from tests.house import House
from tests.page_browser import Browser, settled

ADDRESS = "/modules/ecouter/untraced"


@pytest.fixture
def browser(house: House) -> Browser:
    """That of somebody who has objected."""
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    return house.browser_of(account)


def at_a_question(browser: Browser, address: str = ADDRESS) -> None:
    browser.get(address)
    while "option" not in browser.page.form(address).fields:
        browser.send(address)


def asked(browser: Browser) -> str:
    """The id of the question on the page, which stands in its words."""
    return browser.page.heading.partition("(")[2].partition(")")[0]


def withdraw(house: House, question_id: str) -> None:
    with house.store.writing() as db:
        version = db.get_one(Version, db.get_one(PublishedQuestion, question_id).version_id)
        suspensions.suspend(db, version, [question_id], SuspensionReason.KEY, house.clock(), by=None)


def test_a_question_is_explained_line_by_line_and_nothing_is_said_to_be_noted(browser: Browser) -> None:
    at_a_question(browser)
    assert browser.page.tree.find_class("confidence") == []
    page = browser.send(ADDRESS, ("answering", "1"), option="b")
    assert page.heading == "Ce n’est pas la meilleure réponse ici"
    assert len(page.tree.xpath("//li[contains(@class, 'option')]")) == 3
    assert "La réponse juste est expliquée ci-dessous." in page.text
    for words in ("Noté", "reviendra", "C’est noté"):
        assert words not in page.text
    browser.send(ADDRESS)
    assert browser.send(ADDRESS, ("dont_know", "1")).heading == "Voici la réponse"


def test_with_htmx_it_is_the_same_as_without(house: House, browser: Browser) -> None:
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    plain = house.browser_of(account)
    plain.get(ADDRESS), browser.get(ADDRESS)
    for button in (None, None, ("dont_know", "1"), None):
        plain.send(ADDRESS, button)
        browser.swap(ADDRESS, button)
        assert settled(browser.page.part("scene")) == settled(plain.page.part("scene"))


def test_a_page_left_open_marks_the_question_that_stands_on_it(house: House, browser: Browser) -> None:
    at_a_question(browser)
    page, first = browser.page, asked(browser)
    house.clock.pass_by(days=6)
    browser.page = page
    assert first in browser.send(ADDRESS, ("answering", "1"), option="a").text


def test_a_state_that_was_altered_begins_again(browser: Browser) -> None:
    for state in ["", "x", "W10.x.y"]:
        browser.get(ADDRESS)
        page = browser.send(ADDRESS, state=state)
        assert (page.came_by, page.heading) == ((303,), "Carte 1")


def test_a_question_withdrawn_meanwhile_is_not_marked_and_another_follows(house: House, browser: Browser) -> None:
    house.new_module("retire", questions=pool("retire", "listen.active", learn=2, check=0))
    at_a_question(browser, "/modules/retire/untraced")
    first = asked(browser)
    withdraw(house, first)
    page = browser.send("/modules/retire/untraced", ("answering", "1"), option="a")
    assert page.heading == "Cette question vient d’être retirée"
    browser.send("/modules/retire/untraced")
    assert asked(browser) not in {"", first}


def test_a_fault_is_reported_without_an_answer_being_kept(house: House, browser: Browser) -> None:
    at_a_question(browser)
    browser.send(ADDRESS, ("answering", "1"), option="b")
    before = house.rows()
    browser.swap("/reports", ("kind", "disagree"))
    assert "L’équipe de formation le lira." in browser.page.text
    after = house.rows()
    assert {name for name in after if after[name] != before[name]} == {"report"}
    row = house.read(lambda db: db.scalars(select(Report).order_by(Report.id.desc())).first())
    assert row and row.question_id and row.answer_id is None
