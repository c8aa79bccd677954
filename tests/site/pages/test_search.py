"""The field on every page, and what it finds."""

from dataclasses import replace

import pytest

from content.module import Card
from models.catalogue import coming_into_force
from models.ground import concepts, search_index
from models.news.stories.merging import let_story_be_found
from models.tables.stories import Story
from tests.builders import MONDAY, module, question, small_pack
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages.flaws import flaws
from tests.watchers.mornings import tell

HOSTILE = "<script>alert(1)</script> & <b>gras</b>"


@pytest.fixture
def library(house: House, article_60: None) -> House:
    """The portal with that module and that story, at ten on a Monday."""
    return house


@pytest.fixture(scope="module")
def article_60(shared_house: House) -> None:
    with_article_60(shared_house)


def with_article_60(house: House) -> None:
    """Publish a module on article 60, to read again since last week, and tell a story on the same."""
    overdue = {"review_by": MONDAY.date().replace(day=16)}
    article = module("article-60", questions=(question("a60-1"),), title="Le CPAS engage", **overdue)
    cards = (Card("L'article 60", f"Le CPAS est l'employeur. {HOSTILE}"), Card("Ensuite", "Une fin."))
    told = tell(house.store, "L'article 60 en Région", MONDAY, sentences=("Le CPAS « attend » l'arrêté.",))
    with house.store.writing() as db:
        coming_into_force.load_pack(db, small_pack(replace(article, cards=cards)), MONDAY)
        let_story_be_found(db, db.get_one(Story, told))


def results(page: Page) -> list[str]:
    return [words(item) for item in page.tree.xpath("//ol/li")]


def test_it_works(library: House) -> None:
    browser = library.visitor()
    browser.get("/")
    form = browser.page.form("/search")
    assert (form.method, form.get("role")) == ("GET", "search")
    page = browser.get("/search?q=article+60")
    assert (page.status, page.heading) == (200, "Résultats pour «\u202farticle 60\u202f»")
    assert page.tree.xpath("//ol/li//h2/a/@href")[0] == "/modules/article-60/cards/l-article-60"
    assert page.form("/search").fields["q"] == "article 60"


def test_what_is_found_by_its_meaning_alone_says_so(library: House) -> None:
    """« Salaire » stands in no card; here the worker has written that the first is near to it."""
    made = search_index.nearness_made_with(concepts.thesaurus().version, "e5")
    (pay,) = concepts.meant(["salaire"], "fr", concepts.thesaurus())
    with library.store.writing() as db:
        for card, _ in search_index.take_without_nearness(db, made, MONDAY):
            search_index.keep_nearness(
                db, made, MONDAY, {card.id: {pay: 3.0} if card.key == "article-60/l-article-60" else {}}
            )
    browser = library.visitor()
    alone = browser.get("/search?q=salaire")
    assert len(results(alone)) == 1
    assert "ces mots ne s’y trouvent pas tels quels" in words(alone.tree)
    beside = results(browser.get("/search?q=salaire+fin"))
    assert ["proche par le sens" in each for each in beside if "Carte" in each] == [True, False]


def test_a_story_leads_to_its_page(library: House) -> None:
    browser = library.visitor()
    address = browser.get("/search?q=région").tree.xpath("//ol/li//a/@href")[0]
    assert browser.get(address).heading == "L’article 60 en Région"


def test_the_words_found_are_marked_and_what_others_wrote_stays_text(library: House) -> None:
    page = library.visitor().get("/search?q=employeur")
    assert [words(mark) for mark in page.tree.iter("mark")] == ["employeur"]
    assert HOSTILE in page.text
    assert page.tree.xpath("//main//script|//main//b") == []


def test_a_mistyped_word_is_said_to_be_taken_for_another(library: House) -> None:
    page = library.visitor().get("/search?q=artcle+60")
    assert page.heading == "Résultats pour «\u202farticle 60\u202f»"
    assert "«\u202fartcle 60\u202f» ne se trouve nulle part" in page.text


def test_words_that_never_stand_together_are_said_not_to(library: House) -> None:
    page = library.visitor().get("/search?q=employeur+région")
    assert "Rien ne contient tous ces mots" in page.text
    assert len(results(page)) == 2


@pytest.mark.parametrize("query", ["", "zzzzz", "%22%27%3C%3E", "de+la", "a" * 5000])
def test_a_page_without_results_says_what_to_do(library: House, query: str) -> None:
    page = library.visitor().get(f"/search?q={query}")
    assert (page.status, results(page), flaws(page)) == (200, [], [])
    assert {"/modules", "/news"} <= set(page.tree.xpath("//main//a/@href"))
