"""Nobody learns who has an account: the same words, status, headers and work, whatever an address or a link leads to.

Work is counted in statements and password hashings, which tell more than a clock on a busy machine.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from argon2 import PasswordHasher

from models.ground import signing
from models.people import accounts, passwords
from models.people.passwords import FREE
from models.tables.people import Account
from tests.house import PASSWORD, House
from tests.people.pages.test_access import invitation, invited
from tests.site.pages.test_queries import counted

KINDS = ("unknown", "known", "administrator", "closed", "invited", "temporary")
WRONG = "pas la bonne phrase"
CHANCE = {"Set-Cookie", "Date", "Content-Length"}
"""Headers that depend on chance or on the second it is; that they are there counts."""
TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
"""It holds the second in which the page was made."""

Seen = tuple[object, ...]


def address_of(house: House, kind: str) -> str:
    """The address of somebody of whom nobody shall know what she is; all are of one length."""
    if kind == "unknown":
        return f"{uuid4()}@example.org"
    account = invited(house) if kind == "invited" else house.person(administrator=kind == "administrator")
    with house.store.writing() as db:
        row = db.get_one(Account, account.id)
        row.email = f"{uuid4()}@example.org"
        if kind == "closed":
            accounts.close(db, row, house.clock())
        if kind == "temporary":
            passwords.give_temporary(row)
        return row.email


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that a password is hashed, by argon2 itself."""
    noted: list[str] = []

    def noting(name: str) -> None:
        original: Callable[..., Any] = getattr(PasswordHasher, name)
        monkeypatch.setattr(PasswordHasher, name, lambda *given: (noted.append(name), original(*given))[1])

    noting("hash")
    noting("verify")
    return noted


def seen(house: House, hashings: list[str], page: str, **fields: str) -> Seen:
    """Everything that a stranger can see of one answer, and what it has cost."""
    browser = house.stranger()
    browser.get(page)  # what its page costs is not asked
    with counted(house.store) as statements:
        token = browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)")
        hashings.clear()
        with browser.client.post(page, data={"csrf_token": token, **fields}, buffered=False) as response:
            cost = [statement.split()[0] for statement in statements], list(hashings)
            body = TOKEN.sub(r"\1", response.text).replace(fields["email"], "")
            headers = [(name, "" if name in CHANCE else value) for name, value in response.headers]
            return response.status_code, headers, body, *cost


def test_a_wrong_password_looks_the_same_and_costs_the_same_for_every_address(
    house: House, hashings: list[str]
) -> None:
    seen(house, hashings, "/sign-in", email="first@example.org", password=WRONG)  # makes the hash of nobody
    found = {kind: seen(house, hashings, "/sign-in", email=address_of(house, kind), password=WRONG) for kind in KINDS}
    assert {kind: one for kind, one in found.items() if one != found["unknown"]} == {}
    assert (found["unknown"][0], found["unknown"][-1]) == (422, ["verify"])


def test_the_right_password_of_a_closed_account_looks_like_a_wrong_one(house: House, hashings: list[str]) -> None:
    seen(house, hashings, "/sign-in", email="first@example.org", password=WRONG)
    right, wrong = (
        seen(house, hashings, "/sign-in", email=address_of(house, "closed"), password=one) for one in (PASSWORD, WRONG)
    )
    assert right == wrong


@pytest.mark.nightly
def test_whoever_fails_again_and_again_waits_the_same_for_every_address(house: House, hashings: list[str]) -> None:
    seen(house, hashings, "/sign-in", email="first@example.org", password=WRONG)
    found = {}
    for kind in KINDS:
        email = address_of(house, kind)
        found[kind] = [seen(house, hashings, "/sign-in", email=email, password=WRONG) for _ in range(FREE + 2)]
    assert {kind: one for kind, one in found.items() if one != found["unknown"]} == {}
    assert [status for status, *_ in found["unknown"]] == [*[422] * FREE, 429, 429]


def test_a_way_back_that_is_asked_for_looks_the_same_and_costs_the_same_for_every_address(
    house: House, hashings: list[str]
) -> None:
    found = {}
    for kind in KINDS:
        email = address_of(house, kind)
        # The second within ten minutes sends no mail: that is not seen either.
        found[kind] = [seen(house, hashings, "/forgotten", email=email) for _ in range(2)]
    assert {kind: one for kind, one in found.items() if one != found["unknown"]} == {}
    assert [(status, hashed) for status, *_, hashed in found["unknown"]] == [(200, [])] * 2


# ---------------------------------------------------------------------------------------------------------------- links


def opened(house: House, address: str) -> Seen:
    """Everything that a stranger can see of a link, and what it has cost."""
    browser = house.stranger()
    with counted(house.store) as statements, browser.client.get(address) as response:
        headers = [(name, "" if name in CHANCE else value) for name, value in response.headers]
        # The foot of the page leads back to where one is.
        text = TOKEN.sub(r"\1", response.text).replace(quote(address), "").replace(quote(address, safe=""), "")
        return response.status_code, headers, text, len(statements)


def test_an_invitation_that_serves_no_more_does_not_say_why(house: House) -> None:
    used, closed, erased = invited(house), invited(house), invited(house)
    addresses = [invitation(house, account) for account in (used, closed, erased)]
    stranger = signing.sign_link(house.settings.secret_key, "invitation", str(uuid4()))
    with house.store.writing() as db:
        passwords.set_password(db.get_one(Account, used.id), PASSWORD)
        accounts.close(db, db.get_one(Account, closed.id), house.clock())
        accounts.erase(db, db.get_one(Account, erased.id))
    found = [opened(house, address) for address in (*addresses, f"/invitation/{stranger}")]
    assert found == [found[0]] * 4
    assert found[0][0] == 410


def test_a_way_back_that_serves_no_more_does_not_say_why(house: House) -> None:
    used, closed, late = (house.person() for _ in range(3))
    with house.store.writing() as db:
        hour_ago = house.clock() - timedelta(hours=1)
        tokens = [passwords.begin_reset(db, account, house.clock()) for account in (used, closed)]
        tokens += [passwords.begin_reset(db, late, hour_ago), "never-made"]
        passwords.reset(db, tokens[0], "une autre phrase assez longue", house.clock())
        accounts.close(db, db.get_one(Account, closed.id), house.clock())
    found = [opened(house, f"/way-back/{token}") for token in tokens]
    assert found == [found[0]] * 4
    assert found[0][0] == 410
