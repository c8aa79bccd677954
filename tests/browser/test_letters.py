"""A letter by keys alone, and its page without style, script or a wide screen."""

import pytest
from playwright.sync_api import expect

from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.hands import Counted, heading
from tests.community.pages.letters_furnished import letter
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.house_texts import write_ways
from tests.plain_words import vouch_for_all

MOST_KEYS = 25
NAMES = [f"ferblanc-{number}" for number in range(1, 9)]
LONG = " ".join(["Vous pouvez venir ici pour en parler avec quelqu'un qui connaît bien la question."] * 5)
"""As long as the longest plain words of the pack are."""


@pytest.fixture(autouse=True)
def with_words(house: House) -> None:
    with house.store.writing() as db:
        long = (entry(name, plain={"fr": LONG, "nl": LONG}, rules=(), skills=()) for name in NAMES)
        publish_entries(db, *long)
        vouch_for_all(db)
        write_ways(db, "fr", "rue Fictive 12, 1000 Bruxelles, de 9 h à 12 h", "02 000 00 00", "Boîte 7")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_letter_of_three_parts_is_made_by_the_keyboard_alone_in_few_keys(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = devices.open(house.person(), javascript=javascript)
    keys = Counted(page, MOST_KEYS)
    page.goto("/letters/new")
    expect(page.locator(".composing input[name=q]")).to_be_focused()
    keys.press(*"ferb", "Enter")
    page.wait_for_url("**q=ferb*")
    expect(page.locator(".composing input[name=q]")).to_be_focused()
    for name in NAMES[:3]:
        keys.tab_to(page.locator(f"input[value='entry:{name}']"))
        keys.press("Space")
    if javascript:
        expect(page.get_by_text("3 parties")).to_be_visible()
    keys.tab_to(page.locator("button[formmethod='post']"))
    keys.press("Enter")
    expect(heading(page)).to_contain_text("La lettre du")
    expect(page.locator(".letter-part")).to_have_count(3)
    assert len(keys.pressed) <= MOST_KEYS


def letters_of(house: House, owner: Account) -> tuple[str, str]:
    """Where a letter of hers is, and its page; as long as one can be."""
    made = letter(house, owner, *(f"entry:{name}" for name in NAMES))
    return f"/letters/{made.id}", f"/l/{made.token}"


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
