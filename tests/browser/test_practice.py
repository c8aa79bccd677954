"""The mirror in a real browser: a week in few keys, with and without a script; eight slips on one A4."""

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.devices import Devices
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.browser.test_every_page import seen_on
from tests.browser.test_topics import CENTIMETRE
from tests.builders import MONDAY
from tests.portal.house import House
from tests.slips import MUCH, count_weeks, year

HERE = "/practice"
MOST_KEYS = 20
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def typed(page: Page, *numbers: str) -> int:
    """Type numbers one after the other into what has the focus, and send; how many keys that takes."""
    keys = [*"\t".join(numbers), "\n"]
    for key in keys:
        page.keyboard.press({"\t": "Tab", "\n": "Enter"}.get(key, key))
    return len(keys)


def test_a_week_of_forty_slips_is_typed_by_keyboard_alone_in_few_keys(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(HERE)
    assert typed(page, "40", "31", "28", "36") <= MOST_KEYS
    expect(page.get_by_role("status")).to_contain_text("Détruisez maintenant les bulletins.")
    held = page.locator(".tally input:not([type=hidden])")
    assert [held.nth(number).input_value() for number in range(4)] == ["40", "31", "28", "36"]
    expect(held.first).not_to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_telephone_what_cannot_be_comes_back_as_it_was_typed_at_the_field_to_mend(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    page.goto(HERE)
    for name, value in {"Nombre de bulletins": "9", "Je sais ce que": "7", "Je sais qui": "12", "J’ai pu": "8"}.items():
        page.get_by_label(name).fill(value)
    page.get_by_role("button", name="Noter").click()
    wrong = page.get_by_label("Je sais qui appeler")
    expect(wrong).to_have_value("12")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description("Il y a plus de «\u202foui\u202f» que de bulletins.")
    assert page.evaluate(WIDER) == 0
    wrong.fill("6")
    page.get_by_role("button", name="Noter").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")


def test_a_week_is_corrected_and_taken_back(devices: Devices, house: House) -> None:
    person = house.person()
    with house.store.writing() as db:
        count_weeks(db, person.learner_key, MONDAY.date(), MUCH, MUCH)
    page = devices.open(person, width=390)
    page.goto(HERE)
    page.get_by_text("2 semaines notées").click()
    page.get_by_role("link", name="Corriger la semaine du 16 nov.").click()
    expect(page.get_by_role("heading", name="Semaine du 16 novembre 2026")).to_be_visible()
    expect(page.get_by_label("Nombre de bulletins")).to_have_value("15")
    page.get_by_text("2 semaines notées").click()
    page.get_by_role("button", name="Retirer la semaine du 16 nov.").click()
    expect(page.get_by_text("Une semaine notée")).to_be_visible()


@pytest.mark.every_chromium
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_eight_slips_print_on_one_page_in_eleven_points_and_nothing_else_does(
    devices: Devices, house: House, language: str
) -> None:
    page = devices.open(house.person())
    page.goto(f"{HERE}/slip?language={language}")
    sheet = page.pdf(prefer_css_page_size=True, display_header_footer=True, margin=CENTIMETRE)
    assert len(PAGE_OF_PDF.findall(sheet)) == 1
    text = "".join(PdfDocument(sheet)[0].get_textpage().get_text_range().split())
    (first, *copies) = page.locator("article").all()
    one = "".join((first.text_content() or "").split())
    assert (len(text), len(copies)) == (8 * len(one), 7)
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST_PRINTED) >= 11


def test_the_pages_have_no_flaw_at_any_width(devices: Devices, house: House) -> None:
    found = []
    for counts in ((), (MUCH,), year(falls=True)):
        person = house.person()
        with house.store.writing() as db:
            count_weeks(db, person.learner_key, MONDAY.date(), *counts)
        page = devices.open(person)
        for address in (HERE, f"{HERE}?ago=1", f"{HERE}/slip"):
            page.goto(address)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            found += seen_on(page)
    page.goto(f"{HERE}?ago=52")
    typed(page, "4", "4", "4", "5")
    expect(page.get_by_text("Moins de cinq restent dans la boîte")).to_be_visible()
    assert [*found, *seen_on(page)] == []
