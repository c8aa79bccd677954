"""What is typed in a form is kept: beside another writer, without a connection, when an answer is lost."""

import re

import pytest
from playwright.sync_api import Route, expect

from models.catalogue import documents
from tests.browser.devices import Devices
from tests.browser.test_form import SAVED, new_module
from tests.browser.test_studio import NO_CONNECTION
from tests.portal.house import House


def test_two_writers_in_the_form_lose_nothing(devices: Devices, house: House) -> None:
    first = new_module(devices, house, house.person(trainer=True), "a-deux")
    second = devices.open(house.person(trainer=True))
    second.goto(first.url)
    first.locator('[name="title"]').fill("Le premier")
    expect(first.locator("#state")).to_have_text(SAVED)
    second.locator('[name="title"]').fill("Le second")
    told = second.get_by_role("alert").filter(visible=True)
    expect(told).to_contain_text("a enregistré un autre texte")
    second.get_by_role("button", name="Garder le mien").click()
    expect(second.locator('[name="title"]')).to_have_value("Le second")
    expect(second.get_by_label("Copiez d’ici")).to_have_value(re.compile("title: Le premier"))


def test_what_the_portal_has_not_received_comes_back_to_the_form(devices: Devices, house: House) -> None:
    devices.expected.append(NO_CONNECTION)
    page = new_module(devices, house, house.person(trainer=True), "dans-le-train")
    page.context.set_offline(True)
    page.locator('[name="title"]').fill("Écrit dans le train")
    expect(page.locator("#state")).to_have_text(re.compile("Non enregistré.*gardé sur cet appareil"))
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text("un texte que le portail n’a pas reçu")).to_be_visible()
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Écrit dans le train")
    expect(page.locator('[name="title"]')).to_have_value("Écrit dans le train")
    expect(page.get_by_role("button", name="Le reprendre")).to_be_hidden()


@pytest.mark.parametrize("view", ["form", "text"])
def test_an_answer_that_is_lost_makes_nobody_else_of_oneself(devices: Devices, house: House, view: str) -> None:
    devices.expected.append(NO_CONNECTION)
    name = f"reponse-perdue-{view}"
    page = new_module(devices, house, house.person(trainer=True), name)
    page.goto(f"/authoring/{name}?as={view}")
    field = page.locator('[name="title"], [name="text"]').first
    lost: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.url)
        route.abort()

    page.route("**/draft", lose, times=1)
    field.press_sequentially("A")
    expect(page.locator("#state")).to_have_text(re.compile("Non enregistré"))
    field.press_sequentially("B")
    expect(page.locator("#state")).to_have_text(SAVED, timeout=15_000)
    assert len(lost) == 1
    expect(page.locator("#conflict")).to_be_empty()
    kept = house.read(lambda db: documents.module_document(db, name).draft) or ""
    assert "AB" in kept
