"""A file of services, with the keyboard alone on a small screen, and with a browser that runs no script."""

from time import monotonic

from playwright.sync_api import Page, expect

from tests.browser.devices import Devices
from tests.browser.hands import choose, heading, press, tab_to
from tests.browser.test_every_page import seen_on
from tests.portal.house import House
from watchers import directory_files

TABLE = "Nom;Joindre;Divers\nUne halte {0};02 000 00 00;a\nUn relais {0};0800 00 000;b\n;02;c\n"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def begin(page: Page, publisher: str) -> None:
    """Fill in the form for a file."""
    page.goto("/directory/imports")
    table = TABLE.format(publisher).encode()
    page.get_by_label("Fichier", exact=True).set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_label("De qui est ce répertoire").fill(publisher)
    page.get_by_label("Son adresse web").fill("https://exemple.be/liste")
    page.get_by_label("Service qui l’apporte").fill("Service emploi")
    page.get_by_label("Licence", exact=True).fill("Licence Ouverte 2.0")
    page.get_by_label("Où on la lit").fill("https://exemple.be/licence")


def work(house: House) -> None:
    assert directory_files.work_through(house.store, house.clock, monotonic() + 60) is False


def test_a_file_is_brought_named_looked_at_and_accepted_with_the_keyboard(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), width=320)
    begin(page, "du quai")
    press(page, "Apporter ce fichier")
    expect(page.get_by_text("attend d’être lu")).to_be_visible()
    work(house)
    choose(page.get_by_label("Joindre"), "Téléphone")
    assert page.evaluate(WIDER) == 0
    press(page, "Lire le fichier ainsi")
    expect(page.get_by_text("attend d’être lu")).to_be_visible()
    work(house)
    expect(page.get_by_role("heading", name="2 entrées lues")).to_be_visible()
    expect(page.get_by_text("1 ligne n’est pas reprise.")).to_be_visible()
    assert page.evaluate(WIDER) == 0
    press(page, "Ce qu’elle dit.*relais.*")
    expect(page.get_by_role("link", name="0800 00 000")).to_be_visible()
    tab_to(page.get_by_role("button", name="Tout accepter"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Publiées : 0 sur 2")).to_be_visible()
    found = seen_on(page)
    work(house)
    expect(page.get_by_text("2 entrées de ce fichier sont publiées.")).to_be_visible()
    page.reload()
    press(page, "Une halte du quai")
    expect(heading(page)).to_have_text("Une halte du quai")
    assert found == []


def test_it_goes_without_a_script_too(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), width=390, javascript=False)
    begin(page, "du parc")
    page.get_by_role("button", name="Apporter ce fichier").click()
    for button in ("Lire le fichier ainsi", "Tout accepter"):
        work(house)
        page.get_by_role("link", name="Actualiser").click()
        page.get_by_role("button", name=button).click()
    work(house)
    page.get_by_role("link", name="Actualiser").click()
    expect(page.get_by_text("2 entrées de ce fichier sont publiées.")).to_be_visible()
