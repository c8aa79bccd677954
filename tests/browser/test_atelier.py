"""« Atelier » in a real browser: a module begun, rules and entries written in their forms, files brought."""

import re
from time import monotonic
from uuid import uuid4

from playwright.sync_api import expect

from content.programmes import read_programmes
from models.catalogue import documents, drafts
from tests.bringing import SEVERAL, read_all
from tests.browser import lives
from tests.browser.devices import Devices
from tests.browser.drawn import DRAWN_BADLY, seen_on
from tests.browser.hands import LONGEST_WAY, choose, press, tab_to
from tests.browser.test_studio import SAVED, kept, studio, written
from tests.directory.published_entries import publish_entries
from tests.directory.tested_tools import tool
from tests.house import House
from watchers.uploads import work_through


def latest(house: House, document_id: str) -> str:
    return house.read(lambda db: drafts.latest_text(db, documents.document_of(db, document_id)))


def test_a_title_suggests_its_identifier_until_one_types_ones_own(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True))
    page.goto("/authoring")
    page.locator("summary", has_text="Choisir l’identifiant").click()
    title, identifier = page.get_by_label("Titre", exact=True), page.get_by_label("Identifiant")
    title.press_sequentially("L’œuvre d’Anaïs : été !")
    expect(identifier).to_have_value("l-oeuvre-d-anais-ete")
    identifier.fill("ecrire-clair")
    title.fill("L’œuvre d’Anaïs : été ! Encore.")
    expect(identifier).to_have_value("ecrire-clair")
    page.get_by_role("button", name="Commencer").click()
    expect(identifier).to_be_focused()
    expect(identifier).to_have_accessible_description(re.compile("déjà pris.*ecrire-clair-2"))
    expect(title).to_have_value("L’œuvre d’Anaïs : été ! Encore.")
    identifier.fill("")
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("L’œuvre d’Anaïs : été ! Encore.")
    assert "/authoring/l-oeuvre-d-anais-ete-encore" in page.url


