"""A picture goes from the house into a field of the form of a module, described, and nothing that was typed is lost."""

import pytest
from lxml.html import HtmlElement

from content.pictures.picture_file import named_in, picture_line
from content.text.module_form import read_form
from models.catalogue import drafts
from models.tables.documents import Document
from tests.directory.pages.test_imports import said
from tests.drawings import drawn
from tests.house import House
from tests.page_browser import Browser, Page
from tests.pictures import DESCRIPTION
from tests.studio.pages.authoring.at_her_desk import SAVE
from tests.studio.pages.test_pictures import brought, published
from tests.studio.pages.test_pictures_brought import bring, here

BODY = "cards-0-body"
CHOOSE = ("do", f"picture:{BODY}")


@pytest.fixture
def browser(house: House) -> Browser:
    return house.browser_of(house.person(trainer=True))


def in_form(browser: Browser, module_id: str) -> Page:
    """A new module, open in its form."""
    browser.get("/authoring")
    browser.send("/authoring", id=module_id, title="Lire une lettre")
    return browser.get(f"/authoring/{module_id}?as=form")


def body_of(house: House, module_id: str) -> str:
    return read_form(house.read(lambda db: drafts.latest_text(db, db.get_one(Document, module_id)))).cards[0].body


def ways_to(page: Page, picture_hash: str) -> list[HtmlElement]:
    """The links that lead to a picture, to be put where one comes from."""
    return page.tree.xpath(f"//a[starts-with(@href, '/pictures/{picture_hash}/place?')]")  # type: ignore[no-any-return]


def describe(browser: Browser, picture_hash: str, description: str) -> Page:
    return browser.send(f"/pictures/{picture_hash}/place", description=description)


def test_a_picture_of_the_house_goes_below_what_was_just_typed_and_one_goes_on_there(
    house: House, browser: Browser
) -> None:
    shown = brought(house, 41)
    in_form(browser, "avec-une-image")
    page = browser.send("", CHOOSE, title="Lire à deux", **{"cards-0-title": "La lettre", BODY: "Lisez-la à deux."})
    assert (page.path, page.heading) == ("/pictures", "Mettre une image")
    assert "Lire à deux · Carte 1 · La lettre" in said(page)
    (way,) = ways_to(page, shown.hash)
    browser.get(way.get("href"))
    page = describe(browser, shown.hash, DESCRIPTION)
    line = picture_line(shown.hash, DESCRIPTION)
    assert body_of(house, "avec-une-image") == f"Lisez-la à deux.\n\n{line}"
    fields = page.form().fields
    assert (page.path, fields["title"], fields[BODY].replace("\r", "")) == (
        *("/authoring/avec-une-image", "Lire à deux"),
        f"Lisez-la à deux.\n\n{line}",
    )
    assert page.part(f"f-{BODY}").get("autofocus") is not None
    assert page.part("f-cards-0").get("open") is not None


def test_without_a_description_nothing_goes_into_the_text(house: House, browser: Browser) -> None:
    shown = brought(house, 42)
    in_form(browser, "sans-description")
    browser.get(f"/pictures/{shown.hash}/place?module=sans-description&field={BODY}")
    before = body_of(house, "sans-description")
    for words, told in ((" \n ", "qui ne la voit pas n'a que ces mots"), ("x" * 1001, "1000")):
        page = describe(browser, shown.hash, words)
        assert (page.status, told in said(page)) == (422, True)
    assert body_of(house, "sans-description") == before
    describe(browser, shown.hash, DESCRIPTION)
    assert body_of(house, "sans-description").endswith(picture_line(shown.hash, DESCRIPTION))


def test_a_picture_is_found_by_what_texts_say_it_shows_and_this_is_proposed_in_their_language(
    house: House, browser: Browser
) -> None:
    shown = published(house, 43, "decrite-ailleurs")
    in_form(browser, "decrite-ici")
    page = browser.send("", CHOOSE)
    (way,) = ways_to(page, shown.hash)
    assert way.text == DESCRIPTION.replace("'", "’")
    page = browser.get(way.get("href"))
    assert page.form(f"/pictures/{shown.hash}/place").fields["description"] == DESCRIPTION
    browser.get("/authoring/decrite-ici?as=form")
    browser.send("", SAVE, language="nl")
    page = browser.get(way.get("href"))
    assert page.form(f"/pictures/{shown.hash}/place").fields["description"] == ""


def test_a_picture_that_is_brought_for_a_field_leads_back_to_it_once_it_is_read(house: House, browser: Browser) -> None:
    in_form(browser, "apportee-ici")
    where = browser.send("", CHOOSE).address
    waiting = bring(browser, drawn(44), where=where)
    assert "En lecture" in said(waiting)
    (polled,) = waiting.tree.xpath("//@hx-get")
    assert polled == waiting.address
    page = here(browser, house)
    page = browser.get(polled)
    (name,) = {one.split("/")[2] for one in page.tree.xpath("//form/@action") if one.endswith("/place")}
    page = describe(browser, name, DESCRIPTION)
    assert page.path == "/authoring/apportee-ici"
    assert named_in(page.form().fields[BODY]) == (name,)


def test_a_text_that_changes_meanwhile_is_shown_before_anything_goes_into_it(house: House, browser: Browser) -> None:
    shown = brought(house, 46)
    in_form(browser, "change-entre-temps")
    browser.get(f"/pictures/{shown.hash}/place?module=change-entre-temps&field={BODY}")
    other = house.browser_of(house.person(trainer=True))
    other.get("/authoring/change-entre-temps?as=form")
    other.send("", SAVE, **{"cards-0-title": "Une autre carte", BODY: "D'une autre main."})
    page = describe(browser, shown.hash, DESCRIPTION)
    assert (page.status, "Une autre carte" in said(page)) == (422, True)
    assert body_of(house, "change-entre-temps") == "D'une autre main."
    describe(browser, shown.hash, DESCRIPTION)
    assert body_of(house, "change-entre-temps").startswith("D'une autre main.\n\n![")


def test_rows_that_were_moved_in_the_page_keep_their_picture(house: House, browser: Browser) -> None:
    in_form(browser, "deplacee-avant")
    page = browser.send("", ("do", "add:cards"), **{BODY: "La première."})
    sent = {**dict(page.form().form_values()), "cards-1-title": "La seconde", "do": "picture:cards-1-body"}
    moved = sorted(sent.items(), key=lambda one: one[0].startswith("cards-0-"))
    answer = browser.client.post("/authoring/deplacee-avant", data=dict(moved))
    assert answer.headers["Location"] == f"/pictures?module=deplacee-avant&field={BODY}"
    assert "Carte 1 · La seconde" in said(browser.get(answer.headers["Location"]))


def test_only_a_field_that_shows_pictures_takes_one(house: House, browser: Browser) -> None:
    for field in ["title", "cards-7-body", "cards-0-title", "x"]:
        shown = brought(house, 49)
        in_form(browser, f"pas-la-{field}")
        page = browser.get(f"/pictures/{shown.hash}/place?module=pas-la-{field}&field={field}")
        assert (page.status, "Le champ de cette image n'est plus là" in said(page)) == (409, True)
