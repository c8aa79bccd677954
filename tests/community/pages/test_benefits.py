"""The page of what is in force: each measure with its dates, or « non lue », and what changes next before all."""

from dataclasses import replace
from datetime import date

import pytest

from content.rules import RuleState
from models.studio.rule_changes import deciding
from models.studio.rule_changes.deciding import Wanted
from tests.builders import MONDAY, RULES, small_pack
from tests.community.test_benefits import OTHER, measure
from tests.directory.published_entries import publish_entries
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws
from tests.teaching import teach
from tests.watchers.mornings import tell

ADDRESS = "/directory/measures"


@pytest.fixture
def house(empty_house: House) -> House:
    teach(empty_house.store, replace(small_pack(), rules=RULES + OTHER))
    with empty_house.store.writing() as db:
        publish_entries(db, measure())
    return empty_house


def sections(page: Page) -> dict[str, list[str]]:
    """What stands under each heading."""
    found = page.tree.xpath("//main//section")
    return {words(one.find("h2")): [words(item) for item in one.iterfind(".//li")] for one in found}


def test_each_says_for_whom_since_when_and_when_that_was_read(house: House) -> None:
    page = house.visitor().get(ADDRESS)
    assert (page.heading, flaws(page)) == ("Mesures en vigueur", [])
    assert list(sections(page)) == ["CPAS", "ONEM"]
    (said,) = sections(page)["ONEM"]
    for each in ("Écoute mesure", "Pour qui\u00a0: Qui a droit à l’aide", "Durée", "lu le 23 novembre 2026"):
        assert each in said
    assert "lu le 20 novembre 2026" in sections(page)["CPAS"][0]
    assert "/directory/entry/mesure" in page.links()


def test_it_is_in_the_language_of_whoever_reads_it(house: House) -> None:
    page = house.browser_of(house.person(language="nl")).get(ADDRESS)
    assert flaws(page, "nl") == []
    (said,) = sections(page)["ONEM"]
    assert "Luisteren mesure" in said
    assert "Wie recht heeft op steun" in said
    assert "Duur" in said
    english = house.browser_of(house.person(language="en")).get(ADDRESS)
    (said,) = sections(english)["ONEM"]
    assert "Écoute mesure" in said
    assert "Duration" in said


def test_what_changes_on_the_next_day_stands_before_all(house: House) -> None:
    author, reader = (house.person(trainer=True).learner_key for _ in range(2))
    story = tell(house.store, "La durée change", MONDAY)
    wanted = Wanted("duree", RuleState.IN_FORCE, "https://onem.example/a", date(2027, 1, 1), untouched="", cited=0)
    with house.store.writing() as db:
        deciding.accept(db, deciding.propose(db, story, wanted, MONDAY, author), MONDAY, reader)
    page = house.visitor().get(ADDRESS)
    first, *_ = sections(page)
    assert first == "Ce qui change au 1er janvier 2027"
    assert "Durée" in sections(page)[first][0]
    assert f"/news/{story}" in page.links()
    assert "Change le 1er janvier 2027." in sections(page)["ONEM"][0]
