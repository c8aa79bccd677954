"""The compass rose: one picture that says one sentence, and eight links that open the skills of their domain."""

from playwright.sync_api import expect

from models import progress
from models.words import typographic
from tests.browser import lives
from tests.browser.devices import Devices
from tests.portal.house import House


def test_the_rose_says_one_sentence_and_its_eight_links_open_the_skills_of_their_domain(
    devices: Devices, house: House
) -> None:
    account = house.person()
    lives.half_a_year(house, account)
    page = devices.open(account)
    page.goto("/")
    rose = page.get_by_role("main").get_by_role("img")
    expect(rose).to_match_aria_snapshot(r"- img /^Boussole Sur 40 compétences.*, \d+ à découvrir\.$/")

    links = page.get_by_role("navigation", name="Domaines").get_by_role("link")
    domains = house.read(lambda db: progress.standings(db, account.learner_key, house.clock()))
    assert links.all_inner_texts() == [standing.domain.short["fr"] for standing in domains]
    for link, standing in zip(links.all(), domains, strict=True):
        link.click()
        opened = page.locator(".skills").filter(visible=True)
        expect(opened.get_by_role("heading")).to_have_text(typographic(standing.domain.name["fr"], "fr"))
        expect(opened.get_by_role("listitem")).to_have_count(5)
        expect(opened).to_be_in_viewport()
