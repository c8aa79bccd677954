"""The directory by keys alone, by a finger at 320 px and without scripts: from a need to an entry, and to its paper."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from content.directory.entry import EntryFactKind
from models.tables.stories import StorySkill
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import misprinted, sheets
from tests.browser.hands import Counted, heading, press, tab_to
from tests.builders import MONDAY
from tests.directory.published_entries import entry, fact, forget_directory, publish_entries
from tests.house import House
from tests.watchers.mornings import tell

MOST_KEYS = 12
"""From a need to an entry, and from there to its paper, beside the words."""
NEED = "souffler un après-midi"
PAPER = "Sur une page à emporter"
MODULE, SKILLS = "ecouter-sans-diriger", ("listen.active", "listen.reflect")
AT = "/directory/entry/repit"


@pytest.fixture(autouse=True)
def listed(house: House) -> Iterator[None]:
    """A service that says what is sought, tied to what a module teaches and to the skill of a story; one is silent."""
    said = fact(EntryFactKind.MOBILISE, "Pour souffler un après-midi : appelez la veille.")
    silent = fact(EntryFactKind.REACH, commune="Uccle", langues=("fr",))
    lives.directory_of_the_pack(house)
    service, other = (entry(name, skills=skills, rules=()) for name, skills in (("repit", SKILLS), ("silence", ())))
    with house.store.writing() as db:
        publish_entries(db, replace(service, facts=(*service.facts, said)))
        publish_entries(db, replace(other, facts=(*other.facts[:2], silent)))
    yield
    with house.store.writing() as db:
        forget_directory(db)  # and what was answered of it


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.journey), False])
def test_a_need_becomes_an_entry_by_the_keyboard_alone(devices: Devices, house: House, javascript: bool) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    page.goto("/directory")
    page.get_by_label("Mots à chercher").focus()
    page.keyboard.insert_text("perte d'emploi")
    page.keyboard.press("Enter")
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows.filter(has_text="silence")).to_have_count(1)
    press(page, "Affiner")
    tab_to(page.get_by_label("Par téléphone"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(rows.filter(has_text="silence")).to_have_count(0)
    expect(rows.filter(has_text="02 000 00 00").first).to_be_visible()
    press(page, "Écoute repit")
    expect(heading(page)).to_have_text("Écoute repit")


def test_from_a_need_to_an_entry_and_to_its_paper_by_keys_alone(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    keys = Counted(page, MOST_KEYS)
    page.goto("/briefing")
    expect(page.get_by_role("searchbox", name="Avant l’entretien")).to_be_focused()
    page.keyboard.type(NEED)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Dans le répertoire")).to_be_visible()
    keys.press("Tab", "Enter")  # to what the page says, past what is on every page
    found = page.get_by_role("region", name="Dans le répertoire").get_by_role("listitem").filter(has_text="repit")
    expect(found.get_by_role("link", name=PAPER)).to_have_attribute("href", re.compile(f"{AT}/paper"))
    keys.tab_to(found.get_by_role("link", name="Écoute repit", exact=True))
    keys.press("Enter")
    expect(heading(page)).to_have_text("Écoute repit")
    keys.press("Tab", "Enter")
    keys.tab_to(page.get_by_role("link", name=PAPER))
    keys.press("Enter")
    expect(page).to_have_url(re.compile(f"{AT}/paper$"))
    expect(page.get_by_role("article").get_by_role("heading", name="Écoute repit", level=1)).to_be_visible()
    assert len(keys.pressed) <= MOST_KEYS


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_module_and_from_a_story_in_two_taps_at_most(devices: Devices, house: House, javascript: bool) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    story = tell(house.store, "Une enquête sur le répit", MONDAY)
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill=SKILLS[-1], similarity=3.0))
    for address in (f"/modules/{MODULE}", f"/news/{story}"):
        page.goto(address)
        page.get_by_role("region", name="Dans le répertoire").get_by_role("link", name="Écoute repit").click()
        expect(page).to_have_url(re.compile(f"{AT}$"))


def asked(page: Page) -> Locator:
    return page.locator(".asked-about")


def test_a_fact_is_answered_by_the_keyboard_alone(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(AT)
    tab_to(asked(page).locator("summary"))
    page.keyboard.press("Enter")
    tab_to(asked(page).get_by_role("button", name="Ne répond plus"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    expect(page.locator(".fact").filter(has_text="02 000 00 00").locator("summary")).to_contain_text("à vérifier avant")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_fact_is_answered_and_copied_by_a_finger_with_or_without_a_script(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    page.goto(AT)
    page.get_by_role("button", name="Imprimer").click()
    expect(page.get_by_role("heading", name="Écoute repit")).to_be_visible()
    asked(page).get_by_role("button", name="Ça marche").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    telephone = page.locator(".fact").filter(has_text="02 000 00 00")
    telephone.locator("summary").click()
    expect(telephone.get_by_text("vous avez dit : « Ça marche »")).to_be_visible()
    telephone.get_by_role("button", name="A changé").click()
    expect(page.locator(".fact").filter(has_text="02 000 00 00").locator("summary")).to_contain_text("à vérifier avant")
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_role("textbox", name="Le texte à copier")).to_have_value(re.compile("02 000 00 00"))


@pytest.mark.journey
@pytest.mark.every_chromium
def test_what_is_taken_to_an_interview_or_kept_at_a_desk_is_one_sheet(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    assert [*misprinted(page, f"/briefing?q={NEED}"), *misprinted(page, "/crisis")] == []


def test_the_printed_briefing_has_the_telephone_in_words_and_with_two_services_is_one_sheet(
    devices: Devices, house: House
) -> None:
    with house.store.writing() as db:
        publish_entries(db, *(entry(name, skills=(), rules=("cpas-article-60",)) for name in ("relais", "soutien")))
    page = devices.open(house.person())
    page.goto("/briefing?q=article+60")
    services = page.get_by_role("region", name="Dans le répertoire")
    expect(services.get_by_role("listitem")).to_have_count(2)
    assert sheets(page.pdf(format="A4")) == 1
    page.goto(f"/briefing?q={NEED}")
    page.emulate_media(media="print")
    expect(services).to_contain_text("02 000 00 00")
    expect(page.get_by_text(PAPER).first).to_be_hidden()


def test_one_tap_prints_and_without_javascript_there_is_no_dead_button(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account)
    page.add_init_script("window.print = () => document.body.dataset.printed = 1")
    for address in ("/briefing?q=article+60", "/crisis", "/modules/article-60/cards/article-60-7-l-essentiel"):
        page.goto(address)
        page.get_by_role("button", name="Imprimer").click()
        expect(page.locator("body")).to_have_attribute("data-printed", "1")
    still = devices.open(account, javascript=False)
    still.goto("/crisis")
    expect(still.locator("[data-print]")).to_be_hidden()
