"""From the link in the mail to the first answer marked, on a phone: few taps, few words, nothing between."""

import re
import sys
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press
from tests.portal.house import PASSWORD, House

PHONE = 390
MOST_TAPS, MOST_WORDS = 5, 240
"""It took 11 and some 800 before there was a first minute (the link in the mail is the first tap)."""
WORD = re.compile(r"\w[\w’'-]*")


class Walk:
    """Somebody on her way, who has tapped the link in her mail: her taps, and the words on the pages she has passed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.words = page, 0
        page.goto(address)
        self.taps = 1

    def choose(self, option: Locator) -> None:
        """Tap an option: she stays where she is."""
        option.click()
        self.taps += 1

    def go(self, button: Locator) -> None:
        """Tap what leads on; all that stood on the page has been read."""
        before = heading(self.page).inner_text()
        self.words += len(WORD.findall(self.page.locator("main").inner_text()))
        button.click()
        self.taps += 1
        expect(heading(self.page)).not_to_have_text(before)


def invited(house: House) -> str:
    return lives.invitation(house, f"{uuid4()}@example.org")


def test_the_first_answer_is_five_taps_and_a_minute_of_reading_away(devices: Devices, house: House) -> None:
    page = devices.open(width=PHONE)
    walk = Walk(page, invited(house))
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    walk.go(page.get_by_role("button", name="Ouvrir mon compte"))
    walk.go(page.get_by_role("button", name="Commencer"))
    walk.choose(page.get_by_role("radio").first)
    walk.go(page.get_by_role("button", name="Répondre"))
    expect(page.locator("#verdict")).to_be_visible()
    sys.stdout.write(f"from the mail to the first answer: {walk.taps} taps, {walk.words} words (11 and 800 before)\n")
    assert walk.taps <= MOST_TAPS
    assert walk.words <= MOST_WORDS


def test_without_javascript_the_same_taps_lead_there(devices: Devices, house: House) -> None:
    page = devices.open(width=PHONE, javascript=False)
    page.goto(invited(house))
    expect(page.get_by_label("Afficher le mot de passe")).to_be_hidden()
    page.get_by_label("Choisissez un mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Ouvrir mon compte").click()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("#verdict")).to_be_visible()


def test_a_password_is_seen_by_whoever_likes_and_is_sent_as_one(devices: Devices, house: House) -> None:
    page = devices.open(width=PHONE)
    page.goto(invited(house))
    password = page.get_by_label("Choisissez un mot de passe")
    password.fill("trop court")
    expect(password).to_have_attribute("type", "password")
    page.get_by_label("Afficher le mot de passe").check()
    expect(password).to_have_attribute("type", "text")
    page.get_by_label("Afficher le mot de passe").uncheck()
    expect(password).to_have_attribute("type", "password")


def test_the_language_is_changed_at_the_foot_of_the_page_by_the_keyboard(devices: Devices, house: House) -> None:
    page = devices.open(width=PHONE, javascript=False)
    page.goto(invited(house))
    press(page, "NL")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.get_by_role("button", name="Nederlands")).to_have_attribute("aria-current", "true")
