"""One tap, by keyboard alone and without JavaScript: where the focus goes, and that nothing typed is lost."""

from playwright.sync_api import expect

from models.play import CardScene, FeedbackScene
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.portal.house import House

SET_ASIDE = "Votre réponse est mise de côté : elle ne compte pas tant que les formateurs n’ont pas tranché."


def test_a_tap_and_a_word_with_the_keyboard_alone(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, width=320)
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", FeedbackScene))
    press(page, "Périmé")
    told = page.locator("#under [data-focus]")
    expect(told).to_be_focused()
    expect(told).to_contain_text(SET_ASIDE)
    tab_to(page.get_by_label("Un mot, si vous voulez"))
    page.keyboard.type("Depuis mai, c'est fini.")
    tab_to(page.get_by_label("Répondez-moi"))
    page.keyboard.press("Space")
    press(page, "Enregistrer")
    expect(told).to_be_focused()
    expect(page.get_by_label("Un mot, si vous voulez")).to_have_value("Depuis mai, c'est fini.")
    expect(page.get_by_label("Répondez-moi")).to_be_checked()
    press(page, "Retirer ce signalement")
    expect(told).to_have_text("Votre signalement est retiré.")
    expect(told).to_be_focused()
    expect(page.locator("#verdict")).to_be_visible()


def test_without_javascript_the_tap_comes_back_to_the_card(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, javascript=False)
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", CardScene))
    card = heading(page).inner_text()
    page.get_by_role("button", name="Mal écrite").click()
    expect(page.locator("#under")).to_be_in_viewport()
    expect(page.locator("#under")).to_contain_text("Les formateurs le liront.")
    expect(heading(page)).to_have_text(card)
