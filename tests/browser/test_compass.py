"""The compass rose: one picture that says one sentence, and eight links that open the skills of their domain."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from models.ground.words import typographic
from models.learning import progress
from models.learning.progress import DomainProgress
from models.tables.people import Account
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import press, tab_to
from tests.house import House


@pytest.fixture(scope="module")
def account(house: House) -> Account:
    """Somebody with half a year of answers; these tests only look."""
    account = house.person()
    lives.half_a_year(house, account)
    return account


def domains_of(house: House, account: Account) -> tuple[DomainProgress, ...]:
    return house.read(lambda db: progress.by_domain(db, account.learner_key, house.clock()))


def opened(page: Page) -> Locator:
    """The list of skills that is open."""
    return page.locator(".skills").filter(visible=True)


def link_to(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Domaines").get_by_role("link", name=name)


def test_the_picture_says_one_sentence_and_holds_nothing_else_that_is_read(
    devices: Devices, house: House, account: Account
) -> None:
    page = devices.open(account)
    page.goto("/")
    said = "- 'img \"Sur 28 compétences : 1 acquise, 1 à rafraîchir, 2 en cours, 24 à découvrir.\"'"
    expect(page.get_by_role("main").get_by_role("img")).to_match_aria_snapshot(said)


def test_each_link_opens_the_five_skills_of_its_domain_each_with_a_link_to_its_page(
    devices: Devices, house: House, account: Account
) -> None:
    page = devices.open(account)
    page.goto("/")
    expect(page.get_by_role("navigation", name="Domaines").get_by_role("link")).to_have_count(8)
    for standing in domains_of(house, account):
        link_to(page, standing.domain.short["fr"]).click()
        expect(opened(page).get_by_role("heading")).to_have_text(typographic(standing.domain.name["fr"], "fr"))
        expect(opened(page).get_by_role("listitem")).to_have_count(5)
        expect(opened(page)).to_be_in_viewport()
    link_to(page, "Écoute").click()
    opened(page).get_by_role("link", name="Écouter sans diriger").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Écouter sans diriger")


@pytest.mark.journey
def test_with_the_keyboard_a_list_is_next_when_it_opens_and_closing_it_leads_back_to_its_link(
    devices: Devices, account: Account
) -> None:
    page = devices.open(account)
    page.goto("/")
    press(page, "Écoute")
    expect(opened(page)).to_be_focused()
    tab_to(opened(page).get_by_role("link", name="Refermer"))
    page.keyboard.press("Enter")
    expect(opened(page)).to_have_count(0)
    expect(link_to(page, "Écoute")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 320])
def test_opening_and_closing_scrolls_no_farther_than_it_must(devices: Devices, account: Account, width: int) -> None:
    page = devices.open(account, width=width)
    page.goto("/")
    link = link_to(page, "Orientation")
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    expect(opened(page)).to_be_in_viewport()
    missing = page.evaluate(f"document.querySelector('.skills:target').getBoundingClientRect().height + 16 + {before}")
    assert before <= page.evaluate("scrollY") <= missing
    there = page.evaluate("scrollY")
    link_to(page, "Numérique").click()
    assert abs(page.evaluate("scrollY") - there) < 200
    opened(page).get_by_role("link", name="Refermer").click()
    expect(link_to(page, "Numérique")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 320])
def test_without_javascript_a_list_opens_beside_the_rose_and_closes(
    devices: Devices, account: Account, width: int
) -> None:
    page = devices.open(account, width=width, javascript=False)
    page.goto("/")
    link_to(page, "Numérique").click()
    expect(opened(page).get_by_role("listitem").first).to_be_in_viewport()
    opened(page).get_by_role("link", name="Refermer").click()
    expect(opened(page)).to_have_count(0)
    expect(link_to(page, "Numérique")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("#to-digital$"))


def test_the_names_stand_around_the_rose_where_there_is_room_and_below_it_in_one_column_where_there_is_none(
    devices: Devices, house: House
) -> None:
    wide, narrow = (devices.open(house.person(), width=width) for width in (1280, 400))
    for page in (wide, narrow):
        page.goto("/")
    north = [link_to(page, "Cadre et droits").bounding_box()["y"] for page in (wide, narrow)]
    centre = [page.locator(".rose").bounding_box()["y"] for page in (wide, narrow)]
    assert north[0] < centre[0]
    assert north[1] > centre[1]
    names = narrow.locator(".dial a").all()
    places = [name.bounding_box() for name in names]
    assert len({place["x"] for place in places}) == 1
    assert [place["y"] for place in places] == sorted({place["y"] for place in places})


def test_on_paper_every_list_is_open(devices: Devices, account: Account) -> None:
    page = devices.open(account)
    page.goto("/")
    page.emulate_media(media="print")
    expect(opened(page)).to_have_count(8)