def test_the_heading_follows_what_is_typed(devices: Devices, house: House) -> None:
    page = studio(devices, house)
    written(page).fill(written(page).input_value().replace("Titre du module", "Nommer l’émotion"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nommer l’émotion")
    expect(page).to_have_title(re.compile("^Nommer l’émotion"))
    expect(kept(page)).to_have_text(SAVED)


def test_a_dialogue_a_written_question_and_a_vignette_are_put_in_and_can_be_read(
    devices: Devices, house: House
) -> None:
    page = studio(devices, house)
    for name in ("Dialogue", "Écrire", "Vignette", "Dialogue"):
        page.get_by_role("group", name="Insérer un bloc").get_by_role("button", name=name).click()
    text = written(page).input_value()
    module = page.url.rpartition("/")[2]
    assert [f"## Dialogue {module}-dialogue-{number} · " in text for number in (1, 2)] == [True, True]
    assert "### Tour" in text
    expect(page.locator("#mend-said")).to_contain_text("corrections avant de publier")
    expect(page.locator("#problems")).to_contain_text("ce qui était là pour commencer")
    expect(page.locator("#problems li")).to_have_count(1)  # told once, with the lines of the others


def test_a_fault_of_a_closed_row_stands_in_it_and_the_list_leads_there(devices: Devices, house: House) -> None:
    author, before = house.person(trainer=True), latest(house, "rules.yaml")
    first, second, rest = before.split("    authority: ", 2)
    with house.store.writing() as db:
        text = f"{first}    authority: {second}{rest.partition(chr(10))[2]}"
        shared = documents.document_of(db, "rules.yaml")
        drafts.save_draft(db, shared, text, house.clock(), author.learner_key)
    page = devices.open(author)
    page.goto("/authoring/rules.yaml?as=form&at=rules-0")
    page.get_by_label("Qui décide").fill("L’ONEM")
    row = page.locator('[data-row="rules-1"]')
    expect(row.locator("[data-fault]")).to_have_text("Remplissez ce champ.")
    expect(page.locator('[data-rows="rules"] > :not(li)')).to_have_count(0)
    page.locator("#problems").get_by_role("link", name="Règle 2").click()
    expect(row.get_by_role("button", name=re.compile("^Ouvrir"))).to_be_focused()
    row.locator("[data-handle]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator('[data-rows="rules"] > li').first).to_have_attribute("data-row", "rules-1")
    expect(kept(page)).to_have_text(SAVED)
    with house.store.writing() as db:
        drafts.save_draft(db, documents.document_of(db, "rules.yaml"), before, house.clock(), author.learner_key)


def test_a_programme_gets_a_week_with_the_keyboard_alone(devices: Devices, house: House) -> None:
    lives.programme(house)
    author, before = house.person(trainer=True), latest(house, "programmes.yaml")
    page = devices.open(author)
    page.goto("/authoring/programmes.yaml?as=form")
    press(page, "Parcours d’accueil")
    weeks = page.locator('[data-rows="programmes-0-weeks"] > li')
    number = len(read_programmes(before)[0].weeks)
    tab_to(page.get_by_role("button", name="Ajouter une semaine"), farthest=LONGEST_WAY)
    page.keyboard.press("Enter")
    expect(weeks).to_have_count(number + 1)
    expect(weeks.last.get_by_label("Module")).to_be_focused()
    for words in ("ecrire-clair", "Parce que.", "Daarom."):
        page.keyboard.insert_text(words)
        page.keyboard.press("Tab")
    tab_to(weeks.last.locator("[data-handle]"))
    page.keyboard.press("ArrowUp")
    expect(page.locator("#form-said")).to_have_text(f"Déplacé : place {number}.")
    expect(kept(page)).to_have_text(SAVED)
    (first, *_) = read_programmes(latest(house, "programmes.yaml"))
    assert (first.weeks[-2].module, first.weeks[-2].why) == (
        "ecrire-clair",
        {"fr": "Parce que.", "nl": "Daarom."},
    )
    with house.store.writing() as db:
        drafts.save_draft(db, documents.document_of(db, "programmes.yaml"), before, house.clock(), author.learner_key)


def test_the_editor_of_an_entry_looks_at_what_is_typed_and_puts_a_fact_in(devices: Devices, house: House) -> None:
    with house.store.writing() as db:
        publish_entries(db, tool("en-chantier", skills=(), rules=()), at=house.clock())
    page = devices.open(house.person(trainer=True))
    page.goto("/authoring/entry:en-chantier")
    text = page.get_by_role("textbox", name="Texte", exact=True)
    text.fill(text.input_value().replace("Parler après une perte d'emploi", "Un mot tout neuf"))
    expect(page.locator("#preview").get_by_text("Un mot tout neuf")).to_be_visible()
    page.get_by_role("button", name="Fait", exact=True).click()
    expect(text).to_have_value(re.compile(r"\n  - kind: conditions\n    fr: \"Ce qu'il faut"))
    text.fill(text.input_value().replace("kind: tool", "kind: outil"))
    expect(page.get_by_text("« outil » n’est pas un code")).to_be_visible()
    expect(page.locator("#preview").get_by_text("L’aperçu revient")).to_be_visible()
    assert seen_on(page) == []


def test_a_file_of_questions_is_read_meanwhile_and_one_of_them_begins_a_module(devices: Devices, house: House) -> None:
    page = devices.open(house.person(trainer=True), width=320)
    page.goto("/exchange/imports")
    quiz = {"name": "quiz.txt", "mimeType": "text/plain", "buffer": SEVERAL.encode()}
    page.get_by_label("Fichier", exact=True).set_input_files(quiz)
    press(page, "Lire ce fichier")
    expect(page.get_by_text("Le fichier est en lecture")).to_be_visible()
    read_all(house.store, house.clock)
    expect(page.get_by_text("2 questions lues")).to_be_visible()
    page.get_by_role("checkbox", name="Qui décide du stage ?").press("Space")
    page.get_by_text("Énoncé et réponses").first.press("Enter")
    expect(page.get_by_text("Explication à écrire.").first).to_be_visible()
    assert page.evaluate(DRAWN_BADLY) == []
    page.get_by_label("Titre du nouveau module").fill(f"Le chômage {uuid4().hex[:6]}")
    press(page, "Ajouter au brouillon")
    expect(page.get_by_text("Questions ajoutées au brouillon : 1 sur 1.")).to_be_visible()


def test_a_file_of_services_is_read_meanwhile_its_columns_named_and_accepted_by_keys(
    devices: Devices, house: House
) -> None:
    table = "Nom;Joindre;Divers\nUne halte du quai;02 000 00 00;a\nUn relais du quai;0800 00 000;b\n;02;c\n"
    page = devices.open(house.person(trainer=True), width=320)
    page.goto("/directory/imports")
    sent = {"name": "liste.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.get_by_label("Fichier", exact=True).set_input_files(sent)
    page.get_by_label("De qui est ce répertoire").fill("du quai")
    page.get_by_label("Son adresse web").fill("https://exemple.be/liste")
    page.get_by_label("Service qui l’apporte").fill("Service emploi")
    page.get_by_label("Licence", exact=True).fill("Licence Ouverte 2.0")
    page.get_by_label("Où on la lit").fill("https://exemple.be/licence")
    press(page, "Apporter ce fichier")
    expect(page.get_by_text("attend d’être lu")).to_be_visible()
    read_services(house)
    choose(page.get_by_label("Joindre"), "Téléphone")
    press(page, "Lire le fichier ainsi")
    expect(page.get_by_text("attend d’être lu")).to_be_visible()
    read_services(house)
    expect(page.get_by_role("heading", name="2 entrées lues")).to_be_visible()
    expect(page.get_by_text("1 ligne n’est pas reprise.")).to_be_visible()
    press(page, "Ce qu’elle dit.*relais.*")
    expect(page.get_by_role("link", name="0800 00 000")).to_be_visible()
    assert page.evaluate(DRAWN_BADLY) == []
    tab_to(page.get_by_role("button", name="Tout accepter"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Publiées : 0 sur 2")).to_be_visible()
    read_services(house)
    expect(page.get_by_text("2 entrées de ce fichier sont publiées.")).to_be_visible()


def read_services(house: House) -> None:
    assert work_through(house.store, house.clock, monotonic() + 60) is False
