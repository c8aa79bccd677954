"""« En avez-vous eu l'occasion ? »: one line above the step of home, answered in one tap, silent when passed over."""

from models.learning import objection, playing
from models.tables.people import Account
from tests.builders import live_through
from tests.house import House
from tests.page_browser import Page
from tests.site.pages.flaws import flaws

QUESTION = "En avez-vous eu l’occasion\u202f?"


def played(house: House, module_id: str = "cadre") -> Account:
    """Somebody who has played a module to its end yesterday."""
    account = house.person()
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, module_id, house.clock()), house.clock())
    house.clock.pass_by(days=1)
    return account


def starts(page: Page) -> str:
    """Where the step of home leads."""
    (form,) = page.tree.xpath("//section[@aria-labelledby='step']//form[.//button[@class='' or not(@class)]]")
    return str(form.get("action"))


def test_home_asks_it_above_the_step_and_one_tap_answers_it(house: House) -> None:
    browser = house.browser_of(played(house))
    page = browser.get("/")
    assert flaws(page) == []
    assert QUESTION in page.text
    assert "Un silence." in page.text
    assert page.tree.xpath("//main//h2/@id")[:2] == ["follow-up", "step"]
    page = browser.send("/follow-ups/cadre", ("said", "not_yet"))
    assert (page.path, page.came_by) == ("/", (303,))
    assert QUESTION not in page.text
    assert "pas encore eu l’occasion" in browser.get("/modules/cadre").text
    assert flaws(browser.page) == []


def test_it_is_not_asked_on_the_day_itself_nor_of_anybody_else(house: House) -> None:
    account = played(house)
    assert QUESTION not in house.visitor().get("/").text
    house.clock.pass_by(days=-1)
    assert QUESTION not in house.browser_of(account).get("/").text


def test_beginning_a_sitting_beside_it_goes_by_and_after_twice_there_is_silence(house: House) -> None:
    browser = house.browser_of(played(house))
    for _ in range(2):
        page = browser.get("/")
        assert QUESTION in page.text
        browser.send(starts(page), ("asked", "1"))
        assert QUESTION not in browser.get("/").text
        house.clock.pass_by(days=1)
    assert QUESTION not in browser.get("/").text


def test_no_other_word_is_taken_and_whoever_objects_is_asked_nothing(house: House) -> None:
    account = played(house)
    browser = house.browser_of(account)
    browser.get("/")
    assert browser.post("/follow-ups/cadre", said="peut-être").status == 404
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    assert QUESTION not in browser.get("/").text
    assert browser.post("/follow-ups/cadre", said="yes").status == 409
