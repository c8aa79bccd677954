"""The ways of an answer and of home are those that docs/tour.md tells."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import small_pack
from tests.databases import FreshDatabase
from tests.house import House, house_on
from tests.site.pages.test_queries import at_a_question, lived
from tests.teaching import teach
from tests.watchers.mornings import tell
from tests.ways import missed, told, walked


@pytest.fixture
def house(sqlite: FreshDatabase, tmp_path: Path) -> Iterator[House]:
    with sqlite() as url, house_on(url, tmp_path) as house:
        teach(house.store, small_pack())
        yield house


def test_an_answer_goes_the_way_that_is_told(house: House) -> None:
    account = lived(house)
    browser, sitting = house.browser_of(account), at_a_question(house, account)
    browser.get(sitting)
    with walked() as met:
        assert browser.swap(f"{sitting}/answer", ("answering", "1"), option="a").status_code == 200
    assert missed(told("An answer"), met) == []


def test_home_goes_the_way_that_is_told(house: House) -> None:
    browser = house.browser_of(lived(house))
    tell(house.store, "Une nouvelle", house.clock())
    with walked() as met:
        assert browser.get("/").status == 200
    assert missed(told("Home"), met) == []
