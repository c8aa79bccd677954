"""The bar under the thumb: of every question and feedback of a whole module it hides nothing that matters."""

import pytest
from playwright.sync_api import Locator, Page, expect

from content.module import Question, QuestionKind
from models.learning.scenes import CardScene
from tests.browser import lives
from tests.browser.answering import asked
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.house import House

SIZES = {"phone": (390, 844), "small phone": (320, 640), "desk": (1280, 800), "desk at 200 %": (640, 400)}
"""Pixels of CSS; twice enlarged, a screen of 1280 × 800 has 640 × 400 of them."""
LISTEN = "ecouter-sans-diriger"
ways = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])

HIDDEN_BY_BAR = """(one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return Math.min(bottom, innerHeight) > document.querySelector(".action").getBoundingClientRect().top + 1 || top < -1;
}"""
BAR_FROM_BOTTOM = """() => {
  const [bar, main] = [".action", "main"].map((one) => document.querySelector(one).getBoundingClientRect().bottom);
  return Math.min(innerHeight, main) - bar;
}"""
"""Pixels; at the very end of a page its foot comes below the bar."""


def opened(devices: Devices, house: House, size: tuple[int, int], module: str, javascript: bool = True) -> Page:
    account = house.person()
    page = devices.open(account, javascript=javascript)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(lives.sitting(house, account, module, CardScene))
    return page


def in_sight(one: Locator) -> None:
    """Whole above the bar, or as much of it as fits."""
    expect(one).to_be_in_viewport()
    assert not one.evaluate(HIDDEN_BY_BAR), one


def bar_is_under_the_thumb(page: Page) -> None:
    assert abs(page.evaluate(BAR_FROM_BOTTOM)) < 2
    expect(page.locator(".action :is(button, .button)").first).to_be_in_viewport(ratio=1)


def choose_each(page: Page, question: Question) -> None:
    """Whatever has the focus or is chosen stands above the bar, from the first option to the last."""
    for option in page.locator("label.option").all():
        option.locator("input").focus()
        in_sight(option)
        option.click(position={"x": 20, "y": 20})
        in_sight(option)
    for line in page.locator(".line :is(select, button), #typed").all():
        if line.is_visible():
            line.focus()
            in_sight(line)
    if question.kind in {QuestionKind.TEXT, QuestionKind.NUMBER}:
        page.locator("#typed").fill("12")


def send(page: Page, question: Question) -> None:
    ready = question.kind in {QuestionKind.ONE, QuestionKind.TEXT, QuestionKind.NUMBER}
    page.get_by_role("button", name="Répondre" if ready else "Je ne sais pas", exact=True).click()


