"""A letter by keys alone and by a finger, on two A4, and its page without style, script or a wide screen."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_every_page import accessibility, seen_on
from tests.directory import entry, publish_entries
from tests.house_texts import write_ways
from tests.plain_words import vouch_for_all
from tests.portal.house import House
from tests.portal.plain_letters.furnishing import letter, public

MOST_KEYS = 25
MAKE = "button[formmethod='post']"
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".a4 *")].filter(
  (one) => [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim())).map(
  (one) => parseFloat(getComputedStyle(one).fontSize))) * 72 / 96"""
"""Letters on paper, in points."""
NAMES = [f"ferblanc-{number}" for number in range(1, 9)]
LONG = " ".join(["Vous pouvez venir ici pour en parler avec quelqu'un qui connaît bien la question."] * 5)
"""As long as the longest plain words of the pack are."""


@dataclass
class Hands:
    """What one does with a page, counted: each key, each touch."""

    page: Page
    done: list[str] = field(default_factory=list)

    def key(self, *keys: str) -> None:
        for one in keys:
            self.page.keyboard.press(one)
            self.done.append(one)

    def key_to(self, selector: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(MOST_KEYS):
            self.key("Tab")
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(selector)

    def touch(self, selector: str) -> None:
        self.page.locator(selector).click()
        self.done.append(selector)


@pytest.fixture(autouse=True)
def with_words(house: House) -> None:
    with house.store.writing() as db:
        long = (entry(name, plain={"fr": LONG, "nl": LONG}, rules=(), skills=()) for name in NAMES)
        publish_entries(db, *long)
        vouch_for_all(db)
        write_ways(db, "fr", "rue Fictive 12, 1000 Bruxelles, de 9 h à 12 h", "02 000 00 00", "Boîte 7")


def box(name: str) -> str:
    return f"input[value='entry:{name}']"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_of_three_parts_is_made_by_the_keyboard_alone_in_few_keys(
    devices: Devices, house: House, javascript: bool
) -> None:
    hands = Hands(devices.open(house.person(), javascript=javascript))
    hands.page.goto("/letters/new")
    expect(hands.page.locator(".composing input[name=q]")).to_be_focused()
    hands.key(*"ferb", "Enter")
    hands.page.wait_for_url("**q=ferb*")
    expect(hands.page.locator(".composing input[name=q]")).to_be_focused()
    for name in NAMES[:3]:
        hands.key_to(box(name))
        hands.key("Space")
    if javascript:
        expect(hands.page.get_by_text("3 parties")).to_be_visible()
    hands.key_to(MAKE)
    hands.key("Enter")
    expect(heading(hands.page)).to_contain_text("La lettre du")
    assert len(hands.done) <= MOST_KEYS


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_is_made_by_a_finger_in_few_touches(devices: Devices, house: House, javascript: bool) -> None:
    hands = Hands(devices.open(house.person(), width=390, javascript=javascript))
    hands.page.goto("/letters/new")
    hands.touch(".composing input[name=q]")
    hands.key(*"ferb")
    hands.touch(".composing .sieve button")
    for name in NAMES[:3]:
        hands.touch(box(name))
    hands.touch(MAKE)
    expect(heading(hands.page)).to_contain_text("La lettre du")
    expect(hands.page.locator(".letter-part")).to_have_count(3)
    assert len(hands.done) <= MOST_KEYS


def letters_of(house: House, owner: Account) -> tuple[str, str]:
    """Where a letter of hers is, and its page; as long as one can be."""
    made = letter(house, owner, *(f"entry:{name}" for name in NAMES))
    return f"/letters/{made.id}", f"/l/{made.token}"


@pytest.mark.every_chromium
def test_the_longest_letter_is_two_a4_in_eleven_points(devices: Devices, house: House) -> None:
    owner = house.person()
    own, _ = letters_of(house, owner)
    page = devices.open(owner)
    with public(house):
        page.goto(f"{own}/paper")
        assert 1 <= len(PdfDocument(page.pdf(prefer_css_page_size=True))) <= 2
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST) >= 11


def test_one_button_copies_the_short_text(devices: Devices, house: House) -> None:
    owner = house.person()
    own, _ = letters_of(house, owner)
    page = devices.open(owner)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(own)
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("button", name="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#short-text").input_value()


def test_its_page_is_read_without_script_and_without_style_on_a_narrow_screen(devices: Devices, house: House) -> None:
    _, public_page = letters_of(house, house.person())
    page = devices.open(width=320, javascript=False)
    page.goto(public_page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.context.cookies() == []
    expect(page.get_by_text("Vous pouvez venir ici").first).to_be_visible()
    page.route("**/*.css*", lambda route: route.fulfill(body="", content_type="text/css"))
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    expect(page.get_by_role("link", name="02 000 00 00").first).to_be_visible()


def test_every_page_of_letters_is_well_drawn(devices: Devices, house: House) -> None:
    owner = house.person()
    own, public_page = letters_of(house, owner)
    page, found = devices.open(owner), list[str]()
    for address in (
        f"/letters/new?q=ferb&pick=entry:{NAMES[0]}&pick=entry:{NAMES[1]}",
        "/letters",
        own,
        f"{own}/paper",
    ):
        page.goto(address)
        found += seen_on(page)
    stranger = devices.open()
    stranger.goto(public_page)
    found += [*seen_on(stranger), *accessibility(stranger)]
    assert found == []
