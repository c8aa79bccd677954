"""On what terms others' entries are used is noted by trainers, and decides what leaves the house."""

from dataclasses import replace

import pytest

from content.directory.entry import EntryOrigin
from models.directory import licences_and_exports
from models.directory.licences_and_exports import BadLicence
from tests.builders import MONDAY
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.site.pages.flaws import flaws

PUBLISHER = "dora"
TERMS = {"licence": "Licence Ouverte 2.0", "address": "https://exemple.be/licence"}


@pytest.fixture(name="with_theirs")
def _with_theirs(house: House) -> House:
    return with_theirs(house)


def with_theirs(house: House) -> House:
    """A house that has an entry of another's."""
    with house.store.writing() as db:
        publish_entries(db, replace(entry("chez-dora"), origin=EntryOrigin(PUBLISHER, "7")))
    return house


def may(house: House) -> bool:
    return house.read(lambda db: licences_and_exports.may_be_passed_on(db, PUBLISHER))


def test_a_trainer_notes_the_terms_of_a_publisher_and_the_journal_says_so(with_theirs: House) -> None:
    account = with_theirs.person(trainer=True)
    browser = with_theirs.browser_of(account)
    page = browser.get("/directory/licences")
    assert "aucune licence notée" in page.text
    assert "EUPL-1.2" in page.text
    page = browser.send("/directory/licences", publisher=PUBLISHER, **TERMS, permitted="on")
    assert ("peut être transmis, noté le 23 novembre 2026" in page.text, may(with_theirs), flaws(page)) == (
        True,
        True,
        [],
    )
    browser.send("/directory/licences", publisher=PUBLISHER, **TERMS, permitted=None)
    assert not may(with_theirs)
    assert with_theirs.deeds(account) == [("note licence", PUBLISHER)] * 2


def test_terms_without_a_name_or_an_address_of_the_web_are_not_noted(with_theirs: House) -> None:
    for licence, address in [
        ("", "https://exemple.be/"),
        ("CC0", ""),
        ("CC0", "javascript:alert(1)"),
        ("C" * 121, "x"),
    ]:
        browser = with_theirs.visitor(trainer=True)
        browser.get("/directory/licences")
        before = with_theirs.read(lambda db: licences_and_exports.terms_of(db, PUBLISHER))
        page = browser.send("/directory/licences", licence=licence, address=address)
        assert (page.status, "Rien n’est encore noté" in page.text, flaws(page)) == (422, True, [])
        after = with_theirs.read(lambda db: licences_and_exports.terms_of(db, PUBLISHER))
        assert (after and after.licence) == (before and before.licence)
        with with_theirs.store.writing() as db, pytest.raises(BadLicence):
            licences_and_exports.note_terms(db, PUBLISHER, licence, address, True, MONDAY.date())


def test_what_was_written_here_may_be_passed_on_and_what_nobody_has_noted_may_not(with_theirs: House) -> None:
    assert with_theirs.read(lambda db: licences_and_exports.may_be_passed_on(db, ""))
    assert not with_theirs.read(lambda db: licences_and_exports.may_be_passed_on(db, "inconnu"))
