"""A pathway in the hands of whoever types it: what its pages send, and what comes back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from lxml.html import HtmlElement

from tests.content.pathway.test_pathway_text import TEXT
from tests.house import House
from tests.page_browser import Browser, Page, page_of

PUBLIC = "https://boussole.brussels.example"
CODE = re.compile(rf"{re.escape(PUBLIC)}/f#(\S+)")
CITING = TEXT.replace("onem-duree", "duree")
"""A pathway that cites the rule of the small pack."""


def sent(browser: Browser, text: str, verb: str = "draw", **fields: str) -> Page:
    """What comes of a pathway that is typed as a list, and of a button pressed under it."""
    page = page_of(browser.client.post("/sheet", data={"typed": "list", "text": text, "do": verb, **fields}))
    browser.page = page
    return page


def pressed(browser: Browser, verb: str, **fields: str) -> Page:
    """What comes of the page's own form with what it holds, and a button pressed."""
    return browser.send("/sheet", ("do", verb), **fields)


def places(page: Page) -> list[str]:
    """The places of the drawing, each in its words."""
    return [plain(drawn.text_content()) for drawn in page.tree.xpath("//*[@data-place]")]


def plain(text: str) -> str:
    """Words with ordinary spaces and apostrophes."""
    return " ".join(text.translate({0x202F: " ", 0xA0: " ", 0x2019: "'"}).split())


def typed(page: Page) -> str:
    """The text that the page carries."""
    area: list[HtmlElement] = page.tree.xpath("//textarea[@name='text']")
    return area[0].text or "" if area else page.tree.xpath("//input[@name='text']/@value")[0]


@contextmanager
def public(house: House) -> Iterator[None]:
    """The house has a public address for a while."""
    before = house.app.extensions["settings"]
    house.app.extensions["settings"] = replace(before, public_url=PUBLIC)
    yield
    house.app.extensions["settings"] = before
