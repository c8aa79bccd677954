"""Questions of elsewhere, with the keyboard alone on a small screen, and with a browser that runs no script."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.bringing import SEVERAL, read_all
from tests.browser.devices import Devices
from tests.browser.hands import press
from tests.browser.test_every_page import seen_on
from tests.portal.house import House

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def bring(page: Page) -> None:
    """Choose a file and have it read."""
    page.goto("/exchange/imports")
    page.get_by_label("Fichier", exact=True).set_input_files(
        {"name": "quiz.txt", "mimeType": "text/plain", "buffer": SEVERAL.encode()}
    )
    press(page, "Lire ce fichier")
    expect(page.get_by_text("Le fichier est en lecture")).to_be_visible()


def test_a_file_is_read_meanwhile_and_one_of_its_questions_begins_a_module(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), width=320)
    bring(page)
    read_all(house.store, house.clock)
    expect(page.get_by_text("2 questions lues")).to_be_visible()
    assert page.evaluate(WIDER) == 0
    box = page.get_by_role("checkbox", name="Qui décide du stage ?")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_text("Énoncé et réponses").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Explication à écrire.").first).to_be_visible()
    found = seen_on(page)
    title = f"Le chômage {uuid4().hex[:6]}"
    page.get_by_label("Titre du nouveau module").fill(title)
    press(page, "Ajouter au brouillon")
    expect(page.get_by_text("Questions ajoutées au brouillon : 1 sur 1.")).to_be_visible()
    assert found == []


def test_without_a_script_one_looks_again_by_a_link(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), javascript=False)
    bring(page)
    read_all(house.store, house.clock)
    press(page, "Actualiser")
    expect(page.get_by_text("2 questions lues")).to_be_visible()
    press(page, "Ajouter au brouillon")
    expect(page.get_by_text("Questions ajoutées au brouillon : 2 sur 2.")).to_be_visible()
