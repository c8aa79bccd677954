"""What Boussole comes with of measures and rules, on paper: in a house of its own, for others publish more of them."""

from collections.abc import Iterator

import pytest

from content.directory.entry import EntryKind
from content.fields import LANGUAGES
from models.catalogue import in_force
from models.tables.directory import ListedEntry
from tests.browser import lives
from tests.browser.devices import Devices, taught_house
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.browser.test_topics import CENTIMETRE
from tests.databases import FreshDatabase
from tests.portal.house import House

pytestmark = pytest.mark.every_chromium


@pytest.fixture(scope="module")
def house(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with taught_house(sqlite, tmp_path_factory.mktemp("measures")) as house:
        lives.directory_of_the_pack(house)
        yield house


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_measures_and_rules_of_the_pack_print_on_two_sheets_in_eleven_points(
    devices: Devices, house: House, language: str
) -> None:
    page = devices.open(house.person(language=language), language=language)
    page.goto("/directory/measures")
    measures = house.read(lambda db: db.query(ListedEntry).filter_by(kind=EntryKind.MEASURE).count())
    assert (measures, len(house.read(in_force.rules))) >= (8, 25)
    assert page.locator("main li a.title").count() >= measures
    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4", margin=CENTIMETRE))) <= 2
    page.emulate_media(media="print")
    assert page.evaluate(SMALLEST_PRINTED) >= 11
