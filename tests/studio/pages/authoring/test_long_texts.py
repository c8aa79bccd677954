"""A text that is too long, or compared with another, keeps nobody from writing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import before_render_template

from tests.house import House
from tests.page_browser import Browser
from tests.studio.pages.authoring.at_her_desk import SAVE, create, document


@contextmanager
def others_writing(house: House) -> Iterator[list[str]]:
    """Somebody else writes whenever a page is put together."""
    written: list[str] = []

    def write(sender: object, template: object, context: object, **_: object) -> None:
        with house.store.writing():
            written.append(str(template))

    with before_render_template.connected_to(write, house.app):
        yield written


@pytest.mark.parametrize("address", ["/authoring/{}/draft", "/authoring/{}"])
def test_a_conflict_is_shown_while_others_write(house: House, browser: Browser, address: str) -> None:
    module_id = create(browser)
    browser.post(f"/authoring/{module_id}/draft", text="un", opened=str(browser.page.form().fields["opened"]))
    with others_writing(house) as written:
        page = browser.post(address.format(module_id), text="deux", opened="stale")
    assert page.status == 422
    assert written
    assert document(house, module_id).draft == "un"


def test_a_text_that_is_refused_is_kept_and_shown_while_others_write(house: House, browser: Browser) -> None:
    module_id = create(browser)
    with others_writing(house) as written:
        page = browser.send("", ("do", "publish"), text="rien qui se lise")
    assert (page.status, bool(written)) == (422, True)
    assert document(house, module_id).draft == "rien qui se lise"


def test_a_text_that_is_too_long_is_not_kept(house: House, browser: Browser) -> None:
    module_id = create(browser)
    before = document(house, module_id).draft
    assert browser.send("", SAVE, text="é" * 250_001).status == 422
    assert document(house, module_id).draft == before
