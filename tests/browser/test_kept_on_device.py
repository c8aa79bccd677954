"""What this device keeps of a text: gone once the portal has it, offered once where it has not, whoever else writes."""

import re
from functools import partial

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from models.catalogue import documents, drafts
from models.tables.people import Account
from tests.browser.devices import Devices
from tests.browser.drawn import seen_on
from tests.browser.hands import heading
from tests.browser.test_form import SAVED, new_module
from tests.browser.test_studio import ARRIVED, NO_CONNECTION
from tests.house import PASSWORD, House
from tests.pictures import DESCRIPTION, bring
from tests.starters import written_over

SIGNED_OUT = r"Failed to load resource: the server responded with a status of 400 \(BAD REQUEST\)"
"""What Chromium writes when the portal no longer knows who sends something."""
COPIES = "Object.keys(localStorage).filter((name) => /^(form|text) /.test(name))"
"""The names of the texts that a device keeps."""


def nothing_is_offered(page: Page) -> bool:
    """The page comes back, and so again: nothing is offered, and no copy stays on the device."""
    for _ in range(2):
        page.wait_for_load_state()
        expect(page.locator("#kept")).to_be_hidden()
        if page.evaluate(COPIES):
            return False
        page.reload()
    return True


def test_what_the_form_has_sent_leaves_no_copy_behind(devices: Devices, house: House) -> None:
    name = "sans-reste"
    with house.store.writing() as db:
        shown = bring(db, house.clock(), 71)
    page = new_module(devices, house, house.person(trainer=True), name)
    page.locator('[data-row="cards-0"] > details > summary').click()
    page.locator('[name="cards-0-title"]').fill("Se taire")
    page.get_by_role("button", name="Ajouter une carte").click()
    expect(page.locator('[name="cards-1-title"]')).to_be_focused()
    assert nothing_is_offered(page)

    page.locator('[name="cards-1-title"]').fill("La page")
    page.locator('[name="cards-1-body"]').fill("Lisez-la à deux. ")
    page.get_by_role("button", name="Mettre une image : Ce qu’il faut savoir").last.click()
    page.get_by_role("link", name=re.compile(shown.hash[:8])).click()
    page.get_by_label("Ce que montre l’image").fill(DESCRIPTION)
    page.get_by_role("button", name="Mettre cette image").click()
    expect(page.locator('[name="cards-1-body"]')).to_be_focused()
    assert nothing_is_offered(page)

    page.get_by_role("button", name="Texte", exact=True).click()
    text = page.get_by_label(re.compile("^Texte"))
    text.fill(written_over(text.input_value()).replace("## Se taire", "## Se taire trois secondes"))
    page.get_by_role("button", name="Formulaire", exact=True).click()
    assert nothing_is_offered(page)

    page.locator('[name="title"]').fill("Sans reste, deux fois")
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("La version 1 est publiée.")).to_be_visible()
    assert nothing_is_offered(page)
    page.locator("summary", has_text="Retirer ce module").click()
    page.get_by_role("button", name="Retirer ce module", exact=True).click()
    expect(page.get_by_text("Le module est retiré.")).to_be_visible()
    page.goto(f"/authoring/{name}?as=form")
    assert nothing_is_offered(page)


@pytest.mark.parametrize("button", ["Garder le brouillon", "Formulaire", "Essayer sans enregistrer"])
def test_what_the_text_has_sent_leaves_no_copy_behind(devices: Devices, house: House, button: str) -> None:
    name = f"texte-sans-reste-{button[:5].lower()}"
    page = new_module(devices, house, house.person(trainer=True), name)
    page.goto(f"/authoring/{name}")
    text = page.get_by_label(re.compile("^Texte"))
    text.fill(text.input_value().replace("Titre du module", "Aussitôt envoyé") + "  \n")
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).and_(page.locator(":visible")).click()
    for view in ("form", "text"):
        page.goto(f"/authoring/{name}?as={view}")
        assert nothing_is_offered(page)


