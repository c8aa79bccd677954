"""What people do with a page: with the mouse or a finger, or with the keyboard alone."""

import re
from collections.abc import Collection, Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

from content.module import Kind, Question
from models.words import french

FARTHEST = 40
"""Presses of the Tab key to anything on a page."""
FOCUS = """(wanted) => {
  const focused = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(focused);
  const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return { arrived: focused === wanted, visible: ring || focused.type === "date" };
}"""
"""Around the calendar within a field for a date the browser draws a ring of its own, which no script sees."""


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def go_on(page: Page) -> None:
    """One step further in a module: leave what there is to read, say of a question that one does not know."""
    here = heading(page).inner_text()
    unknown = page.get_by_role("button", name="Je ne sais pas")
    further = page.get_by_role("button", name=re.compile("^(Continuer|Passer aux questions)$"))
    (unknown if unknown.is_visible() else further).click()
    expect(heading(page)).not_to_have_text(here)


def tab_to(target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there; wherever it goes on the way, it can be seen."""
    target.wait_for(state="attached")
    for _ in range(FARTHEST):
        target.page.keyboard.press(key)
        focus = target.evaluate(FOCUS)
        assert focus["visible"]
        if focus["arrived"]:
            return
    raise AssertionError(f"the Tab key does not lead to {target}")


def press(page: Page, words: str, key: str = "Tab") -> None:
    """Find a button, a link or a summary by its words, with the Tab key, and press Enter."""
    tab_to(page.locator("button, a, summary", has_text=re.compile(rf"^\s*({words})\s*$")), key)
    page.keyboard.press("Enter")


def choose(field: Locator, words: str) -> None:
    """Choose in a list with the arrows."""
    tab_to(field)
    for _ in range(field.locator("option").count()):
        if field.locator("option:checked").inner_text() == words:
            return
        field.page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {words}")


def give_the_key(page: Page, question: Question) -> None:
    """Fill in the right answer, whatever the kind of question, from top to bottom."""
    match question.kind:
        case Kind.ONE:
            tick_one(page, question.key[0])
        case Kind.SEVERAL:
            tick_all(page, question.key)
        case Kind.ORDERING:
            put_in_order(page, [french(option.text) for option in question.options])
        case Kind.MATCHING:
            match_lines(page, {french(option.text): french(option.match) for option in question.options})
        case _:
            tab_to(page.get_by_label("Votre réponse"))
            page.keyboard.type(question.key[0])


def tick_one(page: Page, key: str) -> None:
    """Of radio buttons the arrows choose."""
    options = page.locator("[name=option]")
    tab_to(options.first)
    page.keyboard.press("Space")
    for _ in options.all():
        if page.locator("[name=option]:checked").get_attribute("value") == key:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {key}")


def tick_all(page: Page, keys: Collection[str]) -> None:
    for box in page.locator("[name=option]").all():
        if box.get_attribute("value") in keys:
            tab_to(box)
            page.keyboard.press("Space")


def put_in_order(page: Page, texts: Sequence[str]) -> None:
    """Bring each line up to its place, the first one first."""
    lines = page.locator("ol.places > li")
    for place, text in enumerate(texts):
        here = lines.nth(place).locator("label")
        if here.inner_text() != text:
            tab_to(lines.filter(has_text=text).get_by_role("button", name="Monter"))
        while here.inner_text() != text:
            page.keyboard.press("Enter")


def match_lines(page: Page, matches: Mapping[str, str]) -> None:
    for line in page.locator("ul.pairs > li").all():
        choose(line.get_by_role("combobox"), matches[line.locator("label").inner_text()])
