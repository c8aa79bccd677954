"""The studio in a real browser: a module written from nothing by keyboard, a lost connection, a second editor."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from content.module import QuestionKind
from content.text.module_reader import read_module
from models.catalogue import drafts
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.browser.hands import press, tab_to
from tests.house import House
from tests.starters import written_over

NO_CONNECTION = r"(Failed to load resource|\S+): net::ERR_(INTERNET_DISCONNECTED|FAILED)"
"""What Chromium writes when a page that has lost its connection asks for something."""
ARRIVED = "async ([address, words]) => (await (await fetch(address)).text()).includes(words)"
SAVED = re.compile(r"^Enregistré à \d+ h \d\d$")
KINDS = {
    "Une réponse": QuestionKind.ONE,
    "Plusieurs réponses": QuestionKind.SEVERAL,
    "À mettre en ordre": QuestionKind.ORDERING,
    "À relier": QuestionKind.MATCHING,
    "Un mot à écrire": QuestionKind.TEXT,
    "Un nombre à écrire": QuestionKind.NUMBER,
}
HEAD = """\
---
id: {}
title: Écrit d'un trait
language: fr
minutes: 5
skills: [listen.active]
---
"""


def studio(devices: Devices, house: House, module_id: str = "", *, javascript: bool = True) -> Page:
    """One more trainer at the text of a module, a new one where none is named."""
    trainer = house.person(trainer=True)
    if not module_id:
        module_id = f"module-{uuid4().hex[:8]}"
        with house.store.writing() as db:
            drafts.create_module(db, module_id, house.clock(), trainer.learner_key)
    page = devices.open(trainer, javascript=javascript)
    page.goto(f"/authoring/{module_id}")
    return page


def written(page: Page) -> Locator:
    return page.get_by_label(re.compile("^Texte"))


def kept(page: Page) -> Locator:
    """What the page says of the draft."""
    return page.locator("#state")


def insert(page: Page, *buttons: str) -> None:
    """From where one writes, go back to the blocks with the keyboard, and press."""
    press(page, re.escape(f"+{buttons[0]}") + ".?", "Shift+Tab")
    for button in buttons[1:]:
        press(page, button)
    expect(written(page)).to_be_focused()


def test_a_module_is_written_from_nothing_with_the_keyboard_alone(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    text, module_id = written(page), page.url.rpartition("/")[2]
    tab_to(text)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(HEAD.format(module_id))
    expect(page.locator("#problems")).to_contain_text("n’a pas de question")
    insert(page, "Source")
    page.keyboard.type("Rogers, 1942")
    for key in ("ArrowDown", "End"):
        page.keyboard.press(key)
    page.keyboard.type("example.org/rogers")
    page.keyboard.press("ControlOrMeta+End")
    insert(page, "Carte")
    page.keyboard.type("Écouter d'abord")
    for number, words in enumerate(KINDS, 1):
        insert(page, "Question", words)
        page.keyboard.type(f"Le cas numéro {number}")
    insert(page, "À essayer")
    page.keyboard.type("Se taire trois secondes.")

    seen = page.get_by_role("region", name="Aperçu")
    expect(seen.get_by_role("heading", level=3)).to_have_text(
        ["Écouter d’abord", *(f"Le cas numéro {number}" for number in range(1, 7))]
    )
    expect(seen.get_by_role("heading", name="À essayer dès le prochain entretien")).to_be_in_viewport()
    expect(page.locator("#mend-said")).to_contain_text("corrections avant de publier")
    expect(kept(page)).to_have_text(SAVED)
    module = read_module(text.input_value())
    assert [question.kind for question in module.questions] == list(KINDS.values())
    assert [question.id for question in module.questions] == [f"{module_id}-{number}" for number in range(1, 7)]
    assert (module.cards[0].title, module.sources[0].title) == ("Écouter d'abord", "Rogers, 1942")
    assert module.to_try == "Se taire trois secondes."
    assert seen_on(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})

    before = text.input_value()
    text.focus()
    insert(page, "Carte")
    page.keyboard.press("ControlOrMeta+z")
    expect(text).to_have_value(before)
    text.fill(written_over(before))
    expect(page.locator("#mend-said")).to_contain_text("Rien\u00a0: ce texte peut être publié")
    press(page, "Publier")
    expect(page.get_by_text("La version 1 est publiée.")).to_be_visible()


def test_what_is_to_be_mended_leads_to_its_line_and_the_preview_follows(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    text = written(page)
    broken = text.input_value().replace("minutes: 5", "minutes: cinq").replace("- [x]", "- [ ]")
    text.fill(broken)
    told = page.get_by_role("region", name="À corriger")
    expect(page.locator("#mend-said")).to_have_text("2 corrections avant de publier")
    expect(text).to_be_focused()
    button = told.get_by_role("button").last
    line = int(button.inner_text().removeprefix("Ligne "))
    tab_to(button)
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    caret = text.evaluate("area => area.value.slice(0, area.selectionStart).split('\\n').length")
    assert (caret, broken.splitlines()[line - 1].startswith("## Question")) == (line, True)
    expect(page.locator(f"#preview [data-from='{line}']")).to_be_in_viewport()


def test_the_first_of_a_month_is_said_as_french_says_it(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    words = {"words": "Un texte de ce jour-là", "from": "", "at": 1796126400000}  # 1 December 2026, noon UTC
    page.evaluate(
        "words => localStorage.setItem(`${document.getElementById('kept').dataset.key} 1`, JSON.stringify(words))",
        words,
    )
    page.reload()
    expect(page.get_by_text("tel qu’il était le 1er décembre 2026")).to_be_visible()


def test_a_connection_that_comes_back_is_used_without_being_asked(devices: Devices, house: House) -> None:
    devices.expected.append(NO_CONNECTION)
    page = studio(devices, house)
    page.context.set_offline(True)
    written(page).fill("à moitié")
    expect(kept(page)).to_contain_text("Non enregistré")
    page.context.set_offline(False)
    expect(kept(page)).to_have_text(SAVED)


def test_what_is_typed_while_a_draft_is_being_saved_is_not_said_to_be_kept(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    under_way: list[Route] = []
    page.route("**/draft", lambda route: under_way.append(route))
    written(page).fill("à moitié")
    with page.expect_request("**/draft"):
        page.keyboard.press("ControlOrMeta+s")
    written(page).fill("à moitié, et la suite")
    with page.expect_request("**/draft"):
        under_way[0].continue_()
    assert kept(page).inner_text() == "Modifié, pas encore enregistré"
    under_way[1].continue_()
    expect(kept(page)).to_have_text(SAVED)


@pytest.mark.journey
def test_what_was_typed_last_is_kept_when_one_leaves(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    address = page.url
    written(page).fill("parti aussitôt")
    page.goto("/authoring")
    # It was sent in leaving, and nobody who leaves waits: the next page may be asked for before it has arrived.
    page.wait_for_function(ARRIVED, arg=[address, "parti aussitôt"])
    page.goto(address)
    expect(written(page)).to_have_value("parti aussitôt")


def test_two_editors_are_told_of_each_other_and_neither_loses_her_text(devices: Devices, house: House) -> None:
    first = studio(devices, house)
    second = studio(devices, house, first.url.rpartition("/")[2])
    begun = written(first).input_value()
    written(first).fill(begun.replace("Titre du module", "Le premier"))
    expect(kept(first)).to_have_text(SAVED)
    written(second).fill(begun.replace("Titre du module", "Le second"))
    told = second.get_by_role("alert").filter(visible=True)
    expect(told).to_contain_text(re.compile(r"Claire \d+ a enregistré un autre texte"))
    expect(told.locator("del")).to_contain_text("premier")
    expect(told.locator("ins")).to_contain_text("second")
    expect(written(second)).to_be_focused()
    expect(kept(second)).to_contain_text("Non enregistré")
    assert seen_on(second) == []

    press(second, "Reprendre le sien", "Shift+Tab")
    expect(written(second)).to_have_value(begun.replace("Titre du module", "Le premier"))
    expect(second.get_by_label("Copiez d’ici")).to_have_value(begun.replace("Titre du module", "Le second"))


def test_in_the_studio_a_situation_is_put_last_and_its_sheet_opens_as_it_is_typed(
    devices: Devices, house: House
) -> None:
    page = studio(devices, house)
    text = written(page)
    tab_to(text)
    before = text.input_value()
    insert(page, "Feuille")
    page.keyboard.type("Ada est inventée.")
    heading = "## Essayer sur une feuille"
    assert text.input_value().startswith(f"{before.rstrip()}\n\n{heading}\n\nAda est inventée.\n\nFeuille : ")
    expect(page.locator("#preview .exercise")).to_contain_text("Ada est inventée.")
    expect(page.locator("#mend-said")).to_contain_text("corrections avant de publier")  # what was there to begin from
    with page.context.expect_page() as beside:
        press(page, "Essayer sur une feuille")
    expect(beside.value.get_by_label("La question")).to_have_value("Ce qui n'est pas encore décidé ?")
    beside.value.close()
    text.focus()
    insert(page, "Feuille")
    assert text.input_value().count(heading) == 1
    insert(page, "Carte")
    assert text.input_value().index("## Titre de la carte") < text.input_value().index("## À essayer")
