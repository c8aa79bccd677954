"""Identities: one opens one account, until its owner undoes it; on both databases."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.errors import Conflict, Forbidden
from models.ground.store import Store
from models.people import accounts, identities
from models.tables.people import Account, Identity
from tests.builders import MONDAY

ISSUER = "https://login.example"


def somebody(db: Session, name: str = "claire") -> Account:
    return accounts.invite(db, f"{name}@example.org", name, MONDAY, timezone="Europe/Brussels")


def test_an_identity_opens_the_account_that_it_was_linked_to(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account, other = somebody(db), somebody(db, "karim")
        identities.link(db, account, ISSUER, "1", MONDAY)
        identities.link(db, other, ISSUER, "2", MONDAY)
        assert identities.owner(db, ISSUER, "1") is account
        found = identities.of(db, account, ISSUER)
        assert found is not None
        assert (found.subject, found.since) == ("1", MONDAY)
        assert identities.of(db, account, "https://another.example") is None


@pytest.mark.parametrize(("issuer", "subject"), [(ISSUER, "2"), ("https://another.example", "1"), (ISSUER + "/", "1")])
def test_one_that_differs_in_a_sign_opens_nothing(empty_store: Store, issuer: str, subject: str) -> None:
    with empty_store.writing() as db:
        identities.link(db, somebody(db), ISSUER, "1", MONDAY)
        with pytest.raises(Forbidden, match="Aucun compte"):
            identities.owner(db, issuer, subject)


@pytest.mark.parametrize(("whose", "subject"), [("karim", "1"), ("claire", "2"), ("claire", "1")])
def test_neither_an_identity_nor_an_account_is_linked_twice(empty_store: Store, whose: str, subject: str) -> None:
    with empty_store.writing() as db:
        people = {name: somebody(db, name) for name in ("claire", "karim")}
        identities.link(db, people["claire"], ISSUER, "1", MONDAY)
        with pytest.raises(Conflict):
            identities.link(db, people[whose], ISSUER, subject, MONDAY)
        assert identities.owner(db, ISSUER, "1") is people["claire"]
        assert db.scalar(select(func.count()).select_from(Identity)) == 1


def test_after_another_provider_an_account_can_be_linked_there(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = somebody(db)
        for issuer in (ISSUER, "https://another.example"):
            identities.link(db, account, issuer, "1", MONDAY)
            assert identities.owner(db, issuer, "1") is account


def test_a_closed_account_is_not_opened_and_one_that_reopens_is(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account = somebody(db)
        identities.link(db, account, ISSUER, "1", MONDAY)
        accounts.close(db, account, MONDAY)
        with pytest.raises(Forbidden, match="est fermé"):
            identities.owner(db, ISSUER, "1")
        accounts.reopen(db, account, MONDAY)
        assert identities.owner(db, ISSUER, "1") is account


def test_what_was_unlinked_is_free_and_others_stay_linked(empty_store: Store) -> None:
    with empty_store.writing() as db:
        account, other = somebody(db), somebody(db, "karim")
        identities.link(db, account, ISSUER, "1", MONDAY)
        identities.link(db, other, ISSUER, "2", MONDAY)
        identities.unlink(db, account)
        assert identities.owner(db, ISSUER, "2") is other
        with pytest.raises(Forbidden, match="Aucun compte"):
            identities.owner(db, ISSUER, "1")
        identities.link(db, account, ISSUER, "3", MONDAY)
        assert identities.owner(db, ISSUER, "3") is account
