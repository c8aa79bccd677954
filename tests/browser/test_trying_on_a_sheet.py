"""The end of a module, where a situation is to be tried on a sheet that opens beside it."""

import pytest
from playwright.sync_api import Page, expect

from models.study.play import playing
from tests.browser.devices import Devices
from tests.browser.hands import press, tab_to
from tests.browser.test_every_page import seen_on
from tests.browser.test_studio import insert, studio, written
from tests.builders import live_through
from tests.portal.house import House


def opened_by(page: Page) -> Page:
    """The sheet that opens beside the page."""
    with page.context.expect_page() as beside:
        press(page, "Essayer sur une feuille")
    return beside.value


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_situation_is_unfolded_and_its_sheet_completed_in_a_page_of_its_own(
    devices: Devices, house: House, width: int, javascript: bool
) -> None:
    account = house.person()
    with house.store.writing() as db:
        play = playing.start(db, account.learner_key, "noeuds-du-parcours", house.clock())
        live_through(db, play, house.clock(), lambda asked: asked.key)
        address = f"/play/{play.id}"
    page = devices.open(account, width=width, javascript=javascript)
    page.goto(address)
    expect(page.get_by_text("Salima est inventée")).to_be_hidden()
    tab_to(page.locator("summary", has_text="Une situation inventée"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Salima est inventée")).to_be_visible()
    if javascript:
        assert seen_on(page) == []
    sheet = opened_by(page)
    expect(sheet.get_by_label("La question")).to_have_value("La maison de repos m'engage-t-elle ?")
    sheet.get_by_role("combobox", name="Qui répond").fill("la directrice")
    expect(page.get_by_text("Salima est inventée")).to_be_visible()


def test_in_the_studio_a_situation_is_put_last_and_its_sheet_opens_as_it_is_typed(
    devices: Devices, house: House
) -> None:
    page = studio(devices, house)
    text = written(page)
    tab_to(text)
    before = text.input_value()
    insert(page, "Feuille")
    page.keyboard.type("Ada est inventée.")
    heading = "## Essayer sur une feuille"
    assert text.input_value().startswith(f"{before.rstrip()}\n\n{heading}\n\nAda est inventée.\n\nFeuille : ")
    expect(page.locator("#preview .exercise")).to_contain_text("Ada est inventée.")
    expect(page.locator("#mend-said")).to_contain_text("corrections avant de publier")  # what was there to begin from
    sheet = opened_by(page)
    expect(sheet.get_by_label("La question")).to_have_value("Ce qui n'est pas encore décidé ?")
    sheet.close()
    text.focus()
    insert(page, "Feuille")
    assert text.input_value().count(heading) == 1
    insert(page, "Carte")
    assert text.input_value().index("## Titre de la carte") < text.input_value().index("## À essayer")
