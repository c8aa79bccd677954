"""In a real browser, by keyboard: trainers change a rule and draft a question, a learner is told."""

import re

from playwright.sync_api import Page, expect

from models.catalogue import in_force
from models.workshop import drafted_questions
from models.workshop.rule_changes import about
from tests.browser.devices import Devices
from tests.models.workshop.rule_changes.made import AUTHORITY
from tests.portal.house import House
from tests.watchers.mornings import tell

SENTENCES = ("La durée passe à 18 mois le 1er janvier 2027.", "Elle était de 24 mois, et de 36 mois avant 2020.")


def press(page: Page, name: str) -> None:
    """Reach a button by the keyboard, and press it."""
    button = page.get_by_role("button", name=name)
    button.focus()
    page.keyboard.press("Enter")


def test_two_trainers_change_a_rule_and_a_learner_is_told(devices: Devices, house: House) -> None:
    story = tell(house.store, "La durée change", house.clock(), sentences=SENTENCES)
    author, reader, learner = house.person(trainer=True), house.person(trainer=True), house.person()
    rule = next(iter(house.read(in_force.rules)))
    page = devices.open(author)
    page.goto(f"/news/{story}")
    page.get_by_role("link", name="Cette actualité change une règle").click()
    page.get_by_label("Quelle règle").select_option(rule)
    page.get_by_label("Où l’autorité le dit-elle").fill(AUTHORITY)
    page.get_by_label("en vigueur : la règle change").check()
    page.get_by_label("À partir du").fill("2027-01-01")
    page.get_by_label("Qui n’est pas touché").fill("Les étudiants.")
    press(page, "Proposer ce changement")
    expect(page.get_by_text("attend une seconde personne")).to_be_visible()
    (made,) = house.read(lambda db: about.of_story(db, story))
    hers = devices.open(learner)
    hers.goto(f"/news/{story}")
    expect(hers.get_by_text("Pourrait toucher")).to_be_visible()
    second = devices.open(reader)
    second.goto("/authoring")
    second.locator(f"section[aria-labelledby=changes-to-decide] a[href='/rule-changes/{made.id}']").click()
    press(second, "Accepter ce changement")
    expect(second.get_by_text("Le changement est accepté")).to_be_visible()
    hers.reload()
    expect(hers.get_by_text("Ne touche pas : Les étudiants.")).to_be_visible()
    page.goto(f"/rule-changes/{made.id}")
    press(page, "Annuler ce changement")
    expect(page.get_by_text("sont comme avant")).to_be_visible()


def test_a_question_is_drafted_from_a_story_and_a_word_is_said_of_it(devices: Devices, house: House) -> None:
    story = tell(house.store, "La durée change", house.clock(), sentences=SENTENCES)
    page, hers = devices.open(house.person(trainer=True)), devices.open(house.person())
    page.goto(f"/news/{story}")
    page.get_by_label("En entretien").fill("Dites que rien ne change avant janvier.")
    press(page, "Garder ce mot")
    expect(page.get_by_text("tout le monde le lit")).to_be_visible()
    hers.goto(f"/news/{story}")
    expect(hers.get_by_text("Dites que rien ne change avant janvier.")).to_be_visible()
    page.get_by_role("link", name="En tirer une question").click()
    press(page, "Mettre dans le brouillon du module")
    expect(page.get_by_role("heading", name="Ce qu’en disent les vérifications")).to_be_visible()
    (row,) = house.read(lambda db: drafted_questions.of_story(db, story))
    page.get_by_role("link", name="Ouvrir dans l’atelier").click()
    expect(page.get_by_label("Texte du module")).to_have_value(re.compile(re.escape(row.question_id)))
