"""Cards and summaries are read aloud by a browser that has a voice of its own for their language, and stop on leaving.

The browser of the tests has no voices: it is given some, and what it is asked to say is written down.
"""

import json

from playwright.sync_api import Locator, Page, expect

from models.catalogue import coming_into_force
from models.ground.words import french
from models.learning.scenes import CardScene
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.builders import small_pack
from tests.house import House
from tests.pictures import DESCRIPTION, bring, showing

VOICES = """
  window.told = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  speechSynthesis.getVoices = () => %s;
  speechSynthesis.speak = (said) => { told.push([said.lang, said.text]); window.latest = said; };
  speechSynthesis.cancel = () => localStorage.setItem("cancelled", 1 + Number(localStorage.getItem("cancelled")));
"""
DUTCH, FRENCH = {"lang": "nl-BE", "localService": True}, {"lang": "fr_BE", "localService": True}
ELSEWHERE = {"lang": "fr-FR", "localService": False}
CARD = "/modules/article-60/cards/article-60-7-l-essentiel"


def with_voices(page: Page, *voices: dict[str, object]) -> Page:
    page.add_init_script(VOICES % json.dumps(voices))
    return page


def listen(page: Page) -> Locator:
    return page.get_by_role("button", name="Écouter")


def cancelled(page: Page) -> int:
    return int(page.evaluate("Number(localStorage.getItem('cancelled'))"))


def test_a_card_is_read_sentence_by_sentence_until_its_end(devices: Devices, house: House) -> None:
    page = with_voices(devices.open(house.person(), width=320), ELSEWHERE, DUTCH, FRENCH)
    page.goto(CARD)
    box = listen(page).bounding_box()
    assert box and box["height"] >= 44
    listen(page).click()
    told = page.evaluate("told")
    assert {lang for lang, _ in told} == {"fr_BE"}
    assert told[0][1] == heading(page).inner_text()
    assert len(told) > 3
    expect(page.get_by_role("button", name="Arrêter")).to_be_focused()
    page.evaluate("latest.onend()")
    expect(listen(page)).to_be_visible()


def test_a_picture_is_read_by_its_description_in_its_place(devices: Devices, house: House) -> None:
    with house.store.writing() as db:
        shown = showing(bring(db, house.clock()), module_id="lire-une-image")
        coming_into_force.load_pack(db, small_pack(shown), house.clock())
    page = with_voices(devices.open(house.person()), FRENCH)
    page.goto("/modules/lire-une-image/cards/un-document")
    before = page.locator("#read").inner_text()
    listen(page).click()
    assert [text for _, text in page.evaluate("told")] == ["Un document", "Le voici.", french(DESCRIPTION)]
    assert page.locator("#read").inner_text() == before


def test_it_is_stopped_by_the_same_button_by_going_on_and_by_leaving(devices: Devices, house: House) -> None:
    account = house.person()
    page = with_voices(devices.open(account), FRENCH)
    page.goto(lives.sitting(house, account, "ecouter-sans-diriger", CardScene))
    listen(page).click()
    page.get_by_role("button", name="Arrêter").click()
    assert cancelled(page) == 1
    listen(page).click()
    before = heading(page).inner_text()
    page.locator(".action button").click()
    expect(heading(page)).not_to_have_text(before)
    assert cancelled(page) == 2
    listen(page).click()
    page.get_by_role("link", name="Arrêter ici").click()
    expect(heading(page)).to_contain_text("Bonjour")
    assert cancelled(page) == 3


def test_nothing_offers_it_without_a_voice_on_the_device_for_that_language_or_without_a_script(
    devices: Devices, house: House
) -> None:
    account = house.person()
    silent = (
        with_voices(devices.open(account), ELSEWHERE, DUTCH),
        devices.open(account),
        devices.open(account, javascript=False),
    )
    for page in silent:
        page.goto(CARD)
        expect(heading(page)).to_be_visible()
        expect(listen(page)).to_have_count(0)
