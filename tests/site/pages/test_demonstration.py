"""The demonstration lets a visitor in as whom she likes; no other house does, nor opens as one of its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from content.errors import Undone
from models.language.prepare import FOLDER_FILES
from models.site import demo
from portal import create_app
from portal.site import setup
from tests.house import House


@pytest.fixture
def shown(house: House) -> House:
    """The house as `make demo` shows it."""
    with house.store.writing() as db:
        demo.let_in(db, house.clock(), "Europe/Brussels")
    app = create_app(replace(house.settings, demonstration=True), house.clock)
    app.extensions["store"] = house.store
    return replace(house, app=app)


def test_the_sign_in_page_lets_her_in_with_one_press_or_what_it_says(shown: House) -> None:
    for visitor in demo.VISITORS:
        browser = shown.stranger()
        page = browser.get("/sign-in")
        assert visitor.email in page.text and demo.PASSWORD in page.text
        form = next(one for one in page.forms() if one.fields.get("email") == visitor.email)
        entered = browser.post("/sign-in", **dict(form.form_values()))
        assert (entered.status, browser.get("/").path) == (303, "/")
        assert visitor.name.split()[0] in browser.get("/account").body


def test_a_house_of_real_people_shows_nobody(house: House) -> None:
    page = house.stranger().get("/sign-in")
    assert not any(one.email in page.body for one in demo.VISITORS)
    assert demo.PASSWORD not in page.body


@pytest.mark.nightly
def test_a_demonstration_does_not_become_a_house_of_real_people(shown: House, tmp_path: Path) -> None:
    with pytest.raises(Undone, match="démonstration"):
        setup.set_up(replace(shown.settings, encoder=made(tmp_path)), shown.clock(), print)


@pytest.mark.nightly
def test_a_house_of_real_people_does_not_become_a_demonstration(empty_house: House, tmp_path: Path) -> None:
    empty_house.person(administrator=True)
    settings = replace(empty_house.settings, encoder=made(tmp_path), demonstration=True)
    with pytest.raises(Undone, match="déjà des comptes"):
        setup.set_up(settings, empty_house.clock(), print)
    assert not empty_house.read(demo.are_there)


def made(encoder: Path) -> Path:
    """A folder in which the encoder has been made before."""
    for name in FOLDER_FILES:
        (encoder / name).touch()
    return encoder
