"""The page of what is in force: each measure with its dates, or « non lue », and what changes next before all."""

from dataclasses import replace
from datetime import date

import pytest

from content.rules import RuleState
from models.catalogue import coming_into_force
from models.workshop.rule_changes import proposing
from models.workshop.rule_changes.proposing import Wanted
from tests.builders import MONDAY, RULES, small_pack
from tests.directory import publish_entries
from tests.models.test_measures import OTHER, forget_rule, measure
from tests.portal.browser import Page, words
from tests.portal.flaws import flaws
from tests.portal.house import House
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


def test_it_is_linked_from_what_is_read_before_an_interview_and_from_the_topics(house: House) -> None:
    browser = house.visitor()
    assert [address for address in ("/briefing", "/topics") if ADDRESS not in browser.get(address).links()] == []


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


def test_what_nobody_has_read_says_so(house: House) -> None:
    with house.store.writing() as db:
        publish_entries(db, measure("mesure", facts=measure().facts[:-1]))
    forget_rule(house.store)
    (said,) = sections(house.visitor().get(ADDRESS))["Maison du quartier"]
    assert said.count("non lue") == 2


def test_what_is_past_its_day_says_that_it_is_to_be_read_again(house: House) -> None:
    browser = house.visitor()
    house.clock.pass_by(days=366)
    assert "relecture attendue depuis le 23 novembre 2027" in sections(browser.get(ADDRESS))["ONEM"][0]


def test_what_changes_on_the_next_day_stands_before_all(house: House) -> None:
    author, reader = (house.person(trainer=True).learner_key for _ in range(2))
    story = tell(house.store, "La durée change", MONDAY)
    wanted = Wanted("duree", RuleState.IN_FORCE, "https://onem.example/a", date(2027, 1, 1), untouched="", cited=0)
    with house.store.writing() as db:
        proposing.accept(db, proposing.propose(db, story, wanted, MONDAY, author), MONDAY, reader)
    page = house.visitor().get(ADDRESS)
    first, *_ = sections(page)
    assert first == "Ce qui change au 1er janvier 2027"
    assert "Durée" in sections(page)[first][0]
    assert f"/news/{story}" in page.links()
    assert "Change le 1er janvier 2027." in sections(page)["ONEM"][0]


def test_a_house_without_any_says_so_and_prints_nothing(empty_house: House) -> None:
    with empty_house.store.writing() as db:
        coming_into_force.load_pack(db, replace(small_pack(), rules="rules: []\n", modules={}), MONDAY)
    page = empty_house.visitor().get(ADDRESS)
    assert (page.status, sections(page), page.tree.xpath("//*[@data-print]")) == (200, {}, [])
