"""« Sans estimation », in a real browser: chosen, a module played to its end with nothing kept, and taken back."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.learning import objection
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.hands import heading, press, tab_to
from tests.house import PASSWORD, House

MODULE = "/modules/lire-un-chiffre"


@pytest.mark.parametrize("javascript", [True, False])
def test_she_objects_plays_a_module_to_its_end_and_takes_it_back(
    devices: Devices, house: House, javascript: bool
) -> None:
    account = house.person()
    lives.half_a_year(house, account)
    page = devices.open(account, javascript=javascript)
    objects(page)
    assert not any(house.read(lambda db: objection.kept(db, account.learner_key)))
    before = house.rows()
    page.goto("/")
    expect(page.get_by_text("Vous apprenez sans estimation")).to_be_visible()
    expect(page.locator("#compass")).to_have_count(0)
    page.goto(MODULE)
    press(page, "Commencer")
    expect(page).to_have_url(re.compile(f"{MODULE}/untraced$"))  # a press of a key does not wait for the next page
    assert plays_to_the_end(page) > 1
    assert house.rows() == before
    press(page, "Retour à l’accueil")
    press(page, "Changer")
    press(page, "Reprendre avec estimation")
    expect(page.get_by_role("status").first).to_contain_text("Boussole estime de nouveau")
    page.goto("/")
    expect(page.locator("#compass")).to_be_visible()


def objects(page: Page) -> None:
    """From « Mon compte », with what was kept erased."""
    page.goto("/account")
    press(page, "Apprendre sans estimation")
    expect(heading(page)).to_have_text("Sans estimation")
    expect(page.get_by_text(re.compile(r"^\d+ réponses données$"))).to_be_visible()
    press(page, "Effacer aussi ce qui a été gardé")
    tab_to(page.get_by_label("Mot de passe actuel"))
    page.keyboard.type(PASSWORD)
    press(page, "Effacer et apprendre sans estimation")
    expect(page.get_by_role("status").first).to_contain_text("vous apprenez sans estimation")


def plays_to_the_end(page: Page) -> int:
    """With the keyboard alone, every option explained; returns how many questions that were."""
    count = 0
    while not page.locator("#end").is_visible():
        here = heading(page).inner_text()
        if page.locator("[name=dont_know]").is_visible():
            press(page, "Je ne sais pas")
            expect(page.locator("#verdict")).to_have_text("Voici la réponse")
            expect(page.locator(".options .prose").first).to_be_visible()
            count += 1
        else:
            press(page, "Continuer|Passer aux questions")
            expect(heading(page)).not_to_have_text(here)
    expect(page.get_by_text("Rien n’en est gardé.")).to_be_visible()
    return count
