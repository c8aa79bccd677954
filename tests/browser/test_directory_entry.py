"""An entry of the directory in a real browser: one page on paper, a fact answered by key and by finger, no script."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdfium2 import PdfDocument

from content.directory.entry import (
    MOST_FACTS,
    DirectoryEntry,
    EntryBlank,
    EntryFact,
    EntryFactKind,
    EntryKind,
)
from models.catalogue import in_force
from models.catalogue.documents import ENTRY
from models.directory import index, tool_tests
from models.directory.entries import entry_id
from models.tables.directory import ListedEntry
from tests.browser.devices import Devices
from tests.browser.hands import tab_to
from tests.browser.test_cards import PAGE_OF_PDF, SMALLEST_PRINTED
from tests.browser.test_every_page import seen_on
from tests.browser.test_topics import CENTIMETRE
from tests.directory import confidential, entry, fact, forget_directory, publish_entries
from tests.house_texts import write_ways
from tests.portal.house import House

AT = "/directory/entry/ecoute"
SENTENCE = "Il faut le demander par écrit, avec une copie de la carte d'identité et la dernière fiche de paie. "


def longest() -> DirectoryEntry:
    """As much as an entry may say, in the longest words that anybody would write."""
    made = entry("longue")
    kinds = [kind for kind in EntryFactKind if kind not in {EntryFactKind.NAME, EntryFactKind.REACH}]
    long = [fact(kinds[number % len(kinds)], SENTENCE * 20, SENTENCE * 20) for number in range(MOST_FACTS - 8)]
    blanks = [EntryFact(EntryFactKind.DELAY, {"fr": "Délai :", "nl": "Wachttijd:"}, blank=EntryBlank.HOUSE)] * 3
    name = fact(EntryFactKind.NAME, "Accompagnement pour les familles " * 4, "Begeleiding voor gezinnen " * 5)
    link = fact(EntryFactKind.LINK, site_web=f"https://exemple.be/{'a' * 300}")
    return replace(made, facts=(name, *made.facts[1:], *long, *blanks, link))


@pytest.fixture(autouse=True)
def published(house: House) -> Iterator[None]:
    """Entries beside those of the pack."""
    made = entry()
    hours = fact(EntryFactKind.HOURS, horaires_accueil="Mo-Fr 09:00-12:00")
    tool, measure = replace(entry("outil"), kind=EntryKind.TOOL), replace(entry("mesure"), kind=EntryKind.MEASURE)
    invented = [replace(made, facts=(*made.facts, hours)), longest(), confidential(), tool, measure]
    rule = next(iter(house.read(in_force.rules)))
    with house.store.writing() as db:
        index.catch_up(db)
        publish_entries(db, *(replace(one, rules=(rule,), skills=("listen.active",)) for one in invented))
        for language in ("fr", "nl"):
            write_ways(db, language, "Rue de l'Accueil 1, du lundi au vendredi", "02 000 00 00", "BP 1")
    yield
    with house.store.writing() as db:
        forget_directory(db)


@pytest.mark.every_chromium
def test_every_entry_prints_on_one_page_in_eleven_points(devices: Devices, house: House) -> None:
    page, sheets, points, overlong = devices.open(house.person()), {}, {}, []
    names = all_that_may_be_printed(house)
    for address in (f"/directory/entry/{name}/paper?language={one}" for name in names for one in ("fr", "nl")):
        page.goto(address)
        sheet = page.pdf(prefer_css_page_size=True, display_header_footer=True, margin=CENTIMETRE)
        sheets[address] = len(PAGE_OF_PDF.findall(sheet))
        if "directory" in PdfDocument(sheet)[0].get_textpage().get_text_range():
            overlong.append(address)
        page.emulate_media(media="print")
        points[address] = page.evaluate(SMALLEST_PRINTED)
        page.emulate_media(media="null")
    assert len(names) > 12
    assert {address: number for address, number in sheets.items() if number != 1} == {}
    assert {address: size for address, size in points.items() if size < 11} == {}
    assert overlong == []  # the address of the page, which a browser would print in the margin


def all_that_may_be_printed(house: House) -> list[str]:
    """Return the ids of all entries, once the data protection officer has spoken of each tool."""
    with house.store.writing() as db:
        listed = db.query(ListedEntry).all()
        for one in listed:
            if one.kind == EntryKind.TOOL:
                tool_tests.keep_line(db, one.document_id, "Rien à y mettre d'une personne.", house.clock().date())
        return [entry_id(one.document_id) for one in listed]


@pytest.mark.every_chromium
def test_the_longest_says_that_it_is_shortened_and_keeps_the_telephone_and_the_house(
    devices: Devices, house: House
) -> None:
    page = devices.open(house.person())
    page.goto("/directory/entry/longue/paper")
    expect(page.get_by_text("elle est raccourcie")).to_be_visible()
    text = PdfDocument(page.pdf(prefer_css_page_size=True))[0].get_textpage().get_text_range()
    assert [said for said in ("02 000 00 00", "Nous joindre", "BP 1", "Exact au") if said not in text] == []


def test_a_fact_is_answered_by_the_keyboard_alone(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(AT)
    tab_to(asked(page).locator("summary"))
    page.keyboard.press("Enter")
    tab_to(asked(page).get_by_role("button", name="Ne répond plus"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    expect(page.locator(".fact").filter(has_text="02 000 00 00").locator("summary")).to_contain_text("à vérifier avant")


def asked(page: Page) -> Locator:
    return page.locator(".asked-about")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_fact_is_answered_by_a_finger_at_320_px_with_or_without_a_script(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = devices.open(house.person(), width=320, javascript=javascript)
    page.goto(AT)
    page.get_by_role("button", name="Imprimer").click()
    expect(page.get_by_role("heading", name="Écoute ecoute")).to_be_visible()
    asked(page).get_by_role("button", name="Ça marche").click()
    expect(page.get_by_role("status")).to_contain_text("C’est noté.")
    telephone = page.locator(".fact").filter(has_text="02 000 00 00")
    telephone.locator("summary").click()
    expect(telephone.get_by_text("vous avez dit : « Ça marche »")).to_be_visible()
    telephone.get_by_role("button", name="A changé").click()
    expect(page.locator(".fact").filter(has_text="02 000 00 00").locator("summary")).to_contain_text("à vérifier avant")


def test_it_is_copied_with_and_without_a_script(devices: Devices, house: House) -> None:
    for javascript in (True, False):
        page = devices.open(house.person(), javascript=javascript)
        page.goto(AT)
        page.get_by_role("button", name="Copier").click()
        expect(page.get_by_role("textbox", name="Le texte à copier")).to_have_value(re.compile("02 000 00 00"))


def test_a_telephone_can_be_rung(devices: Devices, house: House) -> None:
    page = devices.open(house.person(), width=320)
    page.goto(AT)
    expect(page.get_by_role("link", name="02 000 00 00")).to_have_attribute("href", "tel:020000000")


def test_the_pages_have_no_flaw_at_any_width(devices: Devices, house: House) -> None:
    page, found = devices.open(house.person(trainer=True)), []
    house.clock.pass_by(days=130)
    some = ["ecoute", "longue", "refuge", "outil", "mesure", "stage-first"]
    addresses = [f"/directory/entry/{one}" for one in some]
    for address in (*addresses, f"{AT}?copy=1", f"{AT}/paper?printing=1", "/directory/to-check"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        found += seen_on(page)
    house.clock.pass_by(days=-130)
    assert found == [], "\n".join(found)


def test_entries_of_the_pack_are_published(house: House) -> None:
    assert house.read(lambda db: db.get(ListedEntry, f"{ENTRY}stage-first")) is not None
