"""An administrator adds a source: the page waits by itself for what the worker finds there."""

import re

from playwright.sync_api import Page, expect

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.house import House
from tests.site.pages import looking

RELAY = "https://relais.example/"


def test_a_source_is_looked_at_meanwhile_added_and_paused(devices: Devices, house: House) -> None:
    administrator = house.person(administrator=True)
    page = devices.open(administrator)
    add_source(house, administrator, page)
    expect(page.get_by_role("status")).to_have_text("La source est ajoutée : sa première visite commence.")
    row = page.get_by_role("row", name="Le Relais")
    expect(row).to_contain_text("pas encore")
    row.get_by_role("checkbox", name="Le Relais").check()
    # Once something is ticked, what can be done with it stays in view.
    page.evaluate("scrollTo(0, 0)")
    pause = page.get_by_role("button", name="Mettre en pause")
    expect(pause).to_be_in_viewport()
    pause.click()
    expect(page.get_by_role("status")).to_have_text("1 source est en pause.")
    expect(row).to_contain_text("en pause")

    add_source(house, administrator, page)
    expect(page.get_by_label("Comment")).to_be_focused()
    expect(page.get_by_label("Comment")).to_have_accessible_description(re.compile("Cette adresse est déjà suivie."))


def add_source(house: House, administrator: Account, page: Page) -> None:
    """She asks for an address; the page waits, and shows what the worker has found without being opened again."""
    page.goto("/sources")
    page.get_by_label("Adresse").fill(RELAY)
    page.get_by_role("button", name="Analyser").click()
    expect(heading(page)).to_have_text("Avant de suivre")
    looking.tried(house, administrator, RELAY, looking.FEED)
    page.get_by_label("Nom").fill("Le Relais")
    page.get_by_role("button", name="Suivre", exact=True).click()
