"""One tap, by keyboard alone and without JavaScript: where the focus goes, and that nothing typed is lost."""

from playwright.sync_api import expect

from models.study.play.scenes import CardScene, FeedbackScene
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.portal.house import House

SET_ASIDE = "Votre réponse est mise de côté : elle ne compte pas tant que l’équipe de formation n’a pas tranché."


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


def test_one_reply_reaches_all_who_asked_and_is_put_away_on_home(devices: Devices, house: House) -> None:
    asking, trainer = lives.several_reports(house, "ecrire-clair"), house.person(trainer=True)
    inbox = devices.open(trainer, width=320)
    inbox.goto("/reports/waiting")
    entry = inbox.locator("article").filter(has_text=f"{asking[0].name} demande une réponse")
    expect(entry).to_contain_text("3 personnes")
    expect(entry).to_contain_text("Sans réponse depuis plus de cinq jours ouvrables.")
    entry.get_by_role("checkbox").nth(1).uncheck()
    entry.get_by_label("Votre réponse").fill("Dix jours : la carte le dira demain.")
    entry.get_by_role("button", name="Les signalements cochés sont fondés").click()
    expect(inbox.get_by_text("Votre réponse est gardée.")).to_be_visible()
    expect(inbox.locator("article").filter(has_text=f"{asking[1].name} demande une réponse")).to_contain_text(
        "1 personne"
    )
    home = devices.open(asking[0], javascript=False)
    home.goto("/")
    expect(home.get_by_text("Dix jours : la carte le dira demain.")).to_be_visible()
    home.get_by_role("button", name="Fermer").click()
    expect(home.get_by_text("Dix jours")).to_have_count(0)
    waiting = devices.open(asking[1])
    waiting.goto("/")
    expect(waiting.get_by_text("On vous a répondu")).to_have_count(0)


def test_that_a_key_was_wrong_is_said_once_above_the_step(devices: Devices, house: House) -> None:
    account = house.person()
    lives.corrected(house, account, "ecrire-clair", right=True)
    page = devices.open(account, width=320)
    page.goto("/")
    first = page.locator("main h2").first
    expect(first).to_have_text("Une question a été corrigée")
    expect(page.get_by_text("La vôtre était juste.")).to_be_visible()
    press(page, "Fermer")
    expect(page.get_by_text("La vôtre était juste.")).to_have_count(0)
    expect(first).to_be_visible()
    expect(first).to_have_attribute("id", "step")


def test_without_javascript_the_tap_comes_back_to_the_card(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, javascript=False)
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", CardScene))
    card = heading(page).inner_text()
    page.get_by_role("button", name="Mal écrite").click()
    expect(page.locator("#under")).to_be_in_viewport()
    expect(page.locator("#under")).to_contain_text("L’équipe de formation le lira.")
    expect(heading(page)).to_have_text(card)
