"""The door in a real browser: a code after the password, ten codes on paper, each page as it is drawn."""

import re

import pyotp
import pytest
from playwright.sync_api import Page, expect

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_every_page import seen_on
from tests.portal import second_factors
from tests.portal.house import PASSWORD, House

TURN_ON = {"fr": "Activer", "nl": "Aanzetten", "en": "Turn on"}


def sign_in(page: Page, account: Account) -> None:
    """Whatever the language of the page."""
    page.goto("/sign-in")
    page.locator("#email").fill(account.email)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button").click()


def turn_on(house: House, page: Page, language: str = "fr") -> tuple[str, list[str]]:
    """From the page that shows the secret to the codes on paper: the secret, the codes."""
    secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("#code").fill(second_factors.code(house, secret))
    page.locator("#present").fill(PASSWORD)
    page.get_by_role("button", name=TURN_ON[language], exact=True).click()
    expect(page.locator(".codes li")).to_have_count(10)
    return secret, page.locator(".codes code").all_inner_texts()


def test_a_code_after_the_password_from_a_device_and_from_paper(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account)
    page.goto("/account")
    page.get_by_role("link", name="Demander aussi un code").click()
    secret, paper = turn_on(house, page)
    page.get_by_role("link", name="Je les ai, continuer").click()
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()

    house.clock.pass_by(seconds=60)
    sign_in(page, account)
    expect(heading(page)).to_have_text("Deuxième étape")
    page.get_by_label("Code").fill("12 34 56 78")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_label("Code")).to_have_accessible_description(re.compile("n’est pas le bon"))
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(house.clock()))
    page.get_by_role("button", name="Se connecter").click()
    expect(heading(page)).to_have_text("Bonjour Claire")

    other = devices.open(width=320, javascript=False)
    sign_in(other, account)
    other.get_by_label("Code").fill(paper[4])
    other.get_by_role("button", name="Se connecter").click()
    expect(heading(other)).to_have_text("Bonjour Claire")
    other.goto("/account")
    expect(other.locator("main")).to_contain_text("Il vous reste 9 codes de secours.")


@pytest.mark.every_chromium
def test_ten_codes_are_printed_on_one_sheet_and_the_drawing_is_black_on_white_by_night(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person())
    page.emulate_media(color_scheme="dark")
    page.goto("/account/second-factor")
    drawn = page.locator(".scan path")
    assert [drawn.nth(0).get_attribute("fill"), drawn.nth(1).get_attribute("stroke")] == ["#fff", "#000"]
    assert page.locator(".scan").bounding_box()["width"] >= 150  # type: ignore[index]
    turn_on(house, page)
    sheet = page.pdf(format="A4")
    assert sheet.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_every_page_of_the_second_factor_is_sound(devices: Devices, house: House, language: str) -> None:
    account = house.person(language=language, administrator=True)
    page = devices.open(account)
    page.goto("/account/second-factor")
    found = seen_on(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    turn_on(house, page, language)
    found += seen_on(page)
    page.goto("/account/second-factor")
    for summary in page.locator("summary").all():
        summary.click()
    found += seen_on(page)
    other = second_factors.turn_on(house, house.person())
    page.goto(f"/people/{other.id}")
    found += seen_on(page)
    door = devices.open(language=language)
    sign_in(door, account)
    expect(door.locator("html")).to_have_attribute("lang", language)
    expect(door.locator("#code")).to_be_visible()
    assert [*found, *seen_on(door)] == []
