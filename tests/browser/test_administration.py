"""An administrator's story: a source, and somebody who is invited and comes."""

import re

from playwright.sync_api import Page, expect

from models.tables import Account
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.portal import looking
from tests.portal.house import PASSWORD, House


def test_an_administrator_adds_a_source_and_invites_somebody_who_comes_in(devices: Devices, house: House) -> None:
    administrator = house.person(administrator=True)
    page = devices.open(administrator)
    add_source(house, administrator, page)
    expect(page.get_by_role("status")).to_have_text("La source est ajoutée : sa première visite commence.")
    row = page.get_by_role("row", name="Le Relais")
    expect(row).to_contain_text("pas encore")
    row.get_by_role("button", name="Mettre en pause : Le Relais").click()
    expect(row).to_contain_text("en pause")

    add_source(house, administrator, page)
    expect(page.get_by_label("Comment")).to_be_focused()
    expect(page.get_by_label("Comment")).to_have_accessible_description(re.compile("Cette adresse est déjà suivie."))

    page.get_by_role("link", name="Comptes").click()
    page.get_by_label("Prénom et nom").fill("Nadia Bennani")
    page.get_by_label("Courriel").fill("nadia@example.org")
    page.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    expect(page.get_by_role("row", name="Nadia Bennani")).to_contain_text("invitation envoyée")

    nadia = devices.open(width=320)
    nadia.goto(lives.invitation_in_the_mail(house, "nadia@example.org"))
    nadia.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    nadia.get_by_role("button", name="Entrer").click()
    nadia.get_by_role("button", name="J’ai lu, continuer").click()
    nadia.get_by_role("button", name="Plus tard").click()
    expect(heading(nadia)).to_have_text("Bonjour Nadia")

    page.get_by_role("link", name="Voir si les courriels sont partis").click()
    expect(page.get_by_role("row", name="nadia@example.org")).to_contain_text("envoyé")


def add_source(house: House, administrator: Account, page: Page) -> None:
    """She asks for an address; the page waits, and shows what the worker has found without being opened again."""
    page.goto("/sources")
    page.get_by_label("Adresse").fill("https://relais.example/")
    page.get_by_role("button", name="Regarder").click()
    expect(heading(page)).to_have_text("Avant de suivre")
    looking.tried(house, administrator, "https://relais.example/", looking.FEED)
    page.get_by_label("Nom").fill("Le Relais")
    page.get_by_role("button", name="Suivre", exact=True).click()
