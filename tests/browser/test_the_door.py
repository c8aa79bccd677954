"""The door in a real browser: an invitation, a password, a code after it, a provider; the first answer beyond it."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pyotp
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on, sheets
from tests.browser.hands import heading
from tests.house import PASSWORD, House
from tests.people.pages import second_factors
from tests.people.pages.openid import NAME, RealProvider
from tests.people.pages.test_oidc import linked, trusted_by

PHONE = 390
MOST_TAPS, MOST_WORDS = 5, 240
"""It took 11 and some 800 before there was a first minute (the link in the mail is the first tap)."""
WORD = re.compile(r"\w[\w’'-]*")


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Courriel").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(heading(page)).to_have_text("Se connecter")


@pytest.mark.journey
def test_one_signs_in_and_out_and_back_shows_nothing_more(devices: Devices, house: House) -> None:
    page = devices.open(width=320)
    sign_in(page, house.person().email)
    expect(heading(page)).to_have_text("Bonjour Claire")
    page.goto("/account")
    sign_out(page)
    page.go_back()
    expect(heading(page)).to_have_text("Se connecter")


# --------------------------------------------------------------------------------------------------------- first minute


class Walk:
    """Somebody on her way, who has tapped the link in her mail: her taps, and the words on the pages she has passed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.words = page, 0
        page.goto(address)
        self.taps = 1

    def go(self, button: Locator) -> None:
        """Tap what leads on; all that stood on the page has been read."""
        before = heading(self.page).inner_text()
        self.words += len(WORD.findall(self.page.locator("main").inner_text()))
        button.click()
        self.taps += 1
        expect(heading(self.page)).not_to_have_text(before)


def invited(house: House) -> str:
    return lives.invitation(house, f"{uuid4()}@example.org")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_first_answer_is_five_taps_and_a_minute_of_reading_away(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = devices.open(width=PHONE, javascript=javascript)
    walk = Walk(page, invited(house))
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    walk.go(page.get_by_role("button", name="Ouvrir mon compte"))
    walk.go(page.get_by_role("button", name="Commencer"))
    page.get_by_role("radio").first.click()
    walk.go(page.get_by_role("button", name="Répondre"))
    expect(page.locator("#verdict")).to_be_visible()
    assert walk.taps + 1 <= MOST_TAPS
    assert walk.words <= MOST_WORDS


def test_a_password_is_seen_by_whoever_likes_and_is_sent_as_one(devices: Devices, house: House) -> None:
    page, plain = devices.open(width=PHONE), devices.open(javascript=False)
    page.goto(invited(house))
    password, shown = page.get_by_label("Choisissez un mot de passe"), page.get_by_label("Afficher le mot de passe")
    for _ in range(2):
        expect(password).to_have_attribute("type", "password")
        shown.check()
        expect(password).to_have_attribute("type", "text")
        shown.uncheck()
    plain.goto(invited(house))
    expect(plain.get_by_label("Afficher le mot de passe")).to_be_hidden()


# -------------------------------------------------------------------------------------------------------- second factor


@pytest.mark.every_chromium
def test_a_code_is_scanned_by_night_its_ten_codes_are_one_sheet_and_it_is_asked_after_the_password(
    devices: Devices, house: House
) -> None:
    account = house.person()
    page = devices.open(account)
    page.emulate_media(color_scheme="dark")
    page.goto("/account/second-factor")
    drawn = page.locator(".scan path")
    assert [drawn.nth(0).get_attribute("fill"), drawn.nth(1).get_attribute("stroke")] == ["#fff", "#000"]
    assert page.locator(".scan").bounding_box()["width"] >= 150  # type: ignore[index]
    secret = page.locator("code").inner_text().replace(" ", "")
    page.locator("#code").fill(second_factors.code(house, secret))
    page.locator("#present").fill(PASSWORD)
    page.get_by_role("button", name="Activer", exact=True).click()
    expect(page.locator(".codes li")).to_have_count(10)
    assert sheets(page.pdf(format="A4")) == 1
    found = seen_on(page)
    page.get_by_role("link", name="Je les ai, continuer").click()
    found += seen_on(page)
    sign_out(page)

    house.clock.pass_by(seconds=60)
    sign_in(page, account.email)
    expect(heading(page)).to_have_text("Deuxième étape")
    page.get_by_label("Code").fill("12 34 56 78")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_label("Code")).to_have_accessible_description(re.compile("n’est pas le bon"))
    expect(page.get_by_label("Code")).to_be_focused()
    found += seen_on(page)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(house.clock()))
    page.get_by_role("button", name="Se connecter").click()
    expect(heading(page)).to_have_text("Bonjour Claire")
    assert found == []


# ------------------------------------------------------------------------------------------------------------- provider


@pytest.fixture
def provider(house: House) -> Iterator[RealProvider]:
    with trusted_by(house) as real:
        yield real


def sign_in_by_it(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Se connecter avec {NAME}").click()
    say_who_one_is(page)


def say_who_one_is(page: Page) -> None:
    """At the provider, where the page before has led by itself."""
    expect(heading(page)).to_have_text("Qui êtes-vous ?")
    page.get_by_role("link", name="Claire").click()


def test_an_account_is_linked_and_opened_by_it(devices: Devices, house: House, provider: RealProvider) -> None:
    page = devices.open(house.person())
    page.goto("/account")
    page.get_by_text("Rattacher mon compte").first.click()
    found = seen_on(page)
    page.locator("#linking-present").fill(PASSWORD)
    page.get_by_role("button", name="Rattacher mon compte").click()
    say_who_one_is(page)
    expect(page.locator("main")).to_contain_text(f"Votre compte s’ouvre aussi avec {NAME}")
    sign_out(page)
    found += seen_on(page)
    sign_in_by_it(page)
    expect(heading(page)).to_have_text("Bonjour Claire")
    assert found == []


def test_without_javascript_one_button_more_is_pressed(devices: Devices, house: House, provider: RealProvider) -> None:
    linked(house, provider)
    page = devices.open(width=320, javascript=False)
    sign_in_by_it(page)
    page.get_by_role("button", name="Se connecter").click()
    expect(heading(page)).to_have_text("Bonjour Claire")
