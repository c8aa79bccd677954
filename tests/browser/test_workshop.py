"""A trainer's story, from a broken draft to a published version."""

import re

from playwright.sync_api import expect

from tests.browser.devices import Devices
from tests.browser.hands import go_on, heading
from tests.portal.house import House


def test_a_trainer_breaks_mends_tries_and_publishes_a_module(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto("/")
    page.get_by_role("link", name="Atelier", exact=True).click()
    page.get_by_role("link", name="Lire un chiffre du marché du travail", exact=True).click()
    page.get_by_role("button", name="Texte", exact=True).click()
    written = page.get_by_label("Texte du module")
    sound = written.input_value()
    broken = sound.replace("minutes: 5", "minutes: cinq")
    line = broken.splitlines().index("minutes: cinq") + 1

    written.fill(broken)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("Il reste des corrections à faire")
    expect(page.get_by_role("region", name="À corriger").get_by_role("listitem")).to_contain_text(f"Ligne {line}")
    page.reload()
    expect(written).to_have_value(broken)

    written.fill(sound.replace("Cinq questions à poser", "Cinq questions simples à poser"))
    page.get_by_role("button", name="Garder le brouillon").click()
    expect(page.get_by_text("Le brouillon est gardé.")).to_be_visible()

    before = house.rows()
    page.get_by_role("button", name="Essayer sans enregistrer").click()
    expect(page.get_by_text("Aperçu : rien n’est enregistré.")).to_be_visible()
    expect(heading(page)).to_contain_text("Cinq questions simples")
    while not page.locator("#end").is_visible():
        go_on(page)
    page.get_by_role("main").get_by_role("link", name="Retour à l’atelier").click()
    assert house.rows() == before

    page.get_by_label("Formulation").check()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("La version 2 est publiée.")).to_be_visible()
    expect(page.get_by_role("region", name="Versions").get_by_role("listitem")).to_have_text(
        [re.compile("Version 2.*la formulation"), re.compile("Version 1.*première")]
    )

    learner = devices.open(house.person())
    learner.goto("/modules")
    learner.get_by_role("link", name="Lire un chiffre").click()
    learner.get_by_role("button", name="Commencer").click()
    expect(heading(learner)).to_contain_text("Cinq questions simples")
