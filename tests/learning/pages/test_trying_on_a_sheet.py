"""What there is to try on a pathway: told below what to try, opened in a page of its own, and nothing of it is kept."""

import pytest

from models.learning import playing
from tests.builders import EXERCISE, live_through, pool
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws

STORY = "Ada est inventée."


@pytest.fixture
def tried(shared_house: House) -> House:
    """The portal with a module that ends on a situation to try."""
    shared_house.new_module("essayer", questions=pool("essayer", "listen.active"), exercise=EXERCISE)
    return shared_house


def ended(house: House, module_id: str) -> Browser:
    """That of somebody who has played a module to its end."""
    account = house.person()
    with house.store.writing() as db:
        play = playing.start(db, account.learner_key, module_id, house.clock())
        live_through(db, play, house.clock(), lambda asked: asked.key)
        address = f"/play/{play.id}"
    browser = house.browser_of(account)
    browser.get(address)
    return browser


def ways_to_a_pathway(page: Page) -> list[str]:
    return [form.get("target") for form in page.forms() if form.get("action") == "/sheet"]


def test_at_the_end_of_a_play_it_stands_below_what_to_try(tried: House) -> None:
    page = ended(tried, "essayer").page
    (below,) = page.tree.xpath("//*[@id='try']/ancestor::section/following-sibling::*[1]")
    assert (below.tag, below.get("open")) == ("details", None)
    assert STORY in below.text_content()
    assert below.xpath(".//li[contains(., 'Complétez sa feuille')]")
    assert (ways_to_a_pathway(page), flaws(page)) == (["_blank"], [])


def test_its_sheet_opens_as_it_was_left_and_leaves_no_row(tried: House) -> None:
    browser, before = ended(tried, "essayer"), tried.rows()
    pathway = browser.send("/sheet", ("do", "form"))
    assert (pathway.status, pathway.headers["Cache-Control"]) == (200, "no-store")
    fields = pathway.form("/sheet").fields
    assert (fields["what-1"], fields["day-1"], fields["way-1-1"]) == ("Qui garde les enfants ?", "", "ma sœur")
    assert tried.rows() == before


def test_the_page_of_a_module_has_it_too(tried: House) -> None:
    page = tried.visitor().get("/modules/essayer")
    assert STORY in page.text
    assert page.form("/sheet").fields["text"] == EXERCISE.pathway
    assert flaws(page) == []
