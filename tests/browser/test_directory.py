"""The directory by keys alone, on a narrow screen, without scripts: search, filter, entry."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from content.directory.entry import DirectoryEntry, EntryFactKind
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.browser.test_every_page import seen_on
from tests.directory import confidential, entry, fact, publish_entries
from tests.portal.house import House


def with_entries(house: House) -> None:
    """Publish three services that are found by one word, of which one has no telephone."""
    silent = fact(EntryFactKind.REACH, commune="Uccle", langues=("fr",))
    with house.store.writing() as db:
        bare = (of_no_rule(one) for one in (entry("ecoute"), confidential()))
        publish_entries(db, *bare, of_no_rule(entry("silence", facts=(*entry("silence").facts[:2], silent))))


def of_no_rule(one: DirectoryEntry) -> DirectoryEntry:
    return replace(one, skills=(), rules=())


@pytest.mark.parametrize("javascript", [True, False])
def test_a_need_becomes_an_entry_by_the_keyboard_alone(devices: Devices, house: House, javascript: bool) -> None:
    with_entries(house)
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
    press(page, "Écoute ecoute")
    expect(heading(page)).to_have_text("Écoute ecoute")


def test_what_is_found_and_what_is_not_is_well_drawn(devices: Devices, house: House) -> None:
    with_entries(house)
    page, found = devices.open(house.person()), list[str]()
    for address in ("/directory", "/directory?q=perte+d'emploi", "/directory?q=zzzzz", "/directory?kind=service"):
        page.goto(address)
        found += seen_on(page)
    assert found == []
