"""« Se situer » with the keyboard alone, and an answer that came sooner than one reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.browser.test_learning import answers_of
from tests.builders import READING
from tests.portal.house import House

ways = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


def begun(devices: Devices, house: House, javascript: bool) -> tuple[Page, Account]:
    """From the page of modules to the first question."""
    account = house.person()
    page = devices.open(account, javascript=javascript)
    page.goto("/modules")
    press(page, "Faire le point.*")
    expect(heading(page)).to_have_text("Faire le point")
    press(page, "Commencer")
    expect(page.get_by_role("button", name="Passer cette question")).to_be_visible()
    return page, account


@contextmanager
def in_a_hurry(house: House) -> Iterator[None]:
    """Whoever answers now has not taken any time to read."""
    house.clock.reading = timedelta(0)
    try:
        yield
    finally:
        house.clock.reading = READING


def test_without_javascript_one_situates_oneself_by_keyboard_and_ends_on_the_compass(
    devices: Devices, house: House
) -> None:
    """With it, somebody does so on her first day: test_days.py."""
    page, account = begun(devices, house, javascript=False)
    skipped = heading(page).inner_text()
    press(page, "Passer cette question")
    expect(heading(page)).not_to_have_text(skipped)
    for _ in range(2):
        press(page, "Je ne sais pas")
        expect(page.locator("#verdict")).to_be_visible()
        press(page, "Continuer")
        expect(page.locator("#verdict")).to_have_count(0)
    press(page, "Terminer et voir la boussole")
    expect(page).to_have_title("Où vous en êtes · Boussole")
    expect(page.locator("#compass")).to_be_visible()
    assert answers_of(house, account) == 2
    press(page, "Voir ce que Boussole propose")
    expect(heading(page)).to_have_text("Bonjour Claire")
    expect(page.get_by_role("heading", name="Faire le point")).to_have_count(0)


@ways
def test_what_came_sooner_than_one_reads_is_taken_at_once(devices: Devices, house: House, javascript: bool) -> None:
    page, account = begun(devices, house, javascript)
    tab_to(page.locator("[name=option]").first)
    page.keyboard.press("Space")
    with in_a_hurry(house):
        press(page, "Avec certitude")
        expect(page.locator("#verdict")).to_be_visible()
    expect(page.get_by_text("Réponse très rapide")).to_be_visible()
    assert answers_of(house, account) == 1
