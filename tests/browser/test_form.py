"""The form of a module: its rows, its faults and its pictures; test_the_whole_story.py writes a whole one by it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from content.pictures.picture_file import picture_line
from content.schema.posted_form import RowChange
from content.text.module_fields import ModuleFields, SourceFields
from content.text.module_form import change_module, read_form
from content.text.module_writer import write_form
from models.catalogue import drafts
from models.tables.documents import Document
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.browser.hands import Hand, Mouse, heading
from tests.house import House
from tests.pictures import DESCRIPTION, bring

SAVED = re.compile(r"^Enregistré à \d+ h \d\d$")


def new_module(
    devices: Devices, house: House, trainer: Account, name: str, *, width: int = 1280, javascript: bool = True
) -> Page:
    with house.store.writing() as db:
        drafts.create_module(db, name, house.clock(), trainer.learner_key)
    page = devices.open(trainer, width=width, javascript=javascript)
    page.goto(f"/authoring/{name}?as=form")
    return page


def draft_of(house: House, name: str) -> str:
    return house.read(lambda db: drafts.latest_text(db, db.get_one(Document, name)))


def test_rows_are_dragged_and_moved_by_keys_and_what_is_typed_is_kept(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "a-la-main")
    page.locator('[data-row="questions-0"] > details > summary').click()
    for button in ("Ajouter une option", "Ajouter une option"):
        page.get_by_role("button", name=button).click()
        expect(page.locator("[data-row^=questions-0-options] :is(input, textarea):focus")).to_have_count(1)
    for place, words in enumerate(("un", "deux", "trois", "quatre")):
        page.locator(f'[name="questions-0-options-{place}-text"]').fill(words)
    rows = page.locator('[data-rows="questions-0-options"] > li')
    rows.nth(0).locator("[data-handle]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#form-said")).to_have_text("Déplacé : place 2.")
    page.locator('[name="questions-0-options-3-text"]').focus()
    page.keyboard.press("Alt+ArrowUp")

    expect(rows.nth(2).locator("[name$=-text]")).to_have_value("quatre")
    before = texts_in(rows)
    handle = rows.nth(0).locator("[data-handle]")
    handle.scroll_into_view_if_needed()
    handle.hover()
    page.mouse.down()
    last = rows.last.bounding_box()
    assert last
    page.mouse.move(last["x"] + 20, last["y"] + last["height"] - 5, steps=12)
    page.mouse.up()
    expect(page.locator("#form-said")).to_have_text("Déplacé : place 4.")
    expect(page.locator("[data-moving]")).to_have_count(0)
    expect(page.locator("#state")).to_have_text(SAVED)
    assert texts_in(rows) == [*before[1:], before[0]] == ["un", "quatre", "trois", "deux"]
    assert [option.text for option in read_form(draft_of(house, "a-la-main")).questions[0].options] == texts_in(rows)


def texts_in(rows: Locator) -> list[str]:
    found: list[str] = rows.locator("[name$=-text]").evaluate_all("fields => fields.map(({ value }) => value)")
    return found


def test_alt_and_an_arrow_on_a_choice_move_no_row(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "alt-fleche")
    page.locator("summary", has_text="Ajouter une question").click()
    page.get_by_role("button", name=re.compile("Une réponse$")).click()
    expect(page.locator('[name="questions-1-stem"]')).to_be_focused()
    rows = page.locator('[data-rows="questions"] > li')
    page.locator('[name="questions-1-skill"]').focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(rows.nth(1)).to_have_attribute("data-row", "questions-1")
    page.keyboard.press("Escape")
    page.locator('[name="questions-1-stem"]').focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(rows.nth(0)).to_have_attribute("data-row", "questions-1")


def test_what_is_wrong_stands_at_its_field_while_one_types_and_the_list_leads_there(
    devices: Devices, house: House
) -> None:
    page = new_module(devices, house, house.person(trainer=True), "a-corriger")
    page.locator('[data-row="questions-0"] > details > summary').click()
    field = page.locator('[name="questions-0-options-1-feedback"]')
    field.fill("")
    fault = page.locator("[data-fault]").filter(has_text="Il manque l’explication.")
    expect(fault).to_have_count(1)
    page.locator("#f-header > summary").click()
    page.get_by_role("link", name="Question 1").click()
    expect(field).to_be_focused()
    field.fill("Voilà.")
    expect(fault).to_have_count(0)


def test_the_example_goes_with_the_first_key_and_a_part_is_known_by_what_is_typed(
    devices: Devices, house: House
) -> None:
    page = new_module(devices, house, house.person(trainer=True), "a-la-place")
    summary = page.locator('[data-row="cards-0"] > details > summary')
    expect(summary).to_contain_text("2 corrections")
    summary.click()
    page.locator('[name="cards-0-title"]').click()
    page.keyboard.type("Se taire")
    expect(summary).to_contain_text("Carte Se taire")
    page.locator('[name="cards-0-body"]').click()
    page.keyboard.type("Trois secondes.")
    expect(page.locator('[name="cards-0-body"]')).to_have_value("Trois secondes.")
    expect(summary.locator(".wrong")).to_have_count(0)
    page.locator('[name="cards-0-body"]').click()
    page.keyboard.press("End")
    page.keyboard.type(" Pas plus.")
    expect(page.locator('[name="cards-0-body"]')).to_have_value("Trois secondes. Pas plus.")


def test_what_an_answer_leads_to_is_told_by_what_is_typed(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "mene-a")
    page.get_by_role("button", name="Ajouter un dialogue").click()
    page.locator('[data-row="dialogues-0-turns-1"] > details > summary').click()
    page.locator('[name="dialogues-0-turns-1-stem"]').fill("« J'ai du retard. »")
    leads_to = page.locator('[name="dialogues-0-turns-0-options-0-leads_to"] option:checked')
    expect(leads_to).to_have_text("Tour 2 : « J'ai du retard. »")


def test_nothing_that_has_the_focus_lies_under_what_is_kept(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "sous-la-barre", width=390)
    page.locator('[data-row="questions-0"] > details > summary').click()
    while True:
        page.keyboard.press("Tab")
        if page.locator(".keep :focus").count():
            break
        focused = page.locator(":focus").bounding_box()
        bar = page.locator(".keep").filter(has=page.locator("#state")).bounding_box()
        assert focused and bar
        assert focused["y"] + focused["height"] <= bar["y"] + 1


def test_the_list_leads_to_lines_that_have_no_field_of_one_name(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "aux-criteres")
    page.get_by_role("button", name="Ajouter une phrase à écrire").click()
    page.locator('[name="written-0-criteria"]').first.fill("Dit un fait")
    page.locator("#f-header > summary").click()
    page.evaluate("""document.querySelector("main").insertAdjacentHTML("beforeend",
      '<a href="#f-written-0-criteria" data-to-field>aux critères</a>')""")
    page.get_by_role("link", name="aux critères").click()
    expect(page.locator('[name="written-0-criteria"]').first).to_be_focused()


@pytest.mark.parametrize("at", ["header", "questions-0", "dialogues-0-turns-1", "written-0", "vignettes-0"])
def test_each_part_of_the_form_is_at_home_at_every_size(devices: Devices, house: House, at: str) -> None:
    author, name = house.person(trainer=True), f"vu-{at}"
    fields = ModuleFields(id=name, title="Vu de près", minutes="5", sources=(SourceFields(), SourceFields()))
    for path in (("cards",), ("questions",), ("questions",), ("dialogues",), ("written",), ("vignettes",)):
        fields, _ = change_module(fields, RowChange("add", path, "matching" if path == ("questions",) else ""), ())
    with house.store.writing() as db:
        document = drafts.create_module(db, name, house.clock(), author.learner_key)
        drafts.save_draft(db, document, write_form(fields).text, house.clock(), author.learner_key)
    page = devices.open(author)
    page.goto(f"/authoring/{name}?as=form&at={at}")
    expect(page.locator(f"#f-{at}")).to_have_attribute("open", "")
    assert seen_on(page) == []


PICTURES = pytest.mark.parametrize(
    ("shade", "hand", "width", "javascript"),
    [(62, Mouse(), 390, True), (63, Mouse(), 390, False)],
    ids=["finger", "scriptless"],
)


@PICTURES
def test_a_picture_of_the_house_is_put_into_a_field_in_one_gesture(
    devices: Devices, house: House, shade: int, hand: Hand, width: int, javascript: bool
) -> None:
    with house.store.writing() as db:
        shown = bring(db, house.clock(), shade)
    name = f"image-{shade}"
    page = new_module(devices, house, house.person(trainer=True), name, width=width, javascript=javascript)
    hand.press(page.locator('[data-row="cards-0"] > details > summary'))
    field = page.locator('[name="cards-0-body"]')
    hand.write(field, "Lisez-la à deux.")
    hand.press(page.get_by_role("button", name="Mettre une image : Ce qu’il faut savoir"))
    expect(heading(page)).to_have_text("Mettre une image")
    if javascript:
        assert seen_on(page) == []
        page.set_viewport_size({"width": width, "height": 800})
    hand.press(page.get_by_role("link", name=re.compile(shown.hash[:8])))
    hand.write(page.get_by_label("Ce que montre l’image"), DESCRIPTION)
    hand.press(page.get_by_role("button", name="Mettre cette image"))
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_value(f"Lisez-la à deux.\n\n{picture_line(shown.hash, DESCRIPTION)}")
    assert picture_line(shown.hash, DESCRIPTION) in draft_of(house, name)
