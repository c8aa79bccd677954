"""What a trainer does at her desk."""

from uuid import uuid4

from models.tables.documents import Document
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.starters import written_over

SAVE, PUBLISH = ("do", "save"), ("do", "publish")
TITLE = "Le premier appel"


def create(browser: Browser, module_id: str | None = None) -> str:
    """A new module, begun and not written over; its id, and the browser at its text."""
    module_id = module_id or f"module-{uuid4().hex[:8]}"
    browser.get("/authoring")
    browser.send("/authoring", id=module_id, title=TITLE)
    browser.get(f"/authoring/{module_id}")
    return module_id


def published(browser: Browser) -> str:
    module_id = create(browser)
    assert browser.send("", PUBLISH, text=written_over(text_of(browser.page))).status == 200
    return module_id


def text_of(page: Page) -> str:
    return str(page.form().fields["text"])


def document(house: House, module_id: str) -> Document:
    return house.read(lambda db: db.get_one(Document, module_id))


def said(page: Page) -> str:
    return words(page.tree.xpath("//*[@role='status' or @role='alert'][not(@hidden)]")[0])
