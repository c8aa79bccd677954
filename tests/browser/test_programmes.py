"""A programme from the quiet line to its end, by mouse or by keyboard; a vignette under a presenter's keys."""

import pytest
from playwright.sync_api import expect

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.programmes import programme, vignette
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.portal.house import House


@pytest.mark.parametrize("javascript", [True, False])
def test_a_newcomer_takes_a_programme_up_and_stops_it(devices: Devices, house: House, javascript: bool) -> None:
    programme(house)
    account = house.person(fresh=True)
    with house.store.writing() as db:
        db.get_one(Account, account.id).privacy_read_at = house.clock()
    page = devices.open(account, width=320, javascript=javascript)
    page.goto("/")
    page.get_by_role("link", name="Parcours d’accueil").click()
    page.get_by_role("button", name="Suivre ce parcours").press("Enter")
    expect(page.get_by_text("Vous en avez joué 0 sur")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="Parcours d’accueil").first).to_contain_text("0 sur")
    page.get_by_role("link", name="Parcours d’accueil").first.click()
    page.get_by_role("button", name="Arrêter le parcours").click()
    expect(page.get_by_text("Le parcours est arrêté.")).to_be_visible()


def test_a_presenter_goes_on_and_back_by_the_keys(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(vignette(house))
    choices, why = page.get_by_text("Restez"), page.get_by_text("elle l’a dit là où")
    expect(choices).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(choices).to_be_visible()
    expect(why).to_have_count(0)
    page.keyboard.press("Space")
    expect(why).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Qui rappelle, et quand")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(why).to_be_visible()


@pytest.mark.every_chromium
def test_its_paper_has_the_case_in_front_and_the_letter_behind(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(f"{vignette(house)}/paper")
    assert len(PAGE_OF_PDF.findall(page.pdf(prefer_css_page_size=True))) == 2
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST_PRINTED) >= 11
