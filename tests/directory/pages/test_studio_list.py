"""The workshop of the directory: an entry is begun, mended, looked at, read by a colleague, published, taken back."""

import pytest

from content.directory.entry_text import write_entry
from content.kinds import ENTRY
from models.catalogue import documents
from models.tables.directory import ListedEntry
from models.tables.documents import Document, DocumentStatus
from tests.directory.published_entries import confidential, entry, publish_entries
from tests.directory.tested_tools import tool
from tests.house import House
from tests.page_browser import Browser, Page
from tests.site.pages.flaws import flaws
from tests.starters import written_over

WORKSHOP, EDITOR = "/directory/workshop", "/authoring/entry:ecoute"
IN_FORM = f"{EDITOR}?as=form"
PUBLISH, REVIEW = ("do", "publish"), ("do", "review")


@pytest.fixture
def browser(house: House) -> Browser:
    return in_the_workshop(house)


def in_the_workshop(house: House) -> Browser:
    """A trainer, who has a colleague and entries to look after."""
    with house.store.writing() as db:
        publish_entries(db, entry(), tool(), confidential())
    house.person(trainer=True)
    return house.browser_of(house.person(trainer=True))


def said(page: Page) -> str:
    return " ".join(page.text.split())


def text_of(page: Page) -> str:
    return str(page.tree.xpath("//textarea[@id='text']")[0].value).removeprefix("\n")


def telephone(house: House) -> str:
    """The one under which « ecoute » is listed."""
    return house.read(lambda db: db.get_one(ListedEntry, "entry:ecoute").telephone)


def changed(telephone: str) -> str:
    """The text of « ecoute » with another telephone."""
    return write_entry(entry()).replace("02 000 00 00", telephone)


def test_the_workshop_leads_to_the_entries_and_each_to_its_editor(house: House, browser: Browser) -> None:
    assert WORKSHOP in browser.get("/authoring").links()
    page = browser.get(WORKSHOP)
    assert flaws(page) == []
    assert {IN_FORM, "/directory/entry/ecoute", "/directory/tools/outil", "/versions/entry:ecoute"} <= set(page.links())
    assert page.tree.xpath("//nav//a[@aria-current]/@href") == ["/authoring"]
    assert "Un lieu d’accueil" in said(page)


def test_it_is_sieved_by_words_kind_and_state(browser: Browser) -> None:
    page = browser.get(f"{WORKSHOP}?q=ecoute&kind=service&stage=published")
    assert IN_FORM in page.links() and "/authoring/entry:outil?as=form" not in page.links()
    assert "Une entrée." in said(page) and flaws(page) == []
    assert "Aucune entrée ici." in said(browser.get(f"{WORKSHOP}?stage=retired"))
    assert browser.get(f"{WORKSHOP}?kind=rien&stage=rien&page=-3").status == 200


def test_an_entry_is_begun_and_published(house: House, browser: Browser) -> None:
    browser.get(WORKSHOP)
    page = browser.send(f"{WORKSHOP}/entries", name="Un outil nouveau", id="nouveau", kind="tool")
    assert (page.path, page.came_by, flaws(page)) == ("/authoring/entry:nouveau", (303,), [])
    assert "elle sera dans le répertoire dès sa publication" in said(page)
    page = browser.send("", ("do", "view:text"))
    page = browser.send("", PUBLISH, text=written_over(text_of(page), ENTRY))
    assert "La version 1 est publiée." in said(page)
    assert browser.get("/directory/tools/nouveau").status == 200


def test_what_was_typed_of_a_refused_entry_comes_back_at_the_field_in_fault(house: House, browser: Browser) -> None:
    for name, id, field in [
        ("", "", "name"),
        ("n" * 151, "", "name"),
        ("Une école", "ecoute", "id"),
        ("Une école", "Majuscule", "id"),
        ("Une école", "a/b", "id"),
    ]:
        browser.get(WORKSHOP)
        before = house.rows()
        page = browser.send(f"{WORKSHOP}/entries", name=name, id=id, kind="measure")
        assert (page.status, flaws(page), house.rows()) == (422, [], before)
        assert (page.part("name").get("value"), page.part("id").get("value")) == (name, id)
        assert page.tree.xpath("//input[@name='kind'][@checked]/@value") == ["measure"]
        assert [one.get("id") for one in page.tree.xpath("//*[@autofocus]")] == [field]
        told = page.part(f"{field}-error")
        assert told.text_content().strip() and told.get("id") in page.part(field).get("aria-describedby").split()


