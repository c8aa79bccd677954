"""« Se situer » by forms alone and with htmx: said beforehand, left at any step, ending on the compass in words."""

import pytest
from sqlalchemy import select

from models.tables.answers import Answer
from models.tables.people import Account
from tests import builders
from tests.house import House
from tests.page_browser import Browser, Page, settled
from tests.site.pages.flaws import flaws

ANSWERING, DONT_KNOW = ("answering", "1"), ("dont_know", "1")


def begin(browser: Browser, **fields: str) -> str:
    """From the page that says what it is; returns the address of the play."""
    browser.get("/situate")
    return browser.send("/situate", **fields).path


def end_of(sitting: str) -> str:
    """Where the end of a play is told."""
    return sitting.replace("/play/", "/situate/")


def answers_of(house: House, account: Account) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_key == account.learner_key).order_by(Answer.sequence)
    return house.read(lambda db: list(db.scalars(mine)))


def to_the_end(browser: Browser, sitting: str, option: str = "a") -> int:
    """Answer everything; returns how much that was."""
    asked = 0
    while browser.page.path == sitting:
        browser.send(f"{sitting}/answer", ANSWERING, option=option)
        asked += 1
        browser.send(f"{sitting}/advance")
    return asked


def listed(page: Page, name: str) -> list[str]:
    """The skills that a part of the page names."""
    return page.tree.xpath(f"//section[@aria-labelledby='{name}']//a/@href")


# ----------------------------------------------------------------------------------------------------------- what it is


def test_it_says_what_it_is_how_long_it_takes_and_who_sees_it(house: House) -> None:
    page = house.visitor().get("/situate")
    for said in ("12 questions au plus", "jusqu’à 8 minutes", "Personne d’autre que vous", "Je ne sais pas"):
        assert said in page.text
    assert flaws(page) == []


def test_it_works(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = begin(browser)
    assert browser.page.title.startswith("Faire le point\u00a0· question 1 sur 12 au plus")
    assert to_the_end(browser, sitting) == 3
    page = browser.page
    assert (page.path, page.heading) == (end_of(sitting), "Où vous en êtes")
    right = ["/skills/listen.active", "/skills/listen.reflect", "/skills/frame.role"]
    assert listed(page, "right") == right
    assert page.part("compass") is not None
    assert "Boussole s’arrête là" in page.text
    assert [answer.counts for answer in answers_of(house, account)] == [True] * 3
    assert flaws(page) == []


def test_no_score_is_given(house: House) -> None:
    browser = house.visitor()
    to_the_end(browser, begin(browser), option="b")
    said = " ".join(browser.page.tree.xpath("//main/div/div//text()"))
    assert not any(sign.isdigit() or sign == "%" for sign in said)


# ----------------------------------------------------------------------------------------------------- left at any step


def test_a_question_can_be_skipped(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    sitting = begin(browser)
    first = browser.page
    page = browser.send(f"{sitting}/skip")
    assert (page.came_by, page.heading != first.heading) == ((303,), True)
    second, browser.page = page.heading, first
    assert browser.send(f"{sitting}/skip").heading == second
    assert answers_of(house, account) == []


@pytest.mark.parametrize("option", [None, "a", "b"])
def test_it_can_be_ended_at_a_question_and_at_a_feedback(house: House, option: str | None) -> None:
    browser = house.visitor()
    sitting = begin(browser)
    if option:
        browser.send(f"{sitting}/answer", ANSWERING, option=option)
    page = browser.send(f"{end_of(sitting)}/stop")
    skills = ["/skills/listen.active"]
    assert [listed(page, "right"), listed(page, "open")] == [skills * (option == "a"), skills * (option == "b")]
    assert flaws(page) == []
    assert browser.get(sitting).path == page.path


def test_somebody_elses_is_not_shown(house: House) -> None:
    browser, other = house.visitor(), house.visitor()
    sitting = begin(browser)
    other.get("/situate")
    for address in (f"{sitting}/skip", f"{end_of(sitting)}/stop"):
        assert other.post(address).status == 404
    browser.send(f"{end_of(sitting)}/stop")
    assert other.get(browser.page.path).status == 404


def test_with_htmx_each_scene_is_what_the_page_holds_and_the_end_is_a_page_of_its_own(house: House) -> None:
    browser = house.visitor()
    sitting = begin(browser)
    browser.swap(f"{sitting}/skip")
    assert settled(browser.page.part("scene")) == settled(browser.get(sitting).part("scene"))
    while browser.page.path == sitting:
        browser.swap(f"{sitting}/answer", DONT_KNOW)
        browser.swap(f"{sitting}/advance")
    assert browser.page.heading == "Où vous en êtes"


# -------------------------------------------------------------------------------------------------- its place elsewhere


def somebody_who_has_begun(house: House) -> Browser:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-active-1")
    return house.browser_of(account)


def test_home_mentions_it_until_it_is_done(house: House) -> None:
    browser = somebody_who_has_begun(house)
    assert "/situate" in browser.get("/").links()
    to_the_end(browser, begin(browser))
    assert "/situate" not in browser.get("/").links()
    assert "/situate" in browser.get("/modules").links()
