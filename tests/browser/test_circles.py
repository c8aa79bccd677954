"""A circle of colleagues from its date to the sentence that it keeps, and meetings of a public page."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.devices import Devices
from tests.portal import gathering
from tests.portal.house import House

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
LETTER = "document.querySelector('.letter-cards li').getBoundingClientRect().height"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_circle_from_its_date_to_its_sentence(devices: Devices, house: House, javascript: bool) -> None:
    asks, takes_part, reads = house.person(), house.person(), house.person(trainer=True)
    circle_id = gathering.circle(house, asks, takes_part, dated=False, put=False)
    page = devices.open(asks, javascript=javascript)
    page.goto(f"/circles/{circle_id}")
    page.get_by_label("Jour").fill((house.clock() + timedelta(days=1)).date().isoformat())
    page.get_by_label("De", exact=True).fill("12:00")
    page.get_by_label("À (heure de fin)").fill("13:00")
    page.get_by_label("Lien de la rencontre").fill("https://reunion.exemple.be/j/8731")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="Rejoindre en ligne")).to_be_visible()
    page.get_by_role("link", name="Choisir la question").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Prendre cette question").click()

    other = devices.open(takes_part, width=320, javascript=javascript)
    other.goto(f"/circles/{circle_id}")
    expect(other.locator("section[aria-labelledby=people]")).to_contain_text(asks.name)

    page.get_by_role("link", name="Montrer à la salle").click()
    expect(page.locator(".big-letter")).to_have_text(list("ABCD")[: page.locator(".big-letter").count()])
    expect(page.get_by_text("La meilleure réponse")).to_have_count(0)
    page.get_by_role("link", name="Voir la réponse").click()
    expect(page.get_by_text("La meilleure réponse")).to_have_count(1)
    page.get_by_role("link", name="Revenir au cercle").click()

    before = house.clock.at
    house.clock.pass_by(days=1, hours=6)
    page.reload()
    said = f"Demander d'abord qui garde déjà ({javascript})."
    page.get_by_label("Une phrase").fill(said)
    page.get_by_role("button", name="Garder cette phrase").click()
    expect(page.get_by_text("C’est gardé")).to_be_visible()
    trainer = devices.open(reads)
    trainer.goto("/reports/waiting")
    expect(trainer.get_by_text(said.replace("'", "’"))).to_be_visible()
    expect(trainer.locator("main")).not_to_contain_text(asks.name)
    house.clock.at = before


@pytest.mark.every_chromium
def test_the_four_letters_fill_one_sheet(devices: Devices, house: House) -> None:
    page = devices.open(house.person())
    page.goto("/circles/cards")
    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    assert page.evaluate(LETTER) > 500


@pytest.mark.parametrize("width", [320, 1280])
def test_a_question_is_read_from_the_back_of_the_room(devices: Devices, house: House, width: int) -> None:
    owner = house.person()
    circle_id = gathering.circle(house, owner)
    page = devices.open(owner, width=width)
    page.goto(f"/circles/{circle_id}/question")
    sizes = page.locator(".lettered p").evaluate_all(
        "all => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= (26 if width == 1280 else 17)


def test_a_meeting_is_announced_moved_and_cancelled_without_javascript(devices: Devices, house: House) -> None:
    team = gathering.page_of_a_team(house)
    page = devices.open(house.person(trainer=True), width=390, javascript=False)
    page.goto("/community/meetings")
    part = page.locator("section", has=page.locator(f"#page-{team.id}-title"))
    part.get_by_text("Annoncer une rencontre").click()
    part.get_by_label("Sujet").fill("Chercher sans ordinateur")
    part.get_by_label("Jour").fill((house.clock() + timedelta(days=3)).date().isoformat())
    part.get_by_label("De", exact=True).fill("14:00")
    part.get_by_label("À (heure de fin)").fill("13:00")
    part.get_by_label("Lieu").fill("Rue de l'Accueil 1")
    part.get_by_role("button", name="Annoncer").click()
    expect(part.get_by_text("La fin vient avant le début")).to_be_visible()
    part.get_by_label("À (heure de fin)").fill("15:30")
    part.get_by_role("button", name="Annoncer").click()
    page.get_by_role("link", name="Chercher sans ordinateur").click()
    page.get_by_role("button", name="Annuler cette rencontre").click()
    expect(page.get_by_text("C’est annulé")).to_be_visible()
