"""« Ça marche · Ne répond plus · A changé »: hers alone, changed in one press, and seen by nobody as hers."""

import json

import pytest
from sqlalchemy import select

from models.directory.use_and_answers import MOST_A_WEEK
from models.tables.directory import FactAnswer, ListedFact
from models.tables.people import Account
from tests.builders import MONDAY
from tests.directory.published_entries import entry, forget_directory, publish_entries
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page, words

AT = "/directory/entry/ecoute"


def begin(house: House) -> None:
    """A directory with what these tests need, and nothing else."""
    with house.store.writing() as db:
        forget_directory(db)
        publish_entries(db, entry(), at=MONDAY)


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    begin(house)


def fingerprint(house: House, kind: str = "reach") -> str:
    said = select(ListedFact.fingerprint).where(ListedFact.document_id == "entry:ecoute", ListedFact.kind == kind)
    return house.read(lambda db: db.scalars(said).first() or "")


def answer(house: House, browser: Browser, verdict: str = "gone", kind: str = "reach") -> Page:
    browser.get(AT)
    return browser.send(f"{AT}/facts/{fingerprint(house, kind)}", ("verdict", verdict))


def plain(page: Page) -> str:
    return " ".join(page.text.split())


def test_an_answer_is_kept_for_the_week_shown_to_her_and_changed(house: House) -> None:
    browser = house.visitor()
    page = answer(house, browser)
    assert page.came_by == (303,)
    assert "C’est noté. Personne d’autre ne voit ce que vous en dites" in plain(page)
    assert "vous avez dit : « Ne répond plus »" in plain(browser.get(AT))
    answer(house, browser, "works")
    assert "vous avez dit : « Ça marche »" in plain(browser.get(AT))
    (row,) = house.read(lambda db: db.scalars(select(FactAnswer)).all())
    assert (row.verdict, row.week) == ("works", MONDAY.date())


def test_one_who_says_it_is_gone_lowers_the_word_and_two_make_it_old(house: House) -> None:
    def word() -> str:
        page = house.visitor().get(AT)
        return words(page.part(f"fact-{fingerprint(house)}").find(".//summary"))

    assert word().startswith("relu récemment")
    answer(house, house.visitor())
    assert word().startswith("à vérifier avant")
    answer(house, house.visitor())
    assert word().startswith("ancien")


def test_after_four_answers_nothing_more_is_asked_and_what_was_said_can_be_changed(house: House) -> None:
    browser = house.visitor()
    for kind in ("name", "description", "reach", "conditions")[:MOST_A_WEEK]:
        answer(house, browser, "works", kind)
    page = browser.get(AT)
    assert page.tree.find_class("asked-about") == []
    assert "Quatre réponses cette semaine, merci" in plain(page)
    assert answer(house, browser, "gone").status == 200
    organisation = house.read(
        lambda db: db.scalars(select(ListedFact.fingerprint).order_by(ListedFact.place.desc())).first()
    )
    assert browser.post(f"{AT}/facts/{organisation}", verdict="gone").status == 409


def test_after_a_use_it_is_asked_openly(house: House) -> None:
    browser = house.visitor()
    browser.get(AT)
    browser.send(f"{AT}/use", ("do", "print"))
    assert [asked.get("open") for asked in browser.page.tree.find_class("asked-about")] == [""]
    browser.get(AT)
    browser.send(f"{AT}/use", ("do", "copy"))
    assert [asked.get("open") for asked in browser.page.tree.find_class("asked-about")] == [""]


# ------------------------------------------------------------------------------------------ what « Qui voit quoi » says


@pytest.fixture
def her(house: House) -> Account:
    """Somebody who has said that a telephone does not answer any more."""
    account = house.person()
    answer(house, house.browser_of(account))
    return account


def test_no_page_of_anybody_else_names_who_has_answered_or_how_many(house: House, her: Account) -> None:
    for role in ({}, {"trainer": True}, {"administrator": True}):
        browser = house.visitor(**role)
        pages = [AT, f"{AT}/paper", "/", "/account"]
        pages += ["/directory/to-check", "/authoring", "/statistics"] if "trainer" in role else []
        pages += ["/people", "/journal", "/health"] if "administrator" in role else []
        for address in pages:
            page = browser.get(address)
            assert (address, page.status) == (address, 200)
            assert [one for one in (str(her.learner_key), "1 réponse", "une réponse") if one in plain(page)] == []
    alone = plain(house.visitor(trainer=True).get("/directory/to-check"))
    answer(house, house.visitor())
    answer(house, house.visitor())
    many = plain(house.visitor(trainer=True).get("/directory/to-check"))
    assert "des réponses disent que cela ne tient plus" in alone
    # Of one answer and of three the same is said, but for the word of the fact.
    assert many.replace("ancien : appelez d’abord", "à vérifier avant") == alone


def test_no_file_of_anybody_else_holds_what_she_has_said(house: House, her: Account) -> None:
    trainer, administrator = house.visitor(trainer=True), house.visitor(administrator=True)
    files = [(trainer, "/exchange/pack.zip"), (trainer, "/statistics/questions.csv"), (administrator, "/sources/opml")]
    for browser, address in files:
        answered = browser.client.get(address)
        assert answered.status_code == 200
        assert [
            one for one in (str(her.learner_key), fingerprint(house), '"gone"') if one.encode() in answered.data
        ] == []


def test_her_own_export_holds_what_she_has_said_and_nobody_elses(house: House, her: Account) -> None:
    def exported(account: Account) -> list[dict[str, str]]:
        browser = house.browser_of(account)
        browser.get("/account")
        found: list[dict[str, str]] = json.loads(browser.send("/account/export", **{"taking-present": PASSWORD}).body)[
            "fact_answer"
        ]
        return found

    (mine,) = exported(her)
    assert (mine["verdict"], mine["week"], mine["document_id"]) == ("gone", "2026-11-23", "entry:ecoute")
    assert exported(house.person()) == []
