"""The feed, and a story with its sentences in their place."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.tables import Article, Story, StoryReading, StorySkill
from portal.news import highlighted
from tests.builders import MONDAY, ask
from tests.portal.browser import words
from tests.portal.house import House
from tests.watchers.mornings import tell

HOSTILE = "<script>alert(1)</script> & <b>gras</b>"


def test_it_works(house: House) -> None:
    story = tell(house.store, "Une nouvelle", MONDAY)
    browser = house.visitor()
    assert f"/news/{story}" in browser.get("/news").links()
    page = browser.get(f"/news/{story}")
    assert (page.status, page.heading) == (200, "Une nouvelle")
    assert "ONEM" in page.text
    assert "https://x.example/a" in page.links()


def test_the_sentences_of_the_summary_are_marked_where_they_stand(house: House) -> None:
    story = tell(house.store, "Deux phrases", MONDAY, sentences=("La première est là.", "La seconde aussi."))
    page = house.visitor().get(f"/news/{story}")
    assert [words(mark) for mark in page.tree.iter("mark")] == ["La première est là.", "La seconde aussi."]
    assert [words(one) for one in page.tree.xpath("//blockquote")] == ["La première est là. La seconde aussi."]


def test_a_story_whose_text_is_forgotten_keeps_its_title_and_its_address(house: House) -> None:
    story = tell(house.store, "Ancienne", MONDAY)
    with house.store.writing() as db:
        db.execute(update(Article).where(Article.story_id == story).values(text=None))
    page = house.visitor().get(f"/news/{story}")
    assert (page.status, page.heading) == (200, "Ancienne")
    assert page.tree.xpath("//mark|//blockquote") == []


def test_what_others_write_stays_text(house: House) -> None:
    story = tell(house.store, HOSTILE, MONDAY, sentences=(HOSTILE,))
    browser = house.visitor()
    for page in (browser.get("/news"), browser.get(f"/news/{story}")):
        assert page.tree.xpath("//script[not(@src)]|//main//b") == []
        assert HOSTILE in page.text


def test_a_foreign_story_says_its_language(house: House) -> None:
    story = tell(house.store, "Wat verandert er?", MONDAY, language="nl")
    page = house.visitor().get(f"/news/{story}")
    assert page.tree.xpath("//h1/@lang") == ["nl"]
    assert page.tree.get("lang") == "fr"


def test_an_opened_story_is_told_as_opened_and_noted_once(house: House) -> None:
    account, story = house.person(), tell(house.store, "À ouvrir", MONDAY)
    browser = house.browser_of(account)
    assert "ouvert" not in words(browser.get("/news").tree.xpath(f"//article[.//a[@href='/news/{story}']]")[0])
    for _ in range(2):
        browser.get(f"/news/{story}")
        house.clock.pass_by(hours=1)
    assert "ouvert" in words(browser.get("/news").tree.xpath(f"//article[.//a[@href='/news/{story}']]")[0])
    assert house.read(lambda db: db.get_one(StoryReading, (account.learner_key, story)).at) == MONDAY


def test_what_touches_what_one_learns_comes_first_and_says_so(house: House) -> None:
    account = house.person()
    old, new = (tell(house.store, title, MONDAY - timedelta(days=days)) for title, days in (("A", 3), ("B", -1)))
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-reflect-1")
        db.add(StorySkill(story_id=old, skill="listen.reflect", similarity=0.9))
    page = house.browser_of(account).get("/news")
    assert page.links().index(f"/news/{old}") < page.links().index(f"/news/{new}")
    assert "parce que vous apprenez «\u202fReformuler\u202f»" in page.text


def test_stories_leave_the_feed_after_two_weeks_and_can_still_be_read(house: House) -> None:
    story = tell(house.store, "Bientôt partie", MONDAY)
    browser = house.visitor()
    house.clock.pass_by(days=15)
    assert f"/news/{story}" not in browser.get("/news").links()
    assert browser.get(f"/news/{story}").status == 200


def test_an_empty_feed_says_so_calmly(house: House) -> None:
    house.clock.pass_by(days=365)
    page = house.visitor().get("/news")
    assert page.tree.xpath("//article") == []
    assert "Rien de neuf" in page.text


def test_a_story_with_an_image_in_its_title_asks_nothing_of_another_site(house: House) -> None:
    story = tell(house.store, "<img src='https://pixel.example/'>", MONDAY)
    assert house.visitor().get(f"/news/{story}").tree.xpath("//img") == []
    assert house.read(lambda db: db.get_one(Story, story).title).startswith("<img")


# ------------------------------------------------------------------------------------------------- marks in a text


@pytest.mark.parametrize(
    ("text", "places", "html"),
    [
        ("Un. Deux.", [(4, 9)], "<p>Un. <mark>Deux.</mark></p>"),
        ("Un. Deux.", [(0, 3)], "<p><mark>Un.</mark> Deux.</p>"),
        ("Un.\n\nDeux.", [(5, 10)], "<p>Un.</p><p><mark>Deux.</mark></p>"),
        ("Un. Deux. Trois.", [(0, 3), (10, 16)], "<p><mark>Un.</mark> Deux. <mark>Trois.</mark></p>"),
        ("Un.", [], "<p>Un.</p>"),
        ("", [], ""),
        ("a < b & <i>c</i>", [(4, 5)], "<p>a &lt; <mark>b</mark> &amp; &lt;i&gt;c&lt;/i&gt;</p>"),
        ("Vrai ?", [(0, 6)], "<p><mark>Vrai\u202f?</mark></p>"),
    ],
)
def test_a_text_is_set_in_paragraphs_with_its_sentences_marked(
    text: str, places: list[tuple[int, int]], html: str
) -> None:
    assert highlighted(text, places, "fr") == html


def test_a_sentence_that_runs_over_two_lines_is_marked_in_each() -> None:
    assert highlighted("Un\ndeux.", [(0, 8)], "fr") == "<p><mark>Un</mark></p><p><mark>deux.</mark></p>"
