"""A tool is tested, and the test lapses: on a telephone, by people, without a script too."""

import re

from playwright.sync_api import Page, expect

from content.checks.untouched import StarterKind
from models.directory.recommending import LAPSES
from tests.browser.devices import Devices
from tests.browser.test_every_page import accessibility, seen_on
from tests.directory import publish_entries
from tests.portal.house import House
from tests.starters import written_over
from tests.tools import tool

FOUND = {"Marche sans compte": "oui", "Existe en néerlandais": "en partie", "Marche hors ligne": "non"}


def with_a_tool(house: House, name: str) -> str:
    with house.store.writing() as db:
        publish_entries(db, tool(name, skills=(), rules=()), at=house.clock())
    return f"/directory/tools/{name}"


def note_a_test(page: Page) -> None:
    for label, words in FOUND.items():
        page.get_by_label(label, exact=True).select_option(words)
    page.get_by_label("Quelles données il garde, et où").fill("Rien : tout reste dans l'appareil.")
    page.get_by_label("Prix").fill("Gratuit")
    page.get_by_label("Essayé par une personne qui").select_option("accompagne vers l’emploi")
    page.get_by_role("button", name="Noter l’essai").click()


def test_a_tool_is_tested_and_its_test_lapses(devices: Devices, house: House) -> None:
    address, at = with_a_tool(house, "essaye"), house.clock.at
    page = devices.open(house.person(trainer=True))
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address)
    note_a_test(page)
    expect(page.get_by_text("par une personne qui accompagne vers l’emploi").first).to_be_visible()
    expect(page.get_by_role("cell", name="Rien : tout reste dans l’appareil.")).to_be_visible()
    assert seen_on(page) == []
    reader = devices.open(house.person())
    reader.goto("/directory/entry/essaye")
    reader.get_by_role("link", name="Essais et avis").click()
    reader.get_by_role("button", name="Ça aide").click()
    expect(reader.get_by_text("Vous avez dit : « ça aide ».")).to_be_visible()
    try:
        house.clock.pass_by(days=LAPSES.days)
        reader.goto(address)
        expect(reader.get_by_text("À refaire :", exact=True)).to_be_visible()
        reader.get_by_text("Ce qu’il avait trouvé").click()
        expect(reader.get_by_role("cell", name="Gratuit")).to_be_visible()
        assert seen_on(reader) == [] and accessibility(reader) == []
    finally:
        house.clock.at = at


def test_without_a_script_a_test_an_opinion_and_a_new_entry_are_sent_all_the_same(
    devices: Devices, house: House
) -> None:
    address = with_a_tool(house, "sans-script")
    page = devices.open(house.person(trainer=True), javascript=False)
    page.goto(address)
    note_a_test(page)
    expect(page.get_by_role("cell", name="Gratuit")).to_be_visible()
    page.get_by_role("button", name="Ça dépend").click()
    expect(page.get_by_text("Vous avez dit : « ça dépend ».")).to_be_visible()
    page.goto("/authoring")
    page.get_by_role("main").get_by_role("link", name="Répertoire", exact=True).click()
    page.get_by_label("Nom", exact=True).fill("commence sans script")
    page.get_by_label("un outil").check()
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Texte", exact=True).click()
    text = page.get_by_role("textbox", name="Texte", exact=True)
    text.fill(written_over(text.input_value(), StarterKind.ENTRY))
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("La version 1 est publiée.")).to_be_visible()


def test_the_editor_of_an_entry_looks_at_what_is_typed_and_puts_a_fact_in(devices: Devices, house: House) -> None:
    with_a_tool(house, "en-chantier")
    page = devices.open(house.person(trainer=True))
    page.goto("/authoring/entry:en-chantier")
    text = page.get_by_role("textbox", name="Texte", exact=True)
    text.fill(text.input_value().replace("Parler après une perte d'emploi", "Un mot tout neuf"))
    expect(page.locator("#preview").get_by_text("Un mot tout neuf")).to_be_visible()
    page.get_by_role("button", name="Fait", exact=True).click()
    expect(text).to_have_value(re.compile(r"\n  - kind: conditions\n    fr: \"Ce qu'il faut"))
    text.fill(text.input_value().replace("kind: tool", "kind: outil"))
    expect(page.get_by_text("« outil » n’est pas un code")).to_be_visible()
    expect(page.locator("#preview").get_by_text("L’aperçu revient")).to_be_visible()
    assert seen_on(page) == []
