"""Modules in other languages: what a Dutch reader sees, and the trainers' page that shows two side by side."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from content.text.module_writer import write_module
from models.catalogue import documents
from models.ground.words import words
from models.studio import publishing
from models.tables.audit import Audit
from models.tables.documents import VersionChange
from tests import builders
from tests.builders import MONDAY, in_dutch, module, question
from tests.house import House
from tests.page_browser import Browser, Page
from tests.teaching import teach

ORIGINAL = module("ecouter")
TRANSLATION = in_dutch(ORIGINAL)
NOT_YET = words("nl").gettext("Pas encore en français")
DESK = "/authoring/ecouter/in/nl"


@pytest.fixture
def house(empty_house: House) -> Iterator[House]:
    """The small pack, of which one module is in Dutch too."""
    teach(empty_house.store, builders.with_translations(TRANSLATION))
    yield empty_house


@pytest.fixture
def dutch(house: House) -> Browser:
    return house.browser_of(house.person(language="nl"))


@pytest.fixture
def trainer(house: House) -> Browser:
    return house.visitor(trainer=True)


def change_meaning(house: House) -> None:
    """The original asks its first question otherwise."""
    first = question("listen-active-1")._replace(stem="Et maintenant ?")
    now = write_module(replace(ORIGINAL, questions=(first, *ORIGINAL.questions[1:])))
    with house.store.writing() as db:
        publishing.publish(db, documents.module_document(db, "ecouter"), now, VersionChange.MEANING, MONDAY, None)


# -------------------------------------------------------------------------------------------------- for those who learn


def lines_of(page: Page) -> dict[str, str]:
    """Each module of the list, by its title."""
    return {
        line.xpath("string(.//a)").strip(): line.text_content()
        for line in page.tree.xpath("//main//li[a[@class='title']]")
    }


def test_the_list_shows_each_module_in_dutch_where_it_is_and_says_where_it_is_not(dutch: Browser) -> None:
    listed = lines_of(dutch.get("/modules"))
    assert set(listed) == {TRANSLATION.title, "Cadre", "Reformuler"}
    assert {title for title, text in listed.items() if "alleen in het Frans" in text} == {"Cadre", "Reformuler"}


def test_a_card_is_in_dutch_or_says_that_it_is_not(dutch: Browser) -> None:
    for address, heading, said in [
        ("/modules/ecouter/cards/kaart-1", "Kaart 1", False),
        ("/modules/ecouter/cards/carte-1", "Kaart 1", False),
        ("/modules/cadre/cards/carte-1", "Carte 1", True),
        ("/modules/cadre", "Cadre", True),
    ]:
        page = dutch.get(address)
        assert page.heading == heading
        assert (NOT_YET in page.text) is said


def begun(browser: Browser, module_id: str) -> Page:
    browser.get(f"/modules/{module_id}")
    return browser.send(f"/modules/{module_id}/start")


def test_a_play_is_in_dutch_or_says_at_its_start_that_it_is_not(dutch: Browser) -> None:
    assert begun(dutch, "ecouter").heading == "Kaart 1"
    here = begun(dutch, "cadre")
    assert (here.heading, NOT_YET in here.text) == ("Carte 1", True)
    assert NOT_YET not in dutch.send(f"{here.path}/advance").text


def test_the_search_finds_what_is_in_dutch_and_says_of_the_rest_that_it_is_not(dutch: Browser) -> None:
    for query, heading, said in [("kaart", "Kaart 1", False), ("carte", "Carte 1", True)]:
        page = dutch.get(f"/search?q={query}")
        assert heading in page.text
        assert (NOT_YET in page.text) is said


# --------------------------------------------------------------------------------------------------------- for trainers


def blocks(page: Page) -> list[str]:
    return [field.text for field in page.tree.xpath("//textarea[@name='block']")]


def send(browser: Browser, parts: list[str], do: str = "save") -> Page:
    """Send the page that stands before a trainer with these blocks."""
    return browser.send(browser.page.path, ("do", do), block=parts)


def test_what_is_missing_in_which_language_is_listed(house: House, trainer: Browser) -> None:
    change_meaning(house)
    page = trainer.get("/translations")
    rows = [row.text_content() for row in page.tree.xpath("//section[@aria-labelledby='in-nl']//li")]
    assert ["à traduire" in row for row in rows] == [True, False, True]
    assert "listen-active-1" in rows[1]
    assert len(page.tree.xpath("//section[@aria-labelledby='in-en']//li")) == 3


def test_a_translation_begins_beside_its_original_and_nothing_is_kept_before_it_is_saved(
    house: House, trainer: Browser
) -> None:
    page = trainer.get("/authoring/cadre/in/nl")
    assert blocks(page)[1] == page.tree.xpath("//pre")[1].text_content() == "## Carte 1\n\nÀ lire."
    assert page.text.count("pas encore traduit") == len(blocks(page))
    assert house.read(lambda db: documents.translations_of(db, "cadre")) == []
    kept = send(trainer, ["half"])
    assert blocks(kept)[0] == "half"
    assert house.read(lambda db: [one.draft for one in documents.translations_of(db, "cadre")]) == ["half\n"]


def test_a_translation_is_published_when_it_says_what_its_original_says(house: House, trainer: Browser) -> None:
    page = trainer.get("/authoring/cadre/in/nl")
    refused = send(trainer, blocks(page), "publish")
    assert refused.status == 422
    assert "est encore celui de" in refused.text
    translation = write_module(in_dutch(module("cadre", ("frame.role",))))
    done = send(trainer, [translation], "publish")
    assert "La traduction est publiée." in done.text
    dutch = house.browser_of(house.person(language="nl"))
    assert begun(dutch, "cadre").heading == "Kaart 1"


def test_two_who_translate_at_once_lose_nothing(house: House, trainer: Browser) -> None:
    trainer.get(DESK)
    colleague = house.visitor(trainer=True)
    colleague.get(DESK)
    send(colleague, ["zij"])
    refused = send(trainer, ["ik"])
    assert (refused.status, blocks(refused)[0]) == (422, "ik")
    assert house.read(lambda db: [one.draft for one in documents.translations_of(db, "ecouter")]) == ["zij\n"]


def test_what_waits_is_named_and_confirmed_with_one_button(house: House, trainer: Browser, dutch: Browser) -> None:
    change_meaning(house)
    page = trainer.get(DESK)
    assert "La traduction reste juste" in page.text
    done = trainer.send(f"{DESK}/confirm")
    assert "de nouveau posées" in done.text
    assert "La traduction reste juste" not in done.text
    noted = house.read(lambda db: db.scalars(select(Audit).where(Audit.subject == "ecouter.nl")).all())
    assert [(row.verb, row.detail) for row in noted] == [("confirm", {"questions": ["listen-active-1"]})]
