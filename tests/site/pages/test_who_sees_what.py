"""Somebody with a whole life in Boussole, and everything that others can open: what is hers is not in it."""

import logging

import pytest
from sqlalchemy import Boolean, Table, select, text

from models.tables.answers import Answer
from models.tables.base import Base
from models.tables.people import Account, Identity
from models.tables.people import Session as SignedIn
from tests import builders
from tests.crawl import Crawl
from tests.house import PASSWORD, House
from tests.site.pages.furnished import PAGES, ROLES
from tests.site.pages.hers import ADDRESS, NAME, WORDS

ASKED_A_REPLY = "reports.waiting"
"""Where she stands with her name because she asked for a reply: what « Qui voit quoi » says."""
FILES = {"/statistics/questions.csv": "trainer", "/sources/opml": "administrator"}


def traces(crawl: Crawl, role: str, sought: list[str], but_for: set[str]) -> list[str]:
    """Where a person of that role comes upon any of it, among all pages and files that are open to her."""
    furnished, person = crawl.furnished, crawl.furnished.person(role)
    bodies = {
        visit.address: visit.page.body
        for visit in crawl.of(role)
        if PAGES[visit.endpoint] in ROLES[role] and visit.endpoint not in but_for
    }
    bodies |= {address: furnished.visit(person, address).body for address, whose in FILES.items() if role == whose}
    return [f"{address}: {one}" for address, body in bodies.items() for one in sought if one in body]


def test_no_trainers_page_names_a_learner_who_asked_for_no_reply(crawl: Crawl) -> None:
    hers = [NAME, ADDRESS, str(crawl.her.learner_key), *WORDS]
    assert traces(crawl, "trainer", hers, {ASKED_A_REPLY}) == []


def test_no_administrators_page_shows_what_a_learner_writes_or_follows(crawl: Crawl) -> None:
    assert traces(crawl, "administrator", [str(crawl.her.learner_key), *WORDS], set()) == []


def test_an_administrator_finds_a_name_among_the_accounts_alone(crawl: Crawl) -> None:
    accounts = {"people.accounts", "people.account_page", "people.closing"}
    assert traces(crawl, "administrator", [NAME, ADDRESS], accounts) == []
    assert traces(crawl, "administrator", [NAME], set()) != []


def test_her_own_pages_show_it(crawl: Crawl) -> None:
    seen = "".join(crawl.furnished.visit(crawl.her, address).body for address in ("/account", "/themes", "/keeping"))
    assert [one for one in (NAME, *WORDS) if one not in seen] == []


def test_nobodys_page_shows_what_is_anothers(crawl: Crawl) -> None:
    assert traces(crawl, "learner", [NAME, ADDRESS, str(crawl.her.learner_key), *WORDS], set()) == []


def test_there_is_no_role_for_those_who_are_above(house: House) -> None:
    yes_or_no = {column.name for column in Account.__table__.columns if isinstance(column.type, Boolean)}
    assert yes_or_no == {"trainer", "administrator", "password_temporary"}


def test_what_the_server_says_holds_neither_an_address_nor_what_one_writes(
    house: House, empty_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hers = house.visitor()
    hers.get("/themes")
    hers.send("/themes/words", words=WORDS[0])
    hers.get(f"/search?q={WORDS[1]}")
    with empty_house.store.writing() as db:
        db.execute(text("ALTER TABLE account RENAME TO elsewhere"))
    for stranger in (house.stranger(), empty_house.stranger()):
        stranger.get("/sign-in")
        stranger.send("/sign-in", email=ADDRESS, password="motrepère de passe")
    forgetful = house.stranger()
    forgetful.get("/forgotten")
    forgetful.send("/forgotten", email=ADDRESS)
    assert "no such table: account" in caplog.text  # the error of the second house is told with its statement
    assert [one for one in (ADDRESS, "zenobie", "motrep", "noterep") if one in caplog.text] == []


def test_only_one_table_ties_a_key_to_a_person() -> None:
    def leads_to(table: Table, other: str) -> bool:
        return any(key.column.table.name == other for key in table.foreign_keys)

    tables = [table for table in Base.metadata.sorted_tables if table.name != "account"]
    assert leads_to(Base.metadata.tables["account"], "learner")
    assert [table.name for table in tables if leads_to(table, "account") and leads_to(table, "learner")] == []
    assert [table.name for table in tables if leads_to(table, "learner") and "email" in table.c] == []


def test_a_password_is_in_no_table_but_as_a_slow_hash(house: House) -> None:
    account = house.person()
    with house.store.reading() as db:
        kept = db.get_one(Account, account.id).password_hash or ""
        tables = Base.metadata.sorted_tables
        assert [table.name for table in tables if PASSWORD in str(db.execute(select(table)).all())] == []
    assert kept.startswith("$argon2id$")


def test_of_a_provider_an_identifier_is_kept_and_nothing_else() -> None:
    assert {*Identity.__table__.columns.keys()} == {"id", "account_id", "issuer", "subject", "since"}


def test_whoever_reads_the_database_sees_what_she_answered_and_when(house: House) -> None:
    """What the page says plainly, and what no test of ours could change."""
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-active-1")
    with house.store.reading() as db:
        mine = select(Answer.response, Answer.answered_at).where(Answer.learner_key == account.learner_key)
        came = select(SignedIn.began_at).where(SignedIn.account_id == account.id)
        house.browser_of(account)
        assert db.execute(mine).one()
        assert db.scalars(came).one() == house.clock()
