"""Somebody leaves: her own address, the link that she gets there, what she takes along, and what she erases."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.people import accounts
from models.tables.mail import MailKind
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_every_page import seen_on
from tests.portal.house import PASSWORD, House
from tests.portal.test_leaving import leaving_link, link_in, mails, sent

HOME = "claire@chez-elle.example"


def test_a_leaver_takes_everything_along_and_erases_it_from_home(devices: Devices, house: House) -> None:
    account, administrator = house.person(), house.person(administrator=True)
    page = devices.open(account)
    page.goto("/account")
    page.get_by_text("Donner une adresse").click()
    page.get_by_label("Une adresse à vous").fill(HOME)
    naming = page.locator("form", has=page.get_by_label("Une adresse à vous"))
    naming.get_by_label("Mot de passe actuel").fill(PASSWORD)
    naming.get_by_role("button").click()
    expect(page.locator("main")).to_contain_text(f"{HOME} attend que vous ouvriez le lien")
    assert seen_on(page) == []

    home = devices.open(width=320)
    home.goto(link_in(sent(house, mails(house, account, MailKind.OWN_ADDRESS)[-1])))
    home.get_by_role("button", name="Confirmer cette adresse").click()
    expect(home.get_by_role("status")).to_contain_text(HOME)
    assert seen_on(home) == []

    desk = devices.open(administrator)
    desk.goto(f"/people?q={account.email}")
    desk.get_by_role("link", name=account.name, exact=True).click()
    desk.get_by_role("link", name="Fermer ce compte").click()
    desk.get_by_role("button", name="Fermer ce compte").click()
    expect(desk.get_by_role("status")).to_contain_text(f"Le compte de {account.name} est fermé.")
    desk.goto(f"/people?q={account.email}")
    expect(desk.locator("tr", has=desk.get_by_role("rowheader", name=account.name, exact=True))).to_contain_text(
        "fermé le 23 novembre 2026, effacé après le 23 novembre 2027"
    )

    home.goto(leaving_link(house, account))
    with home.expect_download() as download:
        home.get_by_role("button", name="Exporter mes données").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["account"]["email"] == account.email
    home.get_by_role("button", name="Tout effacer").click()
    expect(home.get_by_label("Écrivez « effacer »")).to_be_focused()
    assert seen_on(home) == []
    home.get_by_label("Écrivez « effacer »").fill("effacer")
    home.get_by_role("button", name="Tout effacer").click()
    expect(home.get_by_role("status")).to_contain_text("sont effacés")
    assert house.read(lambda db: db.get(Account, account.id)) is None


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_her_link_can_be_read_by_everybody_in_each_language(devices: Devices, house: House, language: str) -> None:
    account = house.person(language=language)
    with house.store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), house.clock())
    page = devices.open(width=320)
    page.goto(leaving_link(house, account))
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(heading(page)).to_have_text(
        {"fr": "Ce que Boussole garde de vous", "nl": "Wat Boussole van u bewaart"}.get(
            language, "What Boussole keeps about you"
        )
    )
    assert seen_on(page) == []
    page.locator("#taking-present").fill("deviné")
    page.locator("#taking-present").press("Enter")
    expect(page.locator("#taking-present-error")).to_be_visible()
    assert seen_on(page) == []
