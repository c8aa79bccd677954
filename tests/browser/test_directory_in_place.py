"""An entry of the directory found where one is: by keys alone, in two taps, at 320 px, without script; and on paper."""

from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from content.directory.entry import EntryFactKind
from models.tables.stories import StorySkill
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.test_cards import PAGE_OF_PDF
from tests.browser.test_every_page import seen_on
from tests.builders import MONDAY
from tests.directory import entry, fact, publish_entries
from tests.portal.house import House
from tests.watchers.mornings import tell

MOST_KEYS = 12
"""From a need to an entry, and from there to its paper, beside the words."""
NEED = "souffler un après-midi"
PAPER = "Sur une page à emporter"
MODULE, SKILLS = "ecouter-sans-diriger", ("listen.active", "listen.reflect")


@pytest.fixture(scope="module")
def listed(house: House) -> None:
    """A service that says what is sought, and is tied to all that a module teaches, and to the skill of a story."""
    said = fact(EntryFactKind.MOBILISE, "Pour souffler un après-midi : appelez la veille.")
    lives.directory_of_the_pack(house)
    service = entry("repit", skills=SKILLS, rules=())
    with house.store.writing() as db:
        publish_entries(db, replace(service, facts=(*service.facts, said)))


class Keys:
    """A keyboard that counts what is pressed beside words."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, wanted: Locator) -> None:
        """Go on until a link or a button has the focus."""
        expect(wanted).to_be_visible()
        while not wanted.evaluate("one => one === document.activeElement"):
            assert self.pressed < MOST_KEYS, f"{wanted}: no key is left"
            self.press("Tab")


def from_need_to(keys: Keys, need: str, name: str, link: str) -> None:
    """Type what the next person needs, and follow a link of the entry that answers it."""
    keys.page.goto("/briefing")
    expect(keys.page.get_by_role("searchbox", name="Avant l’entretien")).to_be_focused()
    keys.page.keyboard.type(need)
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", name="Dans le répertoire")).to_be_visible()
    keys.press("Tab", "Enter")  # to what the page says, past what is on every page
    found = keys.page.get_by_role("region", name="Dans le répertoire").get_by_role("listitem").filter(has_text=name)
    keys.tab_to(found.get_by_role("link", name=link, exact=True))
    keys.press("Enter")


def test_from_a_need_to_an_entry_and_to_its_paper_by_keys_alone(devices: Devices, house: House, listed: None) -> None:
    page = devices.open(house.person())
    keys = Keys(page)
    from_need_to(keys, NEED, "Écoute repit", "Écoute repit")
    expect(page.get_by_role("heading", name="Écoute repit", level=1)).to_be_visible()
    keys.press("Tab", "Enter")
    keys.tab_to(page.get_by_role("link", name=PAPER))
    keys.press("Enter")
    is_on_paper(page, house)
    assert keys.pressed <= MOST_KEYS


def test_from_a_need_straight_to_the_paper_by_keys_alone(devices: Devices, house: House, listed: None) -> None:
    page = devices.open(house.person())
    keys = Keys(page)
    from_need_to(keys, NEED, "Écoute repit", PAPER)
    is_on_paper(page, house)
    assert keys.pressed <= MOST_KEYS


def is_on_paper(page: Page, house: House) -> None:
    expect(page).to_have_url(f"{house.settings.base_url}/directory/entry/repit/paper")
    expect(page.get_by_role("article").get_by_role("heading", name="Écoute repit", level=1)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_module_and_from_a_story_in_two_taps_at_most(
    devices: Devices, house: House, listed: None, javascript: bool
) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    story = tell(house.store, "Une enquête sur le répit", MONDAY)
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill=SKILLS[-1], similarity=3.0))
    for address in (f"/modules/{MODULE}", f"/news/{story}"):
        page.goto(address)
        page.get_by_role("region", name="Dans le répertoire").get_by_role("link", name="Écoute repit").click()
        expect(page).to_have_url(f"{house.settings.base_url}/directory/entry/repit")


def test_where_entries_stand_everybody_can_read_and_use_the_page(devices: Devices, house: House, listed: None) -> None:
    page, found = devices.open(house.person()), []
    for address in (f"/briefing?q={NEED}", f"/modules/{MODULE}", "/topics/recherche", "/sheet/from/projet-metier-2"):
        page.goto(address)
        found += seen_on(page)
    assert found == []


def test_the_printed_briefing_has_the_telephone_in_words(devices: Devices, house: House, listed: None) -> None:
    page = devices.open(house.person())
    page.goto(f"/briefing?q={NEED}")
    page.emulate_media(media="print")
    expect(page.get_by_role("region", name="Dans le répertoire")).to_contain_text("02 000 00 00")
    expect(page.get_by_text(PAPER)).to_be_hidden()


@pytest.mark.every_chromium
def test_with_two_services_what_is_taken_to_an_interview_is_still_one_sheet(
    devices: Devices, house: House, listed: None
) -> None:
    with house.store.writing() as db:
        publish_entries(db, *(entry(name, skills=(), rules=("cpas-article-60",)) for name in ("relais", "soutien")))
    page = devices.open(house.person())
    page.goto("/briefing?q=article+60")
    expect(page.get_by_role("region", name="Dans le répertoire").get_by_role("listitem")).to_have_count(2)
    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4"))) == 1
