"""Danger, violence, suicide: on no page because they are near, on every page that finds where somebody says them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from content.directory.entry import EntryFactKind
from content.module import Card
from content.topics import write_topics
from models.tables.stories import StorySkill
from tests.builders import MONDAY, module, question, small_pack
from tests.directory.published_entries import entry, fact, publish_entries
from tests.house import House
from tests.page_browser import Page, words
from tests.teaching import teach
from tests.topics import DECIDING, TOPIC, said
from tests.watchers.mornings import tell

VIOLENCE = replace(
    TOPIC,
    id="violence",
    name={"fr": "Violence chez soi", "nl": "Geweld thuis", "en": "Violence at home"},
    aspects=(replace(TOPIC.aspects[0], id="peur", questions=(replace(DECIDING, id="peur-1", words=said("Peur ?")),)),),
)
"""Of the same skills and rules as the other topic."""
NAMES = ["Violence chez soi", "Écoute violences conjugales", "Autant en finir", "Traverser une menace"]


@pytest.fixture
def house(empty_house: House) -> House:
    """A house in which all is tied to all: modules, two topics, two services, one of them for people in danger."""
    cards = (Card("« Autant en finir »", "Lire : pensez-vous au suicide ?", crisis=True), Card("Écouter", "Lire."))
    tension = module("tension", ("listen.active",), (question("tension-1"),), title="Traverser une menace")
    modules = (replace(tension, cards=cards, cites=("duree",)), module("ecouter", cites=("duree",)))
    teach(empty_house.store, replace(small_pack(*modules), topics=write_topics([TOPIC, VIOLENCE])))
    line = (fact(EntryFactKind.NAME, "Écoute violences conjugales"), *entry().facts[1:])
    tied: dict[str, Any] = {"topics": ("garde",), "rules": ("duree",)}
    with empty_house.store.writing() as db:
        publish_entries(
            db,
            entry("ligne", facts=line, emergency=True, **{**tied, "topics": ("garde", "violence")}),
            entry("ecoute", **tied),
        )
    return empty_house


def told(page: Page) -> list[str]:
    """To which of them the page leads, on the screen or on paper."""
    titles = " ".join(words(one) for one in page.tree.xpath("//main//a[contains(@class, 'title')] | //main//h3"))
    return [name for name in NAMES if name in titles]


def test_they_stand_under_nothing_that_is_only_near_to_them(house: House) -> None:
    story = tell(house.store, "Une enquête", MONDAY - timedelta(hours=1))
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=3.0))
    browser = house.visitor()
    near = ["/modules/ecouter", "/modules/ecouter/cards/carte-1", f"/news/{story}", "/topics/garde"]
    near += ["/directory/entry/ecoute", "/sheet/from/garde-place-2"]
    assert {address: told(browser.get(address)) for address in near} == {address: [] for address in near}


def test_no_search_shows_them_for_words_that_they_only_share(house: House) -> None:
    for page in ["/briefing", "/search", "/directory"]:
        browser = house.visitor()
        for typed in ("lire", "perte d'emploi", "écoute", "la fin du mois", "place", "peur de l'entretien"):
            assert (typed, told(browser.get(f"{page}?q={typed}"))) == (typed, [])


def test_each_search_shows_them_to_whoever_says_them(house: House) -> None:
    browser = house.visitor()
    for typed in ("son mari la frappe", "haar man slaat haar", "violences"):
        shown = {page: told(browser.get(f"{page}?q={typed}")) for page in ("/briefing", "/search", "/directory")}
        assert (typed, shown) == (typed, {"/briefing": NAMES[:2], "/search": [NAMES[1]], "/directory": [NAMES[1]]})
    assert NAMES[2] in told(browser.get("/briefing?q=elle veut en finir"))


def test_what_was_said_stands_first(house: House) -> None:
    page = house.visitor().get("/briefing?q=elle veut en finir avant la durée")
    assert page.tree.xpath("//main//section")[0].get("aria-labelledby") == "cards"
    assert "Autant en finir" in words(page.tree.xpath("//main//section//li")[0])


def test_their_own_topic_and_the_whole_directory_show_them(house: House) -> None:
    browser = house.visitor()
    assert NAMES[1] in told(browser.get("/topics/violence"))
    assert NAMES[1] in told(browser.get("/directory?kind=service"))
    assert browser.get("/topics").links().count("/topics/violence") == 1
