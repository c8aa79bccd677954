"""Before an interview: a word in the field, a dated card, a sheet of paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.catalogue import in_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.portal.house import House

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
DATED = re.compile(r"^(Relecture prévue avant|À revoir depuis) le \d+ \w+ 202\d")


def test_article_60_is_found_and_read_with_the_keyboard_alone(devices: Devices, house: House) -> None:
    page = devices.open(house.person(), width=320)
    page.goto("/")
    ask(page, "artcle 60")
    expect(heading(page)).to_have_text("Résultats pour «\u202farticle 60\u202f»")
    press(page, "Article 60 §\u00a07\u00a0: l’essentiel")
    expect(heading(page)).to_have_text("Article 60 §\u00a07\u00a0: l’essentiel")
    expect(page.get_by_text("lu le 25 novembre 2026").first).to_be_visible()
    expect(page.get_by_text(DATED)).to_be_visible()


def ask(page: Page, query: str) -> None:
    tab_to(page.get_by_role("searchbox"))
    page.keyboard.type(query)
    page.keyboard.press("Enter")


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
