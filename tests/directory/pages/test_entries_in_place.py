"""Where a counsellor is, two entries that fit: their name, their telephone, how far it can be trusted; else nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from content.directory.entry import DirectoryEntry, EntryFactKind
from models.tables.stories import StorySkill
from tests.builders import MONDAY
from tests.directory.published_entries import entry, fact, publish_entries
from tests.house import House
from tests.learning.pages.test_ending import end_of
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws
from tests.teaching import teach
from tests.topics import pack_with_topics
from tests.watchers.mornings import tell

TIED: dict[str, tuple[str, ...]] = {"topics": ("garde",), "skills": ("listen.active",), "rules": ("duree",)}
UNTIED: dict[str, tuple[str, ...]] = {"topics": (), "skills": (), "rules": ()}
SAYING = fact(EntryFactKind.MOBILISE, "La durée de parole est libre.")


@pytest.fixture
def house(empty_house: House) -> House:
    return with_topics(empty_house)


def with_topics(house: House) -> House:
    """A portal with topics, whose directory each test fills."""
    teach(house.store, pack_with_topics())
    return house


def beside(page: Page) -> list[str]:
    """What stands there, each in its words."""
    return [words(one) for one in page.tree.xpath("//section[@aria-labelledby='in-place']//li")]


def lists(house: House, *entries: DirectoryEntry) -> None:
    with house.store.writing() as db:
        publish_entries(db, *entries)


def story_of(house: House) -> int:
    story = tell(house.store, "Une enquête", MONDAY - timedelta(hours=1))
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=3.0))
    return story


def pages(house: House) -> list[str]:
    """A module, its card, a topic, a story."""
    return ["/modules/ecouter", "/modules/ecouter/cards/carte-1", "/topics/garde", f"/news/{story_of(house)}"]


def test_an_entry_is_found_where_one_is_and_is_rung_with_one_touch(house: House) -> None:
    lists(house, entry(**TIED))
    browser = house.visitor()
    for address in pages(house):
        page = browser.get(address)
        assert (address, flaws(page), len(beside(page))) == (address, [], 1)
        assert "Écoute ecoute" in beside(page)[0]
        assert "relu récemment (23 nov.)" in beside(page)[0]
        links = page.tree.xpath("//section[@aria-labelledby='in-place']//a/@href")
        assert (address, links) == (address, ["/directory/entry/ecoute", "tel:020000000"])


def test_where_nothing_fits_nothing_is_shown(house: House) -> None:
    lists(house, entry(**UNTIED))
    browser = house.visitor()
    assert [address for address in pages(house) if "Dans le répertoire" in browser.get(address).text] == []


def test_there_are_never_more_than_two_and_under_their_own_topic_three_of_a_kind(house: House) -> None:
    lists(house, *(entry(f"lieu-{number}", **TIED) for number in range(5)))
    browser = house.visitor()
    found = {address: len(beside(browser.get(address))) for address in pages(house)}
    assert found == {address: 3 if address == "/topics/garde" else 2 for address in found}
    assert "/directory?topic=garde" in browser.get("/topics/garde").links()


def test_before_an_interview_what_says_what_is_sought_comes_first_then_what_can_be_rung(house: House) -> None:
    lists(
        house,
        entry("liee", skills=("listen.active",), rules=("duree",)),
        entry("autre", **UNTIED),
        replace(entry("muette", rules=("duree",)), facts=entry("muette").facts[:1]),
        replace(entry("dite", **UNTIED), facts=(*entry("dite").facts, SAYING)),
    )
    page = house.visitor().get("/briefing?q=durée")
    found = beside(page)
    assert [one.split(" 02")[0] for one in found] == ["Écoute dite", "Écoute liee"]
    assert all("02 000 00 00" in one and "relu récemment (23 nov.)" in one for one in found)
    sections = page.tree.xpath("//main//section")
    assert [one.get("aria-labelledby") for one in sections][:2] == ["in-place", "rules"]
    assert "unprinted" not in sections[0].get("class", "")


def test_before_an_interview_services_alone_are_an_answer(house: House) -> None:
    lists(house, replace(entry(**UNTIED), facts=(*entry().facts, replace(SAYING, kind=EntryFactKind.CONDITIONS))))
    page = house.visitor().get("/briefing?q=parole")
    assert len(beside(page)) == 1
    assert "Rien pour" not in page.text
    assert page.tree.xpath("//*[@data-print]")


def test_at_the_end_of_a_module(house: House) -> None:
    lists(house, entry(**TIED))
    (said,) = beside(end_of(house, house.person()))
    assert "02 000 00 00" in said
