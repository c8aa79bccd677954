"""Every page as it is drawn: WCAG 2.2 AA, nothing over an edge, targets for a finger, French well set.

In a house in which every page has something to show; test_the_pack.py looks at what Boussole comes with.
"""

from collections.abc import Iterator

import pytest

from models.learning import history
from portal.site import journal
from tests.browser.devices import Devices, served_house
from tests.browser.drawn import seen_on, unfolded
from tests.builders import small_pack
from tests.databases import FreshDatabase
from tests.house import PASSWORD, House
from tests.site.pages.furnished import ANYONE, PAGES, Furnished, furnish
from tests.teaching import teach


@pytest.fixture(scope="module")
def furnished(sqlite: FreshDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    with sqlite() as url, served_house(url, tmp_path_factory.mktemp("furnished")) as house:
        teach(house.store, small_pack())
        yield furnish(house)


@pytest.fixture(scope="module")
def house(furnished: Furnished) -> House:
    return furnished.house


def test_every_page_can_be_read_and_used_by_everybody(
    devices: Devices, furnished: Furnished, monkeypatch: pytest.MonkeyPatch
) -> None:
    for holder, name in ((journal, "SHOWN"), (history, "DAYS")):
        monkeypatch.setattr(holder, name, 1)  # so that long lists go on
    person = furnished.person("everything")
    addresses = furnished.addresses(person)
    assert set(addresses) == set(PAGES)
    known, stranger, found = devices.open(person), devices.open(), []
    for endpoint, some in addresses.items():
        page = stranger if PAGES[endpoint] == ANYONE else known
        for address in dict.fromkeys(some):
            page.goto(address)
            unfolded(page)
            found += seen_on(page)
    assert found == [], "\n".join(found)


def test_a_menu_that_is_open_and_a_form_that_came_back_too(devices: Devices, house: House) -> None:
    person = house.person()
    page, stranger = devices.open(person), devices.open()
    page.goto("/account")
    page.get_by_text("Tout effacer").first.click()
    page.get_by_role("button", name="Mon compte").click()
    stranger.goto("/sign-in")
    stranger.get_by_label("Courriel").fill(person.email)
    stranger.get_by_label("Mot de passe").fill(f"pas {PASSWORD}")
    stranger.get_by_role("button", name="Se connecter").click()
    stranger.get_by_text("ne vont pas ensemble").wait_for()
    assert [*seen_on(page), *seen_on(stranger)] == []
