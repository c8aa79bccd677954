"""A training record by hand: chosen, printed on one A4, scanned by a stranger, refused when somebody has changed it."""

import pytest
from playwright.sync_api import Page, expect

from models.study.play import playing
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.test_cards import PAGE_OF_PDF
from tests.browser.test_every_page import accessibility
from tests.builders import live_through
from tests.portal.house import House

MODULES = ("ecouter-sans-diriger", "dire-le-cadre", "confidentialite")


def learned(house: House, number: int = len(MODULES)) -> Account:
    """Somebody who has played some modules to their end."""
    account = house.person()
    with house.store.writing() as db:
        for name in MODULES[:number]:
            live_through(db, playing.start(db, account.learner_key, name, house.clock()), house.clock())
    return account


def made(devices: Devices, account: Account, width: int = 1280) -> Page:
    page = devices.open(account, width=width)
    page.goto("/history")
    page.get_by_role("link", name="Relevé de formation").click()
    page.get_by_role("button", name="Faire le relevé").click()
    expect(page.locator("pre.signs")).to_be_visible()  # what is left has the same heading, and could not be printed
    return page


def code_of(page: Page) -> str:
    return "".join(page.locator("pre.signs").inner_text().split())


@pytest.mark.every_chromium
def test_a_record_is_printed_on_one_sheet_and_whoever_scans_it_reads_what_was_signed(
    devices: Devices, house: House
) -> None:
    account = learned(house)
    page = made(devices, account)
    assert len(PAGE_OF_PDF.findall(page.pdf(prefer_css_page_size=True))) == 1
    stranger = devices.open(width=390)
    stranger.goto(f"/training-records/verify#{code_of(page)}")
    expect(stranger.get_by_role("heading", name="Authentique")).to_be_visible()
    expect(stranger.get_by_text(account.name)).to_be_visible()
    assert [*accessibility(page), *accessibility(stranger)] == []
    assert stranger.url.endswith("/training-records/verify")
    assert stranger.context.cookies() == []


def test_without_a_script_its_lines_are_copied_and_a_changed_one_is_refused(devices: Devices, house: House) -> None:
    lines = made(devices, learned(house)).locator("pre.signs").inner_text()
    stranger = devices.open(javascript=False, width=320)
    stranger.goto("/training-records/verify")
    changed = lines[:-1] + ("1" if lines[-1] == "0" else "0")
    for typed, heading in ((lines, "Authentique"), (changed, "Refusé")):
        stranger.get_by_label("Les lignes du code").fill(typed)
        stranger.get_by_role("button", name="Vérifier").click()
        expect(stranger.get_by_role("heading", name=heading)).to_be_visible()
