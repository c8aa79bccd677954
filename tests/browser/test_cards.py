"""Before an interview: a word in the field, a sheet of paper."""

import re

import pytest
from playwright.sync_api import PdfMargins, expect

from models.catalogue import in_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.portal.house import House

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
MARGIN = PdfMargins(top="1cm", right="1cm", bottom="1cm", left="1cm")
LEAVE_ROOM = "main => main.style.paddingBlockEnd = '15mm'"
"""What another Chromium, which sets a line otherwise, may need more."""
SMALLEST_PRINTED = """() => {
  const said = (element) => [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const shown = [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility() && said(one));
  return Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize))) * 72 / 96;
}"""
"""In points."""


@pytest.mark.parametrize("javascript", [True, False])
def test_the_field_keeps_what_was_asked(devices: Devices, house: House, javascript: bool) -> None:
    page = devices.open(house.person(), javascript=javascript)
    page.goto("/modules")
    page.get_by_role("searchbox").fill("écoute")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_title("Résultats pour «\u202fécoute\u202f» · Boussole")
    expect(page.get_by_role("searchbox")).to_have_value("écoute")


@pytest.mark.every_chromium
def test_every_card_prints_on_one_page(devices: Devices, house: House) -> None:
    lives.to_be_read_again(house, "article-60")  # the longest card then says so too,
    lives.made_of_news(house)  # and that its rule changes
    page = devices.open(house.person())
    printed = {}
    for published in house.read(in_force.published_modules):
        for slug in published.module.addressed:
            page.goto(f"/modules/{published.module.id}/cards/{slug}")
            page.locator("main").evaluate(LEAVE_ROOM)
            printed[f"{published.module.id}/{slug}"] = len(PAGE_OF_PDF.findall(page.pdf(format="A4", margin=MARGIN)))
    assert [card for card, pages in printed.items() if pages != 1] == []


@pytest.mark.every_chromium
def test_what_is_taken_to_an_interview_or_kept_at_a_desk_is_one_sheet_in_eleven_points(
    devices: Devices, house: House
) -> None:
    lives.made_of_news(house)
    lives.house_with_ways(house)
    lives.directory_of_the_pack(house)
    page = devices.open(house.person())
    sought = ("article 60", "chômage fin de droit", "écoute", "essai travail", "le CPAS engage une personne", "ONEM")
    for address in (*(f"/briefing?q={one}" for one in sought), "/crisis"):
        page.goto(address)
        sheet = page.pdf(format="A4", margin=MARGIN)
        assert (address, len(PAGE_OF_PDF.findall(sheet))) == (address, 1)
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST_PRINTED) >= 11, address
        page.emulate_media(media="null")  # as a printer asks for it


def test_one_tap_prints_and_without_javascript_there_is_no_dead_button(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account)
    page.add_init_script("window.print = () => document.body.dataset.printed = 1")
    for address in ("/briefing?q=article+60", "/crisis", "/modules/article-60/cards/article-60-7-l-essentiel"):
        page.goto(address)
        page.get_by_role("button", name="Imprimer").click()
        expect(page.locator("body")).to_have_attribute("data-printed", "1")
    still = devices.open(account, javascript=False)
    still.goto("/crisis")
    expect(still.locator("[data-print]")).to_be_hidden()
