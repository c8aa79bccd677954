"""A picture is brought, read by the worker, found again, put into a text, withdrawn."""

from io import BytesIO
from time import monotonic

import pytest

from content.pictures.picture_file import named_in
from models.catalogue import pictures
from models.tables.audit import AuditVerb
from models.tables.people import Account
from tests.directory.pages.test_imports import said
from tests.drawings import drawn
from tests.house import House
from tests.page_browser import Browser, Page
from watchers.uploads import work_through

TERMS = {"rights": "house", "credit": "", "recognised": "nobody"}


@pytest.fixture
def who(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House, who: Account) -> Browser:
    return house.browser_of(who)


def bring(browser: Browser, data: bytes, name: str = "lettre.png", where: str = "/pictures", **terms: str) -> Page:
    browser.get(where)
    file = (BytesIO(data), name)
    return browser.send("/pictures", **{**TERMS, **terms}, file=file)  # type: ignore[arg-type]


def here(browser: Browser, house: House) -> Page:
    """The page of the upload, once the worker has read what was due."""
    assert work_through(house.store, house.clock, monotonic() + 60) is False
    return browser.get(browser.page.path)


def line(page: Page) -> str:
    """What is to be copied into a text."""
    return page.part("line").text or ""


def test_a_picture_is_brought_from_a_module_and_its_line_shows_it_there(
    house: House, browser: Browser, who: Account
) -> None:
    house.new_module("avec-image")
    (way,) = browser.get("/authoring/avec-image").tree.xpath("//a[starts-with(@href, '/pictures')]/@href")
    waiting = bring(browser, drawn(31), "C:\\lettres\\<b>.png", way)
    assert "En lecture" in said(waiting)
    assert waiting.path in waiting.links()
    page = here(browser, house)
    assert "L'image est là." in said(page)
    assert page.tree.xpath("//main//img/@width") == ["31"]
    assert "/authoring/avec-image?as=form" in page.links()
    (name,) = named_in(line(page))
    looked = browser.post("/authoring/avec-image/look", text=f"---\n---\n\n## Carte\n\n{line(page)}\n")
    assert looked.tree.xpath(f"//img[@src='/pictures/{name}']/@alt") == ["Décrivez ici ce que montre l’image"]
    assert [verb for verb, _ in house.deeds(who)] == [AuditVerb.BRING_PICTURE]


def test_without_rights_or_agreement_nothing_is_kept(house: House, browser: Browser) -> None:
    for terms, told in [
        ({"recognised": "not_agreed"}, "Sans accord écrit, cette image ne peut pas être apportée"),
        ({"rights": "licensed"}, "Dites quelle licence, et de qui est l'image."),
        ({"rights": "stolen"}, "Rien n'est encore gardé"),
        ({"recognised": ""}, "Rien n'est encore gardé"),
    ]:
        before = house.rows()["upload"]
        page = bring(browser, drawn(), **terms)
        assert (page.status, told in said(page)) == (422, True)
        assert house.rows()["upload"] == before


def test_terms_credit_and_agreement_stand_with_the_picture(house: House, browser: Browser) -> None:
    bring(browser, drawn(32), rights="licensed", credit="CC BY 4.0, Musée", recognised="agreed")
    (name,) = named_in(line(here(browser, house)))
    page = said(browser.get(f"/pictures/{name}/about"))
    for told in ("sous licence", "CC BY 4.0, Musée", "son accord écrit est gardé", "apportée par Claire", "Aucun."):
        assert told in page
    assert f"/pictures/{name}/about" in browser.get("/pictures").links()


def test_a_picture_is_withdrawn_for_a_reason_and_the_journal_says_it(
    house: House, browser: Browser, who: Account
) -> None:
    bring(browser, drawn(33))
    (name,) = named_in(line(here(browser, house)))
    assert browser.client.get(f"/pictures/{name}").status_code == 200
    browser.get(f"/pictures/{name}/about")
    about = browser.send(f"/pictures/{name}/withdraw")
    assert "Choisissez une raison" in said(about)
    page = browser.send(f"/pictures/{name}/withdraw", reason="rights")
    assert "L'image est retirée de tous les textes" in said(page)
    assert "Image retirée le" in said(page)
    assert not page.tree.xpath("//form[contains(@action, 'withdraw')]")
    assert browser.client.get(f"/pictures/{name}").status_code == 404
    with house.store.reading() as db, pytest.raises(pictures.NoSuchPicture):
        pictures.bytes_of(db, name, published=False)
    assert (AuditVerb.WITHDRAW_PICTURE, f"picture:{name}") in house.deeds(who)
    journal = house.visitor(administrator=True).get("/journal")
    assert "a retiré une image : les droits manquent" in said(journal)
    bring(browser, drawn(33))
    assert "elle ne peut pas revenir" in said(here(browser, house))


def test_texts_that_show_it_are_named_and_lead_to_the_studio(house: House, browser: Browser) -> None:
    bring(browser, drawn(34))
    shows = line(here(browser, house))
    (name,) = named_in(shows)
    browser.post("/authoring", id="montre-une-image")
    page = browser.get("/authoring/montre-une-image")
    text = page.part("text").text + f"\n{shows}\n"
    browser.send("/authoring/montre-une-image", ("do", "save"), text=text)
    page = browser.get(f"/pictures/{name}/about")
    assert "/authoring/montre-une-image?as=form" in page.links()
    assert "brouillon seulement" in said(page)
