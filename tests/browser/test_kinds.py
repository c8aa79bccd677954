"""Every kind of question answered with the keyboard alone, with JavaScript and without it."""

import pytest
from playwright.sync_api import Locator, Page, expect

from content.module import Question, QuestionKind
from models.ground.words import french
from tests.browser import lives
from tests.browser.answering import give_the_key
from tests.browser.devices import Devices
from tests.browser.hands import choose, press, tab_to
from tests.house import House

ways = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])


def asked(devices: Devices, house: House, kind: QuestionKind, javascript: bool) -> tuple[Page, Question]:
    """A page at the question of that kind in our pack, for somebody new."""
    account = house.person()
    address, question = lives.asked(house, account, kind)
    page = devices.open(account, javascript=javascript)
    page.goto(address)
    return page, question


def place_of(page: Page, text: str) -> Locator:
    """The list in which to choose for a line."""
    return page.get_by_role("combobox", name=french(text), exact=True)


def answered(page: Page, verdict: str) -> None:
    press(page, "Répondre")
    expect(page.locator("#verdict")).to_have_text(verdict)


def test_lines_are_put_in_order_by_moving_them_and_each_move_is_told(devices: Devices, house: House) -> None:
    page, question = asked(devices, house, QuestionKind.ORDERING, javascript=True)
    lines = page.locator("ol > li")
    for place, option in enumerate(question.options, 1):
        line = lines.filter(has_text=french(option.text))
        up = line.get_by_role("button", name="Monter")
        expect(line.get_by_role("combobox")).to_be_hidden()
        while lines.nth(place - 1).locator("label").inner_text() != french(option.text):
            page.locator("h1").focus()
            tab_to(up)
            page.keyboard.press("Enter")
            expect(up).to_be_focused()
            here = lines.locator("label").all_inner_texts().index(french(option.text)) + 1
            expect(page.get_by_role("status")).to_have_text(f"{french(option.text)}\u00a0: place {here} sur 5")
    first, last = lines.first, lines.last
    expect(first.get_by_role("button", name="Monter")).to_have_attribute("aria-disabled", "true")
    expect(last.get_by_role("button", name="Descendre")).to_have_attribute("aria-disabled", "true")
    answered(page, "C’est juste")
    expect(page.locator("#verdict")).to_be_focused()


def test_a_line_moves_down_as_well_and_not_beyond_the_end(devices: Devices, house: House) -> None:
    page, _ = asked(devices, house, QuestionKind.ORDERING, javascript=True)
    before = page.locator("ol label").all_inner_texts()
    down = page.get_by_role("button", name=f"Descendre\u00a0: {before[0]}")
    tab_to(down)
    for _ in range(len(before) + 2):
        page.keyboard.press("Space")
    expect(down).to_be_focused()
    assert page.locator("ol label").all_inner_texts() == [*before[1:], before[0]]


def test_without_javascript_each_line_is_given_its_place(devices: Devices, house: House) -> None:
    page, question = asked(devices, house, QuestionKind.ORDERING, javascript=False)
    before = page.locator("ol label").all_inner_texts()
    page.get_by_role("button", name=f"Descendre\u00a0: {before[0]}").click()
    expect(page.get_by_role("button", name=f"Descendre\u00a0: {before[0]}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#again")).to_contain_text("place 3 sur 5")
    assert page.locator("ol label").all_inner_texts() == [*before[1:3], before[0], *before[3:]]
    for place, option in enumerate(question.options, 1):
        place_of(page, option.text).select_option(str(1 if place == 2 else place))
    press(page, "Répondre")
    expect(page.locator("#again")).to_be_focused()
    expect(place_of(page, question.options[3].text)).to_have_value("4")
    choose(place_of(page, question.options[1].text), "2")
    answered(page, "C’est juste")


@ways
def test_what_goes_together_is_chosen_line_by_line(devices: Devices, house: House, javascript: bool) -> None:
    page, question = asked(devices, house, QuestionKind.MATCHING, javascript)
    give_the_key(page, question)
    answered(page, "C’est juste")


@ways
def test_a_word_is_typed_and_its_accents_are_forgiven(devices: Devices, house: House, javascript: bool) -> None:
    page, _ = asked(devices, house, QuestionKind.TEXT, javascript)
    tab_to(page.get_by_label("Votre réponse"))
    page.keyboard.type("Accuse de reception")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("C’est juste")


@ways
def test_what_is_no_number_comes_back_in_its_field_and_is_mended_there(
    devices: Devices, house: House, javascript: bool
) -> None:
    page, _ = asked(devices, house, QuestionKind.NUMBER, javascript)
    field = page.get_by_label("Votre réponse")
    tab_to(field)
    page.keyboard.type("dix")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("dix")
    said = french("« dix » n'est pas un nombre : écrivez-le en chiffres, comme 24 ou 12,5. Rien n'est encore noté.")
    expect(field).to_have_accessible_description(f"Un nombre, en chiffres. % {said}")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("10,0 %")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("C’est juste")
