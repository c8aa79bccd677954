"""An interview played by mouse and by keyboard alone, with JavaScript and without; a sentence that never leaves."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.catalogue import coming_into_force
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.builders import small_pack, with_interview
from tests.house import House
from tests.interviews import dialogues_read

WRITTEN = "/modules/entretien/written/ecrit-jo"
MINE = "Vous attendez qu'on rappelle."


@pytest.fixture(autouse=True)
def interview(house: House) -> None:
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(with_interview()), house.clock())
        dialogues_read(db)


def begun(devices: Devices, house: House, *, width: int = 1280, javascript: bool = True) -> Page:
    page = devices.open(house.person(), width=width, javascript=javascript)
    page.goto("/modules/entretien")
    return page


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_played_with_a_finger_and_what_one_does_stands_under_the_thumb(
    devices: Devices, house: House, width: int
) -> None:
    page = begun(devices, house, width=width)
    page.get_by_role("button", name="Jouer l’entretien").click()
    for turn, option in (("jo-1", "L’autre"), ("jo-1b", "La bonne"), ("jo-2", "L’autre"), ("jo-3", "La bonne")):
        expect(heading(page)).to_contain_text(f"({turn})")
        say = page.get_by_role("button", name="Le dire")
        box = say.bounding_box()
        assert box and box["y"] > 800 / 2 and box["y"] + box["height"] <= 800
        page.get_by_text(re.compile(rf"^{option}")).last.click()
        say.click()
    expect(heading(page)).to_have_text("L’entretien, du début à la fin")
    expect(page.locator("ol.talk > li")).to_have_count(4)
    expect(page.locator("ol.talk").get_by_text("Votre réponse", exact=True)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_it_is_played_with_the_keyboard_alone(devices: Devices, house: House, javascript: bool) -> None:
    page = begun(devices, house, javascript=javascript)
    press(page, "Jouer l’entretien")
    for number, turn in enumerate(("jo-1", "jo-2", "jo-3")):
        expect(heading(page)).to_contain_text(f"({turn})")
        if number == 1:
            press(page, "Je ne sais pas")
            continue
        tab_to(page.get_by_role("radio").first)
        page.keyboard.press("Space")
        right = page.get_by_role("radio", name=re.compile("La bonne"))
        for _ in range(2):
            if not right.is_checked():
                page.keyboard.press("ArrowDown")
        expect(right).to_be_checked()
        press(page, "Le dire")
    expect(heading(page)).to_have_text("L’entretien, du début à la fin")
    tab_to(page.locator("#turn-2 summary"))
    page.keyboard.press("Enter")
    expect(page.locator("ol.talk details[open]")).to_have_count(1)
    press(page, "Rejouer l’entretien")
    expect(heading(page)).to_contain_text("(jo-1)")


def test_after_each_turn_the_eyes_are_at_what_the_person_says_now(devices: Devices, house: House) -> None:
    page = begun(devices, house)
    page.get_by_role("button", name="Jouer l’entretien").click()
    for turn in ("jo-1", "jo-2"):
        expect(heading(page)).to_contain_text(f"({turn})")
        page.keyboard.press("1" if "bonne" in page.locator("label.option").first.inner_text() else "2")
        page.keyboard.press("Enter")
    expect(heading(page)).to_contain_text("(jo-3)")
    expect(heading(page)).to_be_focused()
    expect(page.get_by_role("region", name="L’entretien jusqu’ici")).to_contain_text("La bonne (jo-1)")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_sentence_is_compared_and_no_request_is_made(devices: Devices, house: House, javascript: bool) -> None:
    page = devices.open(house.person(), javascript=javascript)
    page.goto(WRITTEN)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    own = page.get_by_label("Votre phrase", exact=True)
    expect(page.get_by_text("Elle nomme ce que Jo vit.")).to_be_hidden()
    own.fill(MINE)
    page.get_by_text("Comparer avec deux modèles").click()
    expect(page.get_by_text("Il nomme les deux côtés.")).to_be_visible()
    page.get_by_label("Elle nomme ce que Jo vit.").check()
    mine, model = own.bounding_box(), page.locator("blockquote").first.bounding_box()
    assert mine and model and mine["x"] + mine["width"] <= model["x"]
    assert asked == []
    if javascript:
        assert MINE not in page.evaluate(
            "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"
        )
    page.reload()
    expect(own).to_have_value("")
    expect(page.get_by_label("Elle nomme ce que Jo vit.")).not_to_be_checked()


def test_a_tree_is_scrolled_in_its_own_frame_on_a_small_screen(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), width=320)
    page.goto("/authoring/entretien/dialogues")
    frame = page.get_by_role("region", name="L’arbre")
    tab_to(frame)
    assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_presenter_of_a_vignette_goes_on_and_back_by_the_keys(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto(lives.vignette(house))
    choices, why = page.get_by_text("Restez"), page.get_by_text("elle l’a dit là où")
    expect(choices).to_have_count(0)
    page.keyboard.press("ArrowRight")
    expect(choices).to_be_visible()
    expect(why).to_have_count(0)
    page.keyboard.press("Space")
    expect(why).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.get_by_text("Qui rappelle, et quand")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(why).to_be_visible()
