"""A topic of an interview on paper: one sheet for the counsellor, one for the person, large enough to read."""

import pytest

from content.fields import LANGUAGES
from models.catalogue import in_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.portal.house import House

CENTIMETRE = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_and_its_other_side_print_on_one_sheet_each_in_eleven_points(
    devices: Devices, house: House, language: str
) -> None:
    lives.house_with_ways(house)
    page, sheets, points = devices.open(house.person(language=language), language=language), {}, {}
    for topic in house.read(in_force.topics):
        for address in (f"/topics/{topic.id}", f"/topics/{topic.id}/other-side"):
            page.goto(address)
            sheets[address] = len(PAGE_OF_PDF.findall(page.pdf(format="A4", margin=CENTIMETRE)))
            page.emulate_media(media="print")
            points[address] = page.evaluate(SMALLEST_PRINTED)
            page.emulate_media(media="null")  # as a printer asks for it
    assert len(sheets) == 24
    assert [address for address, number in sheets.items() if number != 1] == []
    assert [address for address, size in points.items() if size < 11] == []
