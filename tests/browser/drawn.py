"""What is wrong with a page as it is drawn: WCAG 2.2 AA, what is over an edge, targets for a finger; and on paper."""

import re

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests import page_browser
from tests.site.pages import flaws

Rules = dict[str, str | list[str]]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: Rules = {"type": "tag", "values": RULES}
LOOKS = [(1280, "light"), (320, "dark")]
ANEW: Rules = {
    "type": "rule",
    "values": [
        *("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"),
        *("empty-table-header", "td-headers-attr", "th-has-data-cells"),  # a narrow table is drawn as blocks
    ],
}
"""Rules whose verdict may be another where widths and colours are others; the rest judge the same elements again."""

VIOLATIONS = """async (options) => {
  const bar = document.querySelector(".action, .write:has(> [data-form]) > .keep");
  bar?.style.setProperty("position", "static");
  const { violations } = await axe.run(options);
  bar?.style.removeProperty("position");
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id} ${node.target}`));
}"""
"""To axe a target half under the bar is a small one; that the bar gives way, test_the_thumb.py says."""
DRAWN_BADLY = """() => {
  const name = (element) => `${element.localName} « ${element.innerText || element.name} »`;
  const shown = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility());
  const edges = document.querySelector("main")?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const out = shown.filter((element) => {
    const box = element.getBoundingClientRect();
    return element instanceof HTMLElement && element.closest("main") && !element.matches(".along, .wide-table *")
      && (box.left < edges.left - 1 || box.right > edges.right + 1);
  });
  const small = shown.filter((element) => element.matches("button, .button, nav a, summary, label:has(input)")
    && element.getBoundingClientRect().height < 44);
  return [
    ...(document.documentElement.scrollWidth > innerWidth ? ["it scrolls sideways"] : []),
    ...out.map((element) => `${name(element)} is over the edge`),
    ...small.map((element) => `${name(element)} is too small for a finger`),
  ];
}"""


def seen_on(page: Page) -> list[str]:
    """What is wrong with the page that is open, at each width and in each scheme."""
    page.wait_for_load_state()  # before its style sheet has come, axe would measure what nobody sees
    source = page_browser.Page(page.url, 200, {"Content-Type": "text/html"}, page.content())
    found = [*flaws.headings(source), *flaws.typography(source)]
    for (width, scheme), rules in zip(LOOKS, (EVERY_RULE, ANEW), strict=True):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        drawn = [*accessibility(page, rules), *page.evaluate(DRAWN_BADLY)]
        found += [f"{width} {scheme}: {flaw}" for flaw in drawn]
    return [f"{page.url}: {flaw}" for flaw in found]


def accessibility(page: Page, rules: Rules = EVERY_RULE) -> list[str]:
    """What axe has against it; a page that is still open has axe already."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(VIOLATIONS, {"runOnly": rules, "resultTypes": ["violations"]})
    return found


def unfolded(page: Page) -> None:
    """Open whatever is folded in the page."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")


# ------------------------------------------------------------------------------------------------------------- on paper

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
CENTIMETRE = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
SMALLEST_PRINTED = """() => {
  const said = (element) => [...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const shown = [...document.querySelectorAll("main *, .a4 *")].filter((one) => one.checkVisibility() && said(one));
  return Math.min(...shown.map((one) => parseFloat(getComputedStyle(one).fontSize))) * 72 / 96;
}"""
"""In points."""


def sheets(printed: bytes) -> int:
    return len(PAGE_OF_PDF.findall(printed))


def smallest(page: Page) -> float:
    """The points of the smallest letters that a printer would print."""
    page.emulate_media(media="print")
    found: float = page.evaluate(SMALLEST_PRINTED)
    page.emulate_media(media="null")  # as a printer asks for it
    return found


def misprinted(page: Page, address: str, most: int = 1) -> list[str]:
    """What is wrong with a page on A4: more sheets than it may take, letters of less than eleven points."""
    page.goto(address)
    number = sheets(page.pdf(format="A4", margin=CENTIMETRE, prefer_css_page_size=True))
    found = [f"{address}: {number} sheets"] if number > most else []
    return found if smallest(page) >= 11 else [*found, f"{address}: less than eleven points"]