def test_an_entry_of_the_directory_leaves_no_copy_behind(devices: Devices, house: House) -> None:
    trainer = house.person(trainer=True)
    with house.store.writing() as db:
        drafts.create_entry(db, "sans-reste", EntryKind.SERVICE, house.clock(), trainer.learner_key)
    page = devices.open(trainer)
    page.goto("/authoring/entry:sans-reste?as=form")
    page.locator('[name="plain_fr"]').fill("Une écoute le soir. ")
    page.locator("summary", has_text="Ajouter un fait").first.click()
    page.get_by_role("button", name=re.compile("Délai")).first.click()
    page.wait_for_url(re.compile("did=add"))
    assert nothing_is_offered(page)


def test_what_arrives_while_one_leaves_leaves_no_copy_behind(devices: Devices, house: House) -> None:
    page = new_module(devices, house, house.person(trainer=True), "parti-avec")
    page.get_by_role("button", name="Ajouter une carte").click()
    expect(page.locator('[name="cards-1-title"]')).to_be_focused()
    page.locator('[name="cards-1-title"]').fill("Partie aussitôt")
    page.get_by_role("button", name="Monter : Carte").last.click()
    page.goto("/authoring")
    page.wait_for_function(ARRIVED, arg=["/authoring/parti-avec", "Partie aussitôt"])
    page.goto("/authoring/parti-avec?as=form")
    expect(page.locator('[name="cards-0-title"]')).to_have_value("Partie aussitôt")
    assert nothing_is_offered(page)


@pytest.mark.parametrize("view", [pytest.param("form", marks=pytest.mark.journey), "text"])
def test_a_text_typed_offline_is_kept_when_one_leaves_and_offered_once(
    devices: Devices, house: House, view: str
) -> None:
    devices.expected.append(NO_CONNECTION)
    name = f"hors-ligne-{view}"
    page = new_module(devices, house, house.person(trainer=True), name)
    page.goto(f"/authoring/{name}?as={view}")
    page.context.set_offline(True)
    field = page.locator('[name="title"], [name="text"]').first
    field.fill(field.input_value().replace("Titre du module", "Écrit dans le tunnel"))
    expect(page.locator("#state")).to_have_text(re.compile("ne répond pas.*gardé sur cet appareil"))
    context = page.context
    page.close()
    context.set_offline(False)

    page = context.new_page()
    page.goto(f"/authoring/{name}?as={view}")
    expect(page.get_by_text("un texte que le portail n’a pas reçu")).to_be_visible()
    assert len(page.evaluate(COPIES)) == 1
    page.get_by_role("button", name="Le reprendre").click()
    expect(heading(page)).to_have_text("Écrit dans le tunnel")
    expect(page.locator("#state")).to_have_text(SAVED)
    expect(page.locator("#conflict")).to_be_empty()
    assert nothing_is_offered(page)


