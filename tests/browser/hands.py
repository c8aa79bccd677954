"""What people do with a page: with the mouse or a finger, or with the keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

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
    unknown = page.get_by_role("button", name="Je ne sais pas")
    further = page.get_by_role("button", name=re.compile("^(Continuer|Passer aux questions)$"))
    unknown.or_(further).wait_for()
    here = heading(page).inner_text()
    (unknown if unknown.is_visible() else further).click()
    expect(heading(page)).not_to_have_text(here)


def tab_to(target: Locator, key: str = "Tab") -> None:
    """Press Tab until the focus is there; wherever it goes on the way, it can be seen."""
    target.wait_for(state="attached")
    target.page.wait_for_load_state()  # before its style sheet has come, a page shows the ring of the browser
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
