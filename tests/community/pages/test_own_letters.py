"""« Mes lettres »: hers alone, closed, made anew; home tells that a paper is to be, and not of what."""

import logging
from collections.abc import Iterator

import pytest

from tests.community.letters import CARD, publish_rules, rules_text
from tests.community.pages.letters_furnished import furnish, letter, opened, pressed, public
from tests.community.pages.test_pathway_not_kept import files_of
from tests.community.pages.typed_pathways import plain
from tests.house import House

PLANTED = "quetzalcoatl"


@pytest.fixture(autouse=True, scope="module")
def furnished(shared_house: House) -> None:
    furnish(shared_house)


@pytest.fixture(autouse=True)
def as_before(house: House) -> None:
    with house.store.writing() as db:
        publish_rules(db, rules_text(), house.clock())


def suspend(house: House, rule: str) -> None:
    house.clock.pass_by(hours=1)
    with house.store.writing() as db:
        publish_rules(db, rules_text({rule: {"state": "suspendu"}}), house.clock())


def test_her_letters_are_listed_by_day_with_what_they_cite(house: House) -> None:
    owner = house.person()
    letter(house, owner, "rule:duree", CARD)
    page = house.browser_of(owner).get("/letters")
    assert "Le 23 novembre 2026" in plain(page.text)
    assert [one.text for one in page.tree.xpath("//main//article//li")] == ["La règle duree", "Fin de droit"]
    assert "Aucune lettre" in house.visitor().get("/letters").text


def test_a_letter_is_closed_once_and_for_all_by_its_author_alone(house: House) -> None:
    owner = house.person()
    made = letter(house, owner)
    other = house.visitor(trainer=True, administrator=True)
    other.get("/account")
    assert other.post(f"/letters/{made.id}/revoke").status == 404
    assert opened(house, made.token).status == 200
    browser = house.browser_of(owner)
    browser.get(f"/letters/{made.id}")
    page = browser.send(f"/letters/{made.id}/revoke")
    assert "Sa page est fermée." in plain(page.text)
    assert opened(house, made.token).status == 410
    with public(house):
        for address in (f"/letters/{made.id}", f"/letters/{made.id}/paper"):
            assert made.token not in browser.get(address).body


def test_home_says_that_a_paper_is_to_be_made_anew_and_not_of_what_it_speaks(house: House) -> None:
    owner = house.person()
    letter(house, owner, "rule:avis")
    browser = house.browser_of(owner)
    assert "à refaire" not in browser.get("/").text
    suspend(house, "avis")
    page = browser.get("/")
    (told,) = page.tree.xpath("//section[@aria-labelledby='letters-to-redo']")
    assert "le papier, lui, est à refaire" in told.text_content()
    assert "avis" not in told.text_content()
    assert "La règle avis : c'est suspendu depuis le 23 novembre 2026." in plain(browser.get("/letters").text)
    browser.get("/")
    assert "à refaire" not in browser.send("/letters/put-away").text
    assert "à refaire" in browser.get("/letters").text
    assert "à refaire" not in house.visitor().get("/").text


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Whatever any library of this process would write down."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_words_planted_in_every_field_and_address_are_kept_nowhere(
    house: House, everything: pytest.LogCaptureFixture
) -> None:
    owner = house.person()
    browser, made = house.browser_of(owner), letter(house, owner)
    words = {
        name: PLANTED for name in ("q", "to", "name", "greeting", "subject", "text", "body", "language", "up", "in")
    }
    for address in ("/letters/new", "/letters", f"/letters/{made.id}", f"/letters/{made.id}/paper"):
        browser.client.get(address, query_string={**words, "pick": ["rule:duree", f"rule:{PLANTED}"], "order": PLANTED})
    browser.client.get(f"/l/{PLANTED}", query_string=words)
    browser.client.get(f"/l/{made.token}", query_string=words)
    pressed(browser, "rule:duree")
    planted = {**words, "order": [f"rule:{PLANTED}"]}
    for action in ("/letters", f"/letters/{made.id}/revoke", "/letters/put-away"):
        browser.get("/account")
        browser.post(action, pick=["rule:duree", f"person:{PLANTED}", f"entry:{PLANTED}"], **planted)
    kept = [file for file in files_of(house) if PLANTED.encode() in file.read_bytes().lower()]
    assert kept == []
    assert PLANTED not in everything.text.lower()
    assert made.token not in everything.text