def test_a_kept_form_is_not_lost_when_it_is_taken_up_offline(devices: Devices, house: House) -> None:
    devices.expected.append(NO_CONNECTION)
    page = new_module(devices, house, house.person(trainer=True), "deux-tunnels")
    page.context.set_offline(True)
    page.locator('[name="title"]').fill("Écrit dans le tunnel")
    expect(page.locator("#state")).to_have_text(re.compile("gardé sur cet appareil"))
    address, context = page.url, page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    context.route("**", no_network := lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Le reprendre").click()
    page.wait_for_url(re.compile("chrome-error"))
    context.unroute("**", no_network)
    page.goto(address)
    page.get_by_role("button", name="Le reprendre").click()
    expect(heading(page)).to_have_text("Écrit dans le tunnel")
    assert nothing_is_offered(page)


@pytest.mark.parametrize("view", ["form", "text"])
def test_a_text_sent_after_the_session_has_ended_is_offered_once_one_has_signed_in_again(
    devices: Devices, house: House, view: str
) -> None:
    devices.expected.append(SIGNED_OUT)
    name, trainer = f"session-finie-{view}", house.person(trainer=True)
    page = new_module(devices, house, trainer, name)
    page.goto(f"/authoring/{name}?as={view}")
    page.context.clear_cookies()
    field = page.locator('[name="title"], [name="text"]').first
    field.fill(field.input_value().replace("Titre du module", "Écrit après la fin"))
    page.locator(".keep").get_by_role("button", name="Garder le brouillon").click()
    expect(page.locator("main")).to_contain_text("Votre texte est gardé sur cet appareil : la page vous le proposera.")
    assert seen_on(page) == []
    reopen(page, trainer)
    page.get_by_role("button", name="Le reprendre").click()
    expect(heading(page)).to_have_text("Écrit après la fin")
    expect(page.locator("#state")).to_have_text(SAVED)
    assert nothing_is_offered(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_no_device_keeps_comes_back_with_the_page_of_the_ended_session(
    devices: Devices, house: House, javascript: bool
) -> None:
    devices.expected.append(SIGNED_OUT)
    trainer = house.person(trainer=True)
    page = devices.open(trainer, javascript=javascript)
    page.goto("/house/texts")
    page.locator('[name="text * fr counter"]').fill("Rue de l'Accueil 1, du lundi au vendredi")
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Ce que vous aviez écrit").first).to_have_value("Rue de l'Accueil 1, du lundi au vendredi")
    if javascript:
        assert seen_on(page) == []
    reopen(page, trainer)
    expect(page.locator('[name="text * fr counter"]')).to_be_visible()


def reopen(page: Page, account: Account) -> None:
    """From the page that says that the session has ended, back to where one wrote, through the door."""
    page.get_by_role("link", name="Rouvrir la page").click()
    page.get_by_label("Courriel").fill(account.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


@pytest.mark.parametrize(
    ("name", "choice"), [("mine", "Garder le mien"), ("both", "Garder les deux"), ("theirs", "Reprendre l’autre")]
)
def test_two_tabs_lose_nothing(devices: Devices, house: House, name: str, choice: str) -> None:
    name = f"deux-onglets-{name}"
    first = new_module(devices, house, house.person(trainer=True), name)
    second = first.context.new_page()
    second.goto(first.url)
    first.locator('[name="title"]').fill("Le premier")
    first.get_by_role("button", name="Ajouter une carte").click()
    expect(first.locator('[name="cards-1-title"]')).to_be_focused()
    second.locator('[name="title"]').fill("Le second")
    expect(second.get_by_role("alert").filter(visible=True)).to_contain_text("dans une autre fenêtre")
    second.get_by_role("button", name=choice).click()
    second.wait_for_load_state()
    expect(second.locator("#conflict")).to_be_empty()
    expect(second.locator("#kept")).to_be_hidden()

    first.reload()
    took_other = choice == "Reprendre l’autre"
    expect(first.locator("#kept")).to_be_visible(visible=took_other)  # of her own text the portal has nothing
    assert len(first.evaluate(COPIES)) == took_other
    latest, *aside = house.read(partial(texts_of, name))
    assert "title: Le premier" in "".join((latest, *aside))
    assert ("title: Le second" in "".join((latest, *aside))) is not took_other


def texts_of(name: str, db: Session) -> list[str]:
    """All that the portal keeps of what is being written."""
    document = documents.module_document(db, name)
    kept = (drafts.aside_of(db, document, one.id) for one in drafts.asides(db, document))
    return [drafts.latest_text(db, document), *(one.text for one in kept if one)]


@pytest.mark.parametrize("view", ["form", pytest.param("text", marks=pytest.mark.journey)])
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
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator("#state")).to_have_text(re.compile("Non enregistré"))
    field.press_sequentially("B")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator("#state")).to_have_text(SAVED, timeout=15_000)
    assert len(lost) == 1
    expect(page.locator("#conflict")).to_be_empty()
    assert "AB" in (house.read(lambda db: documents.module_document(db, name).draft) or "")
