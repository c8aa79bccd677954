"""The pictures of a file of questions: by what right, and of whom, said by whoever brings it, as of one picture."""

from io import BytesIO

import pytest

from content.exchange.formats import PICTURES_LEFT
from models.catalogue import coming_into_force, pictures
from tests.builders import small_pack
from tests.house import House
from tests.page_browser import Browser
from tests.site.pages.flaws import flaws
from tests.studio.pages.test_exchange import bring, said
from tests.watchers.test_uploads import moodle, png


@pytest.fixture
def browser(house: House) -> Browser:
    return house.visitor(trainer=True)


@pytest.fixture
def own(empty_house: House) -> House:
    """A house of the test's own, which has no picture yet."""
    with empty_house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(), empty_house.clock())
    return empty_house


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("recognised", "agreement"), [("nobody", False), ("agreed", True), ("not_agreed", None), ("whoever", None)]
)
def test_pictures_come_along_unless_somebody_in_them_has_not_agreed(
    own: House, recognised: str, agreement: bool | None
) -> None:
    browser = own.visitor(trainer=True)
    page = bring(own, browser, moodle(png()), "q.xml", rights="own", recognised=recognised)
    here = [one.agreement for one in own.read(pictures.listing)]
    assert (page.status, here) == (200, [] if agreement is None else [agreement])
    assert (PICTURES_LEFT in said(page)) == (agreement is None)


def test_whoever_chooses_a_right_says_whether_somebody_can_be_recognised(house: House, browser: Browser) -> None:
    assert flaws(browser.get("/exchange/imports")) == []
    before = house.rows()["upload"]
    browser.get("/exchange/imports")
    page = browser.send("/exchange/imports", file=(BytesIO(moodle(png()).encode()), "q.xml"), rights="own")  # type: ignore[arg-type]
    assert (page.status, flaws(page), "Rien n'est encore gardé" in said(page)) == (422, [], True)
    assert page.tree.xpath("//details[@open]//p[@id='recognised-error']")
    assert page.tree.xpath("//select[@name='rights']/option[@selected]/@value") == ["own"]
    assert house.rows()["upload"] == before
