"""The watched sites: added, paused, taken up again, visited; their results in words."""

import pytest
from sqlalchemy import select

from models.results import IN_WORDS, Result
from models.tables import Account, Audit, Source
from models.words import french
from tests.builders import MONDAY
from tests.portal.browser import Browser, words
from tests.portal.house import House


@pytest.fixture
def administrator(house: House) -> Account:
    return house.person(administrator=True)


@pytest.fixture
def browser(house: House, administrator: Account) -> Browser:
    return house.browser_of(administrator)


def add(browser: Browser, address: str, **fields: str) -> int:
    browser.get("/sources")
    return browser.send("/sources", **{"name": "Le Forem", "address": address, "kind": "feed", **fields}).status


def source(house: House, address: str) -> Source:
    return house.read(lambda db: db.scalars(select(Source).where(Source.address == address)).one())


def row_of(browser: Browser, address: str) -> str:
    (row,) = browser.get("/sources").tree.xpath("//tr[.//a[@href=$address]]", address=address)
    return words(row)


def test_it_works(house: House, browser: Browser) -> None:
    assert add(browser, "https://forem.example/rss") == 200
    found = source(house, "https://forem.example/rss")
    assert (found.name, found.kind, found.active, found.host) == ("Le Forem", "feed", True, "forem.example:443")
    assert found.next_visit_at == MONDAY
    assert browser.page.came_by == (303,)


def test_what_is_added_is_noted(house: House, browser: Browser, administrator: Account) -> None:
    add(browser, "https://audit.example/", kind="page")
    noted = select(Audit.verb, Audit.subject).where(Audit.actor == administrator.learner_key)
    assert house.read(lambda db: [tuple(row) for row in db.execute(noted)]) == [
        ("add source", "https://audit.example/")
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"address": ""},
        {"address": "forem.example"},
        {"address": "ftp://forem.example/"},
        {"address": "https:///rss"},
        {"address": "https://[forem/"},
        {"address": "https://user:secret@forem.example/"},
        {"address": "javascript:alert(1)"},
        {"address": "file:///etc/passwd"},
        {"address": f"https://forem.example/{'x' * 2000}"},
        {"name": ""},
        {"name": "x" * 121},
        {"kind": "podcast"},
    ],
    ids=lambda fields: str(fields)[:60],
)
def test_what_cannot_be_watched_is_refused_and_nothing_is_kept(
    house: House, browser: Browser, fields: dict[str, str]
) -> None:
    before = house.rows()
    assert add(browser, **{"address": "https://refused.example/", **fields}) == 422
    assert house.rows() == before


def test_a_site_is_watched_once(house: House, browser: Browser) -> None:
    add(browser, "https://once.example/")
    before = house.rows()
    assert add(browser, " https://once.example/ ") == 422
    assert house.rows() == before


def test_a_source_is_paused_taken_up_again_and_visited_now(house: House, browser: Browser) -> None:
    address = "https://pause.example/"
    add(browser, address)
    action = f"/sources/{source(house, address).id}"
    browser.send(f"{action}/pause")
    assert not source(house, address).active
    assert f"{action}/visit" not in [form.get("action") for form in browser.page.forms()]
    house.clock.pass_by(hours=5)
    browser.send(f"{action}/resume")
    assert source(house, address).active
    house.clock.pass_by(hours=1)
    browser.send(f"{action}/visit")
    assert source(house, address).next_visit_at == house.clock.at
    noted = select(Audit.verb).where(Audit.subject == address).order_by(Audit.id)
    verbs = ["add source", "pause source", "resume source", "visit source"]
    assert house.read(lambda db: db.scalars(noted).all()) == verbs


@pytest.mark.parametrize("result", Result)
def test_every_result_of_a_visit_is_told_in_a_sentence(house: House, browser: Browser, result: Result) -> None:
    address = f"https://{result.replace('_', '-')}.example/"
    add(browser, address)
    with house.store.writing() as db:
        found = db.get_one(Source, source(house, address).id)
        found.last_visit_at, found.last_result, found.attempts = MONDAY, result, 3
    assert french(IN_WORDS[result]) in row_of(browser, address)


def test_a_source_that_was_never_visited_says_so(browser: Browser) -> None:
    add(browser, "https://never.example/")
    assert "pas encore" in row_of(browser, "https://never.example/")


def test_the_address_of_a_source_is_a_link_that_tells_it_nothing(browser: Browser) -> None:
    add(browser, "https://link.example/")
    (link,) = browser.get("/sources").tree.xpath("//a[@href='https://link.example/']")
    assert "noreferrer" in link.get("rel")
