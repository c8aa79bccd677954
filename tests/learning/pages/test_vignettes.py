"""A vignette: one step after the other on a wall, two sides of a paper, and nothing counted or kept."""

from dataclasses import replace

import pytest

from models.catalogue import coming_into_force
from portal.learning.cards import WallStep
from tests.builders import in_dutch, module, question, with_translations
from tests.house import House
from tests.page_browser import Page
from tests.site.pages.flaws import flaws
from tests.vignettes import VIGNETTE

MEETING = "/modules/reunion"
WALL = f"{MEETING}/vignettes/{VIGNETTE.id}"


@pytest.fixture
def meeting(house: House) -> House:
    """A house with a vignette, in French and in Dutch."""
    original = module("reunion", questions=(question("reunion-1"),), vignettes=(VIGNETTE,))
    dutch = in_dutch(original, vignettes=(VIGNETTE._replace(title="De deur", case="Leïla staat op: ‘Trouwens…’"),))
    with house.store.writing() as db:
        coming_into_force.load_pack(db, with_translations(dutch, modules=(original,)), house.clock())
    return house


def shown(page: Page) -> set[str]:
    """Which of its parts are on the wall."""
    parts = {"case": "Leïla se lève", "choices": "Restez", "best": "La meilleure", "why": "elle pouvait partir"}
    parts["to discuss"] = "Qui rappelle"
    return {name for name, words in parts.items() if words in page.text}


def test_it_is_shown_step_by_step_by_links_alone(meeting: House) -> None:
    browser = meeting.visitor()
    page = browser.get(WALL)
    seen = []
    while True:
        assert flaws(page) == []
        seen.append(shown(page))
        further = page.tree.xpath("//a[@rel='next']/@href")
        if not further:
            break
        page = browser.get(further[0])
    assert seen == [{"case"}, {"case", "choices"}, {"choices", "best", "why"}, {"to discuss"}]
    assert browser.get(page.tree.xpath("//a[@rel='prev']/@href")[0]).heading.startswith("La")


def test_before_the_letters_are_up_neither_wall_nor_the_front_of_the_paper_says_which(meeting: House) -> None:
    browser = meeting.visitor()
    for step in (WallStep.CASE, WallStep.CHOICES):
        body = browser.get(f"{WALL}?step={step}").body
        assert [word for word in ("meilleure", "best", "elle pouvait partir") if word in body] == []
    page = browser.get(f"{WALL}/paper")
    assert flaws(page) == []
    (back,) = page.tree.xpath("//article/*[@class='back']")
    assert "la lettre B" in back.text_content()
    back.getparent().remove(back)
    assert "elle pouvait partir" not in page.tree.xpath("string(//article)")


def test_it_says_that_nothing_is_counted_and_nothing_is(meeting: House) -> None:
    browser = meeting.visitor()
    assert "rien n’est compté ni gardé" in browser.get(WALL).text
    assert browser.page.tree.xpath("//main//form") == []
    before = meeting.rows()
    for step in WallStep:
        browser.get(f"{WALL}?step={step}")
    browser.get(f"{WALL}/paper")
    assert meeting.rows() == before


@pytest.mark.nightly
def test_one_without_anything_to_discuss_ends_with_why(meeting: House) -> None:
    alone = replace(
        module("seule", questions=(question("seule-1"),)), vignettes=(VIGNETTE._replace(id="seule-v", to_discuss=()),)
    )
    with meeting.store.writing() as db:
        coming_into_force.load_pack(db, with_translations(modules=(alone,)), meeting.clock())
    page = meeting.visitor().get("/modules/seule/vignettes/seule-v?step=explanation")
    assert "elle pouvait partir" in page.text
    assert page.tree.xpath("//a[@rel='next']") == []
    assert meeting.visitor().get("/modules/seule/vignettes/seule-v?step=discussion").text.count("Leïla se lève") == 1


def test_letters_are_there_to_print(meeting: House) -> None:
    assert meeting.visitor().get("/vignettes/letters").tree.xpath("//main//li/text()") == list("ABCD")
