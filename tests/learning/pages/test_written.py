"""« Écrivez, puis comparez »: what one writes stands in no form and has no name, so that it cannot be sent."""

import pytest

from models.catalogue import coming_into_force
from models.learning import objection
from tests.builders import WRITTEN, small_pack, with_interview
from tests.house import House
from tests.page_browser import Browser

ADDRESS = "/modules/entretien/written/ecrit-jo"


@pytest.fixture(autouse=True)
def module(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(with_interview()), house.clock())


@pytest.fixture
def browser(house: House) -> Browser:
    return house.visitor()


def test_the_field_stands_in_no_form_and_has_no_name(browser: Browser) -> None:
    (area,) = browser.get(ADDRESS).tree.iterfind(".//textarea")
    assert (area.get("name"), area.get("form"), area.get("autocomplete")) == (None, None, "off")
    assert not list(area.iterancestors("form"))
    boxes = browser.page.tree.xpath("//input[@type='checkbox']")
    assert [(box.get("name"), list(box.iterancestors("form"))) for box in boxes] == [(None, [])] * 3
    assert "Votre phrase ne quitte pas cette page ; rien n’en est gardé." in browser.page.text.replace("\u202f", " ")


def test_models_and_criteria_are_folded_until_one_compares(browser: Browser) -> None:
    (folded,) = browser.get(ADDRESS).tree.iterfind(".//details")
    assert folded.get("open") is None
    for words in (*(model.why for model in WRITTEN.models), "Deux bonnes réponses, chacune à sa façon"):
        assert words in folded.text_content()
    assert len(folded.xpath(".//label")) == len(WRITTEN.criteria)
    outside = [words for words in browser.page.tree.body.itertext() if words not in set(folded.itertext())]
    assert "fatigant" not in " ".join(outside)


def test_one_may_compare_without_writing(browser: Browser) -> None:
    browser.get(ADDRESS)
    page = browser.get(next(link for link in browser.page.links() if link.endswith("compare=1")))
    assert not list(page.tree.iterfind(".//textarea")) and not page.tree.xpath("//input[@type='checkbox']")
    assert "Il nomme les deux côtés." in page.text
    assert ADDRESS in page.links()


def test_it_is_there_without_estimation_and_keeps_nothing(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        objection.object_to_estimation(db, account.learner_key)
    browser = house.browser_of(account)
    browser.get("/modules/entretien")
    before = house.rows()
    assert browser.get(ADDRESS).heading == "Écrivez, puis comparez"
    assert house.rows() == before
