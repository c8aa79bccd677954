"""A meeting of a public page without JavaScript, and the letters that a room holds up."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.devices import Devices
from tests.house import House
from tests.site.pages import gathering

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
LETTER = "document.querySelector('.letter-cards li').getBoundingClientRect().height"


@pytest.mark.every_chromium
def test_the_four_letters_fill_one_sheet(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto("/vignettes/letters")
    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    assert page.evaluate(LETTER) > 500


def test_a_meeting_is_announced_moved_and_cancelled_without_javascript(devices: Devices, house: House) -> None:
    team = gathering.page_of_a_team(house)
    page = devices.open(house.person(trainer=True), width=390, javascript=False)
    page.goto("/community/meetings")
    part = page.locator("section", has=page.locator(f"#page-{team.id}-title"))
    new = part.locator("details", has_text="Annoncer une rencontre")
    new.get_by_text("Annoncer une rencontre").click()
    new.get_by_label("Sujet").fill("Chercher sans ordinateur")
    new.get_by_label("Jour").fill((house.clock() + timedelta(days=3)).date().isoformat())
    new.get_by_label("De", exact=True).fill("14:00")
    new.get_by_label("À (heure de fin)").fill("13:00")
    new.get_by_label("Lieu").fill("Rue de l'Accueil 1")
    new.get_by_role("button", name="Annoncer").click()
    expect(new.get_by_text("La fin vient avant le début")).to_be_visible()
    new.get_by_label("À (heure de fin)").fill("15:30")
    new.get_by_role("button", name="Annoncer").click()
    line = part.get_by_role("listitem").filter(has_text="Chercher sans ordinateur")
    line.get_by_text("Changer", exact=True).first.click()
    line.get_by_role("button", name="Annuler cette rencontre").click()
    expect(page.get_by_text("C’est annulé")).to_be_visible()