@pytest.mark.parametrize(("size", "module"), [*((one, LISTEN) for one in SIZES), ("small phone", "lire-un-chiffre")])
def test_the_bar_hides_nothing_of_a_whole_module_and_the_verdict_is_in_sight(
    devices: Devices, house: House, size: str, module: str
) -> None:
    page, feedbacks, shares = opened(devices, house, SIZES[size], module), 0, list[float]()
    while not page.locator("#end").is_visible():
        here = heading(page).inner_text()
        shares.append(page.get_by_role("progressbar", name="Avancement").evaluate("(bar) => bar.position"))
        bar_is_under_the_thumb(page)
        if page.locator("[name=answering]").is_visible():
            question = asked(page, house)
            choose_each(page, question)
            bar_is_under_the_thumb(page)
            send(page, question)
            expect(page.locator("#verdict")).to_be_focused()
            in_sight(page.locator("#verdict"))
            feedbacks += 1
        else:
            page.locator(".action button").click()
            expect(heading(page)).not_to_have_text(here)
    assert feedbacks >= 2
    assert shares == sorted(shares)  # how far one is never goes back
    assert (shares[0], len(set(shares)) >= len(shares) // 2) == (0, True)
    bar_is_under_the_thumb(page)
    expect(page.get_by_role("link", name="Arrêter ici")).to_be_hidden()


@ways
def test_on_a_page_taller_than_the_screen_and_on_a_shorter_one_the_bar_is_at_the_bottom(
    devices: Devices, house: House, javascript: bool
) -> None:
    page = opened(devices, house, (390, 500), LISTEN, javascript)
    bar_is_under_the_thumb(page)
    page.set_viewport_size({"width": 1280, "height": 1600})
    bar_is_under_the_thumb(page)
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
    assert page.evaluate(BAR_FROM_BOTTOM) < 0


def test_an_option_half_under_the_bar_comes_out_when_it_is_chosen(devices: Devices, house: House) -> None:
    account = house.person()
    page = devices.open(account, width=320)
    page.set_viewport_size({"width": 320, "height": 500})
    page.goto(lives.asked(house, account, QuestionKind.SEVERAL)[0])
    option = page.locator("label.option").nth(2)
    page.evaluate("(by) => scrollTo(0, by)", option.evaluate("(one) => one.getBoundingClientRect().top") - 350)
    top = option.evaluate("(one) => one.getBoundingClientRect().top")
    assert option.evaluate(HIDDEN_BY_BAR)
    page.mouse.click(60, top + 10)
    expect(option.locator("input")).to_be_checked()
    in_sight(option)


def at(devices: Devices, house: House, kind: QuestionKind) -> Page:
    account = house.person()
    page = devices.open(account)
    page.goto(lives.asked(house, account, kind)[0])
    return page


@pytest.mark.journey
def test_a_digit_chooses_and_enter_sends_and_goes_on(devices: Devices, house: House) -> None:
    page = at(devices, house, QuestionKind.SEVERAL)
    boxes, asked_here = page.locator("[name=option]"), heading(page).inner_text()
    for key in ("2", "3", "3"):
        page.keyboard.press(key)
    expect(boxes.nth(1)).to_be_checked()
    expect(boxes.nth(2)).not_to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_count(0)
    expect(heading(page)).not_to_have_text(asked_here)


def test_a_question_mark_shows_the_keys_where_they_can_be_turned_off_for_good(devices: Devices, house: House) -> None:
    page = at(devices, house, QuestionKind.SEVERAL)
    page.keyboard.press("?")
    page.get_by_label("Les chiffres et « ? » agissent").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.reload()
    page.keyboard.press("1")
    page.keyboard.press("?")
    expect(page.locator("[name=option]:checked")).to_have_count(0)
    expect(page.locator("#keys")).to_be_hidden()
    page.get_by_role("button", name="Touches").click()
    expect(page.locator("#keys")).to_be_visible()


def test_in_a_field_the_keys_only_write(devices: Devices, house: House) -> None:
    page = at(devices, house, QuestionKind.TEXT)
    page.get_by_label("Votre réponse").press_sequentially("1 ?")
    expect(page.get_by_label("Votre réponse")).to_have_value("1 ?")
    expect(page.locator("#keys")).to_be_hidden()


def test_what_is_chosen_and_not_sent_is_there_again_until_it_is_sent_or_one_signs_out(
    devices: Devices, house: House
) -> None:
    page = at(devices, house, QuestionKind.SEVERAL)
    address, kept = page.url, '() => Object.keys(sessionStorage).filter((one) => one.startsWith("answer ")).length'
    page.keyboard.press("2")
    page.get_by_role("link", name="Arrêter ici, tout est gardé").click()
    expect(heading(page)).to_contain_text("Bonjour")
    page.goto(address)
    expect(page.locator("[name=option]").nth(1)).to_be_checked()
    assert page.evaluate(kept) == 1
    page.goto("/")
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(heading(page)).to_have_text("Se connecter")
    assert page.evaluate(kept) == 0


def test_a_line_is_dragged_to_its_place_and_stays_there_when_one_leaves(devices: Devices, house: House) -> None:
    page = at(devices, house, QuestionKind.ORDERING)
    lines = page.locator("ol.places > li")
    before = lines.locator("label").all_inner_texts()
    first, third = lines.nth(0).bounding_box(), lines.nth(2).bounding_box()
    assert first and third
    page.mouse.move(first["x"] + 30, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(third["x"] + 30, third["y"] + third["height"] - 5, steps=20)
    page.mouse.up()
    after = [before[1], before[2], before[0], *before[3:]]
    assert lines.locator("label").all_inner_texts() == after
    expect(page.get_by_role("status")).to_contain_text("place 3 sur")
    page.reload()
    assert lines.locator("label").all_inner_texts() == after


def test_a_heading_that_takes_the_focus_is_given_no_frame(devices: Devices, house: House) -> None:
    page = opened(devices, house, SIZES["desk"], LISTEN)
    before = heading(page).inner_text()
    page.keyboard.press("Tab")
    page.locator(".action button").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).not_to_have_text(before)
    expect(heading(page)).to_be_focused()
    expect(heading(page)).to_have_css("outline-style", "none")
