"""« Votre service » with a finger and with a mouse: filled in, read in the card, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser import lives
from tests.browser.devices import Devices
from tests.portal.house import House

LISTENER = "qui vous écoute"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_trainer_fills_in_a_blank_on_any_screen_and_reads_it_in_the_card(
    devices: Devices, house: House, width: int
) -> None:
    lives.house_with_blanks(house)
    page = devices.open(house.person(trainer=True), width=width)
    page.goto("/modules/tiers")
    page.get_by_role("link", name="Votre service", exact=True).click()
    field = page.get_by_label(LISTENER)
    field.fill(f"La permanence du {width}e")
    assert page.evaluate(WIDER) == 0
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("C’est noté")).to_be_visible()
    expect(field).to_have_value(f"La permanence du {width}e")
    page.get_by_role("link", name="« Autant en finir »").click()
    expect(page.get_by_text(f"Votre service : {LISTENER} : La permanence du {width}e")).to_be_visible()
    assert page.evaluate(WIDER) == 0


def test_a_field_that_comes_back_keeps_what_was_typed_and_says_what_somebody_else_has_written(
    devices: Devices, house: House
) -> None:
    lives.house_with_blanks(house)
    first, second = (devices.open(house.person(trainer=True), width=390) for _ in range(2))
    for page in (first, second):
        page.goto("/house/blanks")
    for page, text in ((first, "Au deuxième étage"), (second, "Au troisième étage")):
        page.get_by_label(LISTENER).fill(text)
        page.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_label(LISTENER)).to_have_value("Au troisième étage")
    expect(second.get_by_text("Quelqu’un a rempli ce champ entre-temps : « Au deuxième étage »")).to_be_visible()
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_text("C’est noté")).to_be_visible()
