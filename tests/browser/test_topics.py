"""A topic of an interview on paper: one sheet for the counsellor, one for the person; those who sign have it whole."""

import re

import pytest
from playwright.sync_api import expect

from content.fields import LANGUAGES
from models.catalogue import in_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.portal.furnished import other_side
from tests.portal.house import House

WORD = re.compile(r"\w{4,}")
CENTIMETRE = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")


@pytest.mark.every_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_and_its_other_side_print_on_one_sheet_each_in_eleven_points(
    devices: Devices, house: House, language: str
) -> None:
    lives.house_with_ways(house)
    page, sheets, points = devices.open(house.person(language=language), language=language), {}, {}
    for topic in house.read(in_force.topics):
        for address in (f"/topics/{topic.id}", f"{other_side(house, topic.id)}?language={language}"):
            page.goto(address)
            sheets[address] = len(PAGE_OF_PDF.findall(page.pdf(format="A4", margin=CENTIMETRE)))
            page.emulate_media(media="print")
            points[address] = page.evaluate(SMALLEST_PRINTED)
            page.emulate_media(media="null")  # as a printer asks for it
    assert len(sheets) == 24
    assert [address for address, number in sheets.items() if number != 1] == []
    assert [address for address, size in points.items() if size < 11] == []


@pytest.mark.every_chromium
def test_the_margins_of_a_browser_say_nothing_of_what_a_sensitive_paper_is_about(
    devices: Devices, house: House
) -> None:
    """A browser prints there, unless it is told not to, the title of a page and its address."""
    page, told = devices.open(house.person()), {}
    sensitive = [topic for topic in house.read(in_force.topics) if topic.sensitive]
    for topic in sensitive:
        page.goto(f"/topics/{topic.id}")
        page.get_by_role("link", name="L’autre côté, pour la personne").click()
        expect(page.get_by_role("heading", name="Ce que vous pouvez demander")).to_be_visible()
        page.get_by_role("main").get_by_role("link", name="Nederlands").click()
        expect(page.get_by_role("heading", name="Wat u kunt vragen")).to_be_visible()
        printed = page.pdf(format="A4", display_header_footer=True, margin=CENTIMETRE)
        assert (topic.id, len(PAGE_OF_PDF.findall(printed))) == (topic.id, 1)
        told[topic.id] = f"{page.title()} {page.url}".casefold()
    assert "violence" in told
    names = {
        word for topic in sensitive for name in topic.name.values() for word in re.findall(r"\w{4,}", name.lower())
    }
    assert [(one, word) for one, said in told.items() for word in names | {*told} if word in said] == []


@pytest.mark.every_chromium
def test_for_those_who_sign_each_topic_has_a_sheet_of_its_own_printed_on_both_sides(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto("/versions/topics.yaml/1/approval")
    sides = len(PAGE_OF_PDF.findall(page.pdf(format="A4", margin=CENTIMETRE)))
    # And one for the rules that they cite.
    assert sides <= 2 * (len(house.read(in_force.topics)) + 1)
    assert all(
        page.get_by_role("cell", name=asked, exact=True).count() == 1
        for asked in ("Qu’aimeriez-vous voir avant de choisir ?", "What would you like to see before choosing?")
    )
