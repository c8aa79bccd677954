"""The list of sources: looked through by addresses alone, small however many there are; several changed at once."""

import pytest
from sqlalchemy import select

from models.news.sources.source_list import A_PAGE
from models.tables.audit import Audit
from models.tables.people import Account
from models.tables.sources import Source, VisitResult
from tests.house import House
from tests.news.pages.test_shared_sources import send_list
from tests.page_browser import Browser, Page, words
from tests.site.pages.flaws import flaws
from tests.site.pages.test_queries import counted

MANY = 400
STATEMENTS, WITH_WORDS, LARGEST = 4, 5, 60_000
"""Of the database for a page of the list, for one that looks for words; bytes of a page."""


@pytest.fixture
def house(empty_house: House) -> House:
    """A portal where many sources are followed: every fourth fails, every tenth rests."""
    at = empty_house.clock()
    place = {"host": "x:443", "kind": "feed", "created_at": at, "next_visit_at": at, "last_visit_at": at}
    with empty_house.store.writing() as db:
        for number in range(MANY):
            told = {"name": f"Site {number:03}", "address": f"https://site-{number:03}.example/rss", **place}
            told["categories"] = ("Emploi/Bruxelles", "Logement", None)[number % 3]
            result = VisitResult.UNREACHABLE if number % 4 == 0 else VisitResult.OK
            db.add(Source(**told, active=number % 10 != 9, last_result=result))
    return empty_house


@pytest.fixture
def administrator(house: House) -> Account:
    return house.person(administrator=True)


@pytest.fixture
def browser(house: House, administrator: Account) -> Browser:
    return house.browser_of(administrator)


def shown(page: Page) -> list[str]:
    return page.tree.xpath("//tbody//input[@name='source']/@aria-label")


def numbers(page: Page) -> list[str]:
    return page.tree.xpath("//tbody//input[@name='source']/@value")


def said(page: Page) -> str:
    return " ".join(words(one) for one in page.tree.xpath("//*[@class='flash' and not(@hidden)]"))


def every(house: House) -> list[Source]:
    return house.read(lambda db: list(db.scalars(select(Source).order_by(Source.id))))


def noted(house: House) -> list[tuple[str, str]]:
    return house.read(lambda db: [(one.verb, one.subject) for one in db.scalars(select(Audit).order_by(Audit.id))])


def test_of_four_hundred_sources_a_page_is_small_and_asks_little(house: House, browser: Browser) -> None:
    for address, most in (("/sources", STATEMENTS), ("/sources?q=site&sort=news&page=3", WITH_WORDS)):
        browser.get(address)
        with counted(house.app.extensions["store"]) as sent:
            page = browser.get(address)
        assert (len(shown(page)), len(sent)) == (A_PAGE, most)
        assert len(page.body.encode()) < LARGEST
        assert flaws(page) == []


def test_a_source_is_looked_for_without_javascript(browser: Browser) -> None:
    page = browser.get("/sources")
    (form,) = page.tree.xpath("//main//form[@role='search']")
    assert form.get("method") == "get"
    assert {one.get("name") for one in form.xpath(".//input|.//select")} == {"q", "state", "category", "sort"}
    assert shown(browser.get("/sources?q=SITE-017")) == ["Site 017"]
    found = browser.get("/sources?state=troubled&category=Logement&sort=title")
    assert shown(found)[:2] == ["Site 004", "Site 016"]
    assert "Affichées\u00a0: 33 sur 400." in found.text
    assert browser.get("/sources?q=nulle+part").text.count("Aucune source ici.") == 1
    for nonsense in ("state=x&sort=y&page=z", "page=-3", "category=Nulle&page=99999999999999999999"):
        assert browser.get(f"/sources?{nonsense}").status == 200, nonsense


def test_pages_lead_from_one_to_the_next_and_keep_what_was_asked(browser: Browser) -> None:
    seen, address = [], "/sources?q=site&sort=title"
    while address:
        page = browser.get(address)
        seen += shown(page)
        address = next(iter(page.tree.xpath("//nav//a[normalize-space()='Suivantes']/@href")), "")
    assert seen == [f"Site {number:03}" for number in range(MANY)]
    assert "Page 8 sur 8" in page.text


def test_what_is_ticked_is_given_up_at_once_and_noted_each(house: House, browser: Browser) -> None:
    page = browser.get("/sources?sort=title&page=2")
    three = numbers(page)[:3]
    page = browser.send("/sources/together?page=2&sort=title", ("change", "leave"), source=three)
    assert page.came_by == (303,)
    assert said(page).startswith("3 sources ne sont plus suivies.")
    assert page.address == "/sources?sort=title&page=2"
    gone = [one for one in every(house) if one.left_at]
    assert [str(one.id) for one in gone] == three
    assert noted(house) == [("leave source", one.address) for one in gone]
    browser.get("/sources?state=left")
    assert said(browser.send("/sources/together?state=left", ("change", "resume"), all="on")).startswith("3 sources")
    assert not [one for one in every(house) if one.left_at]


def test_all_that_a_sieve_shows_are_changed_beyond_the_page_and_nothing_else(house: House, browser: Browser) -> None:
    browser.get("/sources?category=Logement")
    page = browser.send("/sources/together?category=Logement", ("change", "pause"), all="on")
    resting = {one.id for one in every(house) if not one.active}
    assert resting == {one.id for one in every(house) if one.categories == "Logement" or one.id % 10 == 0}
    assert said(page) == "120 sources sont en pause. 13 autres restent telles quelles."
    assert len(noted(house)) == 120


def test_a_list_says_in_a_sentence_what_it_has_brought_and_why_not_more(house: House, browser: Browser) -> None:
    lines = "".join(f'<outline text="n{n}" xmlUrl="https://n{n}.example/"/>' for n in range(60))
    lines += '<outline text="Encore" xmlUrl="https://n1.example/"/><outline text="Mal" xmlUrl="file:///etc/passwd"/>'
    lines += '<outline text="Connue" xmlUrl="https://site-001.example/rss"/><outline text="Un lien" url="https://x.example/"/>'
    data = f'<opml version="2.0"><body><outline text="Reprises">{lines}</outline></body></opml>'
    browser.get("/sources")
    assert send_list(browser, "/sources/opml", data.encode()) == 200
    told = "60 sources sont nouvelles, 1 est déjà suivie, 1 n’est pas un flux, 1 n’a pas d’adresse web, "
    assert f"{told}1 ligne en répète une autre. Les premières visites s’étalent sur 2 minutes." in browser.page.text
    named = [words(one) for one in browser.page.tree.xpath("//details//li")]
    assert sorted(named) == ["Connue", "Encore", "Mal", "Un lien"]
    assert "Affichées\u00a0: 60" in browser.get("/sources?category=Reprises").text
    assert browser.get("/sources/opml").body.count('<outline text="Reprises">') == 1


def test_a_category_is_written_on_the_page_of_a_source(house: House, browser: Browser) -> None:
    source = every(house)[2]
    browser.get(f"/sources/{source.id}")
    browser.send(f"/sources/{source.id}", categories="Emploi / Wallonie\r\n\r\nPresse")
    assert every(house)[2].categories == "Emploi/Wallonie\nPresse"
    assert shown(browser.get("/sources?category=Presse")) == ["Site 002"]
