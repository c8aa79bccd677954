"""What people do with a page: with the mouse or a finger, or with the keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

FARTHEST = 40
"""Presses of the Tab key to anything on a page."""
FOCUS = """(wanted) => {
  const focused = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(focused);
  return { arrived: focused === wanted, visible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
}"""


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def go_on(page: Page) -> None:
    """One step further in a module: leave what there is to read, say of a question that one does not know."""
    here = heading(page).inner_text()
    unknown = page.get_by_role("button", name="Je ne sais pas")
    further = page.get_by_role("button", name=re.compile("^(Continuer|Passer aux questions)$"))
    (unknown if unknown.is_visible() else further).click()
    expect(heading(page)).not_to_have_text(here)


def tab_to(target: Locator) -> None:
    """Press Tab until the focus is there; wherever it goes on the way, it can be seen."""
    for _ in range(FARTHEST):
        target.page.keyboard.press("Tab")
        focus = target.evaluate(FOCUS)
        assert focus["visible"]
        if focus["arrived"]:
            return
    raise AssertionError(f"the Tab key does not lead to {target}")


def press(page: Page, words: str) -> None:
    """Find a button or a link by its words, with the Tab key, and press Enter."""
    tab_to(page.locator("button, a", has_text=re.compile(rf"^\s*({words})\s*$")))
    page.keyboard.press("Enter")