def test_the_editor_shows_the_entry_as_its_page_does(browser: Browser) -> None:
    page = browser.get(EDITOR)
    preview = " ".join(page.part("preview").text_content().split())
    assert "Habiter Bruxelles" in preview
    looked = browser.client.post(
        f"{EDITOR}/look", data={"csrf_token": page.form().fields["csrf_token"], "text": "rien qui se lise"}
    )
    assert "L’aperçu revient" in looked.text and 'id="problems"' in looked.text


def test_a_colleague_reads_a_change_and_approves_it(house: House, browser: Browser) -> None:
    browser.get(EDITOR)
    page = browser.send("", REVIEW, text=changed(telephone="02 111 11 11"), change="meaning")
    assert "La relecture est demandée à toute l’équipe." in said(page)
    assert "en relecture" in said(browser.get(f"{WORKSHOP}?stage=in+review"))
    assert telephone(house) == "02 000 00 00"
    reader = house.visitor(trainer=True)
    address = next(one for one in reader.get("/authoring").links() if one.startswith("/reviewing/"))
    page = reader.get(address)
    assert "02 111 11 11" in page.body and flaws(page) == []
    page = reader.send(f"{address}/decide", ("do", "approve"))
    assert "est publiée." in said(page)
    assert telephone(house) == "02 111 11 11"
    assert house.read(lambda db: db.get_one(Document, "entry:ecoute").draft) is None


def test_versions_are_compared_and_an_earlier_one_is_taken_up(house: House, browser: Browser) -> None:
    number = house.read(lambda db: documents.versions(db, db.get_one(Document, "entry:ecoute"))[0].number)
    browser.get(EDITOR)
    browser.send("", PUBLISH, text=changed(telephone="02 111 11 11"), change="meaning", word="Le numéro a changé")
    page = browser.get("/versions/entry:ecoute")
    assert flaws(page) == [] and WORKSHOP in page.links()
    assert f"a publié la version {number + 1}" in said(page) and "Le numéro a changé" in said(page)
    page = browser.get(f"/versions/entry:ecoute/{number}/{number + 1}")
    assert "111" in said(page) and flaws(page) == []
    browser.get(f"/versions/entry:ecoute/{number}")
    page = browser.send(f"/versions/entry:ecoute/{number}/restore")
    assert "Ce texte est maintenant le brouillon." in said(page)
    assert "02 000 00 00" in text_of(browser.get(EDITOR))


def test_what_a_change_means_is_said_in_words_of_an_entry(browser: Browser) -> None:
    page = browser.get(EDITOR)
    for words in ("Relu, ou mieux dit", "Ce qu’elle dit a changé", "Retirer du répertoire", "Toutes les entrées"):
        assert words in said(page)
    for words in ("module", "appris", "La clé était fausse", "Essayer sans enregistrer"):
        assert words not in " ".join(page.tree.xpath("//main")[0].text_content().split())


def test_an_entry_is_retired_and_a_new_version_puts_it_back(house: House, browser: Browser) -> None:
    page = browser.get(EDITOR)
    assert page.tree.xpath("//details[not(@open)]//form[contains(@action, '/retire')]")  # it asks once
    page = browser.send(f"{WORKSHOP}/ecoute/retire")
    assert page.path == WORKSHOP and "n’est plus dans le répertoire" in said(page)
    assert browser.get("/directory/entry/ecoute").status == 404
    assert house.read(lambda db: db.get_one(Document, "entry:ecoute").status) == DocumentStatus.RETIRED
    # In its form, or as a text where she has asked for texts before.
    assert {IN_FORM, EDITOR}.intersection(browser.get(f"{WORKSHOP}?stage=retired").links())
    browser.get(EDITOR)
    browser.send("", PUBLISH)
    assert browser.get("/directory/entry/ecoute").status == 200
