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
BEFORE_OR_AFTER = """(wanted) => {
  const { activeElement: focused, body } = document;
  const here = focused === body ? document.querySelector(":target") : focused;
  if (wanted === here) return "here";
  return here && wanted.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? "before" : "after";
}"""
"""Where something stands from where one is: in a page just come, from what its address names in it."""
LONGEST_WAY = 150
"""Presses of the Tab key from the top of a long form to what stands below it."""


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


def tab_to(target: Locator, key: str = "Tab", farthest: int = FARTHEST) -> None:
    """Press Tab until the focus is there; wherever it goes on the way, it can be seen."""
    target.wait_for(state="attached")
    target.page.wait_for_load_state()  # before its style sheet has come, a page shows the ring of the browser
    for _ in range(farthest):
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
    arrow_to(field, words)


def arrow_to(field: Locator, words: str) -> None:
    """In a list in which one is, press the arrow down to some words."""
    for _ in range(field.locator("option").count()):
        if field.locator("option:checked").inner_text() == words:
            return
        field.page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not lead to {words}")


class Mouse:
    """By mouse, or by a finger."""

    def reach(self, target: Locator) -> None:
        target.click()

    def write(self, field: Locator, words: str) -> None:
        field.fill(words)

    def press(self, button: Locator) -> None:
        button.click()

    def tick(self, box: Locator) -> None:
        box.check()

    def choose(self, field: Locator, words: str) -> None:
        field.select_option(label=words)

    def pick(self, choice: Locator) -> None:
        choice.check()


class Keyboard:
    """By the keyboard alone; each row of a form has stops of its own."""

    def reach(self, target: Locator) -> None:
        """Go there, forwards or backwards, whichever way it lies."""
        where = target.evaluate(BEFORE_OR_AFTER)
        if where != "here":
            tab_to(target, "Shift+Tab" if where == "before" else "Tab", LONGEST_WAY)

    def write(self, field: Locator, words: str) -> None:
        self.reach(field)
        field.page.keyboard.press("ControlOrMeta+a")
        field.page.keyboard.insert_text(words)

    def press(self, button: Locator) -> None:
        self.reach(button)
        button.page.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        self.reach(box)
        box.page.keyboard.press("Space")

    def choose(self, field: Locator, words: str) -> None:
        if field.locator("option:checked").inner_text() != words:
            self.reach(field)
            arrow_to(field, words)

    def pick(self, choice: Locator) -> None:
        """Choose one of some buttons of which one is on: the arrows go from each to the next."""
        group = choice.page.locator(f'input[name="{choice.get_attribute("name")}"]')
        on = group.and_(choice.page.locator(":checked"))
        self.tick(on if on.count() else group.first)
        for _ in range(group.count()):
            if not choice.is_checked():
                choice.page.keyboard.press("ArrowDown")
        expect(choice).to_be_checked()


Hand = Mouse | Keyboard
"""How somebody goes about in a page."""


class Counted:
    """A keyboard that counts what is pressed beside words."""

    def __init__(self, page: Page, most: int) -> None:
        self.page, self.most, self.pressed = page, most, list[str]()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed.append(key)

    def tab_to(self, wanted: Locator) -> None:
        """Go on until it has the focus, as long as a key is left."""
        wanted.wait_for()
        while not wanted.evaluate("one => one === document.activeElement"):
            assert len(self.pressed) < self.most, f"{wanted}: no key is left"
            self.press("Tab")
