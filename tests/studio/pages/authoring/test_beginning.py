"""A trainer begins a module, and nothing that she types is lost."""

import re
from urllib.parse import urlsplit

from models.catalogue import documents
from models.tables.documents import DocumentStatus
from models.tables.people import Account
from tests.house import House
from tests.page_browser import Browser, words
from tests.starters import written_over
from tests.studio.pages.authoring.at_her_desk import PUBLISH, SAVE, TITLE, create, document, published, said, text_of


def test_it_works(house: House, browser: Browser) -> None:
    module_id = create(browser)
    assert browser.page.path == f"/authoring/{module_id}"
    assert text_of(browser.page).startswith(f"---\nid: {module_id}\ntitle: {TITLE}\n")
    browser.send("", PUBLISH, text=written_over(text_of(browser.page)))
    assert document(house, module_id).status == DocumentStatus.PUBLISHED
    assert f"/modules/{module_id}" in browser.get("/modules").links()


def test_an_id_that_is_taken_or_unfit_is_told_beside_its_field_and_all_that_was_typed_is_kept(
    house: House, browser: Browser
) -> None:
    for typed in ["ecouter", "skills.yaml", "Majuscule", "deux mots", "é", "a/b", "../x", "un.nl"]:
        browser.get("/authoring")
        before = house.rows()
        page = browser.send("/authoring", id=typed, title="Un titre à garder", skill="listen.reflect")
        assert (page.path, page.status) == ("/authoring", 422)
        assert page.tree.xpath("//select[@name='skill']//option[@selected]/@value") == ["listen.reflect"]
        field = page.part("id")
        assert (field.get("value"), page.part("title").get("value")) == (typed, "Un titre à garder")
        assert page.part(field.get("aria-describedby").split()[-1]).get("class") == "error"
        assert house.rows() == before


def test_a_title_suggests_an_id_and_another_where_it_is_taken(house: House, browser: Browser) -> None:
    for wanted in ("l-ecoute-c-est-tout", "l-ecoute-c-est-tout-2"):
        browser.get("/authoring")
        page = browser.send("/authoring", id="", title="L’écoute, c’est tout !")
        assert page.path == f"/authoring/{wanted}"
        text = text_of(browser.get(f"/authoring/{wanted}"))
        assert documents.parse_module(text).title == "L’écoute, c’est tout !"


def test_what_was_there_to_begin_from_cannot_be_published(house: House, browser: Browser) -> None:
    browser.get("/authoring")
    browser.send("/authoring", id="", title="Rien d'écrit encore")
    browser.get("/authoring/rien-d-ecrit-encore")
    page = browser.send("", PUBLISH)
    assert page.status == 422
    lines = text_of(page).splitlines()
    told = [lines[int(number) - 1] for number in re.findall(r"Ligne (\d+)", words(page.part("problems").getparent()))]
    assert {"## Titre de la première carte", "- [x] La réponse juste", "  - title: Auteur, titre, année"} <= {*told}
    assert not any(line.startswith("title:") for line in told)
    assert document(house, "rien-d-ecrit-encore").status == DocumentStatus.DRAFT


def test_whatever_the_workshop_leads_to_stands_under_it(browser: Browser) -> None:
    for address in browser.get("/authoring").tree.xpath("//main//nav[@class='doors']//a/@href"):
        assert browser.get(address).tree.xpath("//nav//a[@aria-current]/@href") == ["/authoring"]


def test_texts_open_in_their_form_until_one_asks_for_the_text(browser: Browser) -> None:
    module_id = create(browser)

    def opened() -> str:
        links = browser.get("/authoring").links()
        return next(link for link in links if urlsplit(link).path == f"/authoring/{module_id}")

    assert opened() == f"/authoring/{module_id}?as=form"
    browser.get(opened())
    browser.send("", ("do", "view:text"))
    assert opened() == f"/authoring/{module_id}"
    browser.get(opened())
    browser.send("", ("do", "view:form"))
    assert opened() == f"/authoring/{module_id}?as=form"


def test_the_list_says_how_far_each_module_is(browser: Browser) -> None:
    draft, out = create(browser), published(browser)
    browser.get(f"/authoring/{out}")
    browser.send(f"/authoring/{out}/retire")
    page = browser.get("/authoring")
    told = {
        urlsplit(link.get("href")).path.rpartition("/")[2]: words(link.getparent())
        for link in page.tree.xpath("//main//li/a[@class='title']")
    }
    assert "publié" in told["ecouter"]
    assert "8 questions" in told["ecouter"]
    assert "brouillon" in told[draft]
    assert "retiré" in told[out]


def test_a_broken_text_is_not_published_but_kept_with_its_problems_and_their_lines(
    house: House, browser: Browser
) -> None:
    module_id = create(browser)
    text = text_of(browser.page).replace("[x]", "[ ]").replace("minutes: 5", "minutes: cinq")
    page = browser.send("", PUBLISH, text=text)
    assert (page.status, text_of(page)) == (422, text)
    told = re.findall(r"Ligne (\d+)", words(page.part("problems").getparent()))
    wrong = [written for number, written in enumerate(text.splitlines(), 1) if str(number) in told]
    assert wrong == ["minutes: cinq", f"## Question {module_id}-1 · listen.active"]
    assert document(house, module_id).draft == text
    assert document(house, module_id).status == DocumentStatus.DRAFT


def test_what_fits_nowhere_is_told_and_not_published(house: House, browser: Browser) -> None:
    for old, new in [
        ("id: {}", "id: un-autre"),
        ("Question {}-1", "Question listen-active-1"),
        ("listen.active", "listen.x"),
    ]:
        module_id = create(browser)
        page = browser.send("", PUBLISH, text=written_over(text_of(browser.page)).replace(old.format(module_id), new))
        assert page.status == 422
        assert "Ligne" in words(page.part("problems").getparent())
        assert document(house, module_id).status == DocumentStatus.DRAFT


def test_a_text_comes_back_as_it_was_typed(house: House, browser: Browser) -> None:
    module_id = create(browser)
    text = "\n\n  <b>& « é » ’ \t 😀</textarea><script>alert(1)</script>\nfin  \n\n"
    browser.send("", SAVE, text=text.replace("\n", "\r\n"))
    assert document(house, module_id).draft == text
    assert text_of(browser.page) == text
    assert browser.page.tree.xpath("//script[not(@src)]") == []


def test_two_trainers_do_not_overwrite_each_other(house: House, browser: Browser, trainer: Account) -> None:
    module_id = create(browser)
    other = house.visitor(trainer=True)
    other.get(f"/authoring/{module_id}")
    browser.send("", SAVE, text="le premier")
    for _ in range(2):  # to insist is not to choose
        page = other.send("", SAVE, text="le second")
        assert (page.status, text_of(page), page.part("theirs").text) == (422, "le second", "le premier")
    assert f"{trainer.name} a enregistré un autre texte" in said(page)
    assert document(house, module_id).draft == "le premier"
