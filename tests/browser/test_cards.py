"""Before an interview: a word in the field, a sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

from models.catalogue import in_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.portal.house import House

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_field_keeps_what_was_asked(devices: Devices, house: House, javascript: bool) -> None:
    page = devices.open(house.person(), javascript=javascript)
    page.goto("/modules")
    page.get_by_role("searchbox").fill("écoute")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_title("Résultats pour «\u202fécoute\u202f» · Boussole")
    expect(page.get_by_role("searchbox")).to_have_value("écoute")


def test_every_card_prints_on_one_page(devices: Devices, house: House) -> None:
    lives.to_be_read_again(house, "article-60")  # the longest card then says so too,
    lives.made_of_news(house)  # and that its rule changes
    page = devices.open(house.person())
    printed = {}
    for published in house.read(in_force.published_modules):
        for slug in published.module.addressed:
            page.goto(f"/modules/{published.module.id}/cards/{slug}")
            printed[f"{published.module.id}/{slug}"] = len(PAGE_OF_PDF.findall(page.pdf(format="A4")))
    assert [card for card, pages in printed.items() if pages != 1] == []
