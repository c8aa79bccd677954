"""The way in by a provider of OpenID Connect: a real one, which keeps the rules, then breaks one after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlalchemy import select

from models.ground import signing
from models.ground.environment import OpenId
from models.people import accounts, identities
from models.tables.people import Account, Identity
from portal.people import oidc
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page
from tests.people.pages import openid
from tests.people.pages.openid import NAME, RealProvider
from tests.people.pages.second_factors import code, turn_on
from tests.people.pages.test_access import invitation, invited, sign_in
from tests.people.pages.test_second_factor import noted, told
from tests.watchers import server

TO, BACK = "/sign-in/provider", "/sign-in/provider/back"
ABOUT = "/.well-known/openid-configuration"
LINK, UNLINK = "/account/identity", "/account/identity/off"
ANOTHER_PHRASE = "une autre phrase assez longue"


@pytest.fixture
def provider(house: House) -> Iterator[RealProvider]:
    with trusted_by(house) as real:
        yield real


@contextmanager
def trusted_by(house: House) -> Iterator[RealProvider]:
    """A provider, and a house that has just been started with it in its settings."""
    with openid.served(house.clock) as real:
        trust(house, real.openid)
        yield real
    house.app.extensions["settings"], house.app.extensions["provider"] = house.settings, None


def trust(house: House, configured: OpenId, patience: float = oidc.PATIENCE) -> None:
    house.app.extensions["settings"] = replace(house.settings, openid=configured)
    back = f"{house.settings.base_url}{BACK}"
    house.app.extensions["provider"] = oidc.Provider(configured, back, patience)


def way_to(page: Page) -> str:
    """Where a page leads to that says « Continuer »."""
    (address,) = page.tree.xpath("//main//a[@class='button']/@href")
    assert page.headers["Refresh"] == f"0; url={address}"
    return str(address)


def came_back(browser: Browser, provider: RealProvider) -> Page:
    """From the page that leads to the provider, all the way back."""
    browser.get(provider.let_in(way_to(browser.page)))
    return browser.send(BACK)


def enter(house: House, provider: RealProvider, browser: Browser | None = None, at: str = "/sign-in") -> Page:
    """By the provider, from the page of sign-in."""
    browser = browser or house.stranger()
    action = browser.get(at).tree.xpath("string(//form[starts-with(@action, '/sign-in/provider')]/@action)")
    browser.send(action)
    return came_back(browser, provider)


def linked(house: House, provider: RealProvider, account: Account | None = None, **person: Any) -> Account:
    """Somebody who has linked her account before; under a name of her own."""
    account = account or house.person(**person)
    provider.subject = f"subject-{account.id}"
    with house.store.writing() as db:
        identities.link(db, account, provider.issuer, provider.subject, house.clock())
    return account


def is_linked(house: House, account: Account) -> bool:
    return house.read(lambda db: db.scalar(select(Identity.id).where(Identity.account_id == account.id))) is not None


def is_in(browser: Browser) -> bool:
    return browser.get("/account").path == "/account"


# ------------------------------------------------------------------------------------------------------------ coming in


def test_who_is_linked_comes_in_and_goes_on_where_she_was(house: House, provider: RealProvider) -> None:
    account, browser = linked(house, provider), house.stranger()
    page = enter(house, provider, browser, "/sign-in?next=/modules")
    assert (page.path, page.came_by) == ("/modules", (303,))
    assert account.email in browser.get("/account").text


def test_the_page_of_sign_in_says_its_name_only_where_there_is_one(house: House, provider: RealProvider) -> None:
    assert f"Se connecter avec {NAME}" in house.stranger().get("/sign-in").text
    house.app.extensions["settings"], house.app.extensions["provider"] = house.settings, None
    browser = house.visitor()
    assert "Se connecter avec" not in house.stranger().get("/sign-in").text
    assert NAME not in browser.get("/account").text
    assert [browser.post(one).status for one in (TO, BACK)] == [404, 404]


def test_what_it_says_of_itself_and_its_keys_are_asked_for_once(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    for _ in range(3):
        assert enter(house, provider).path == "/"
    assert [provider.asked[one] for one in ("/.well-known/openid-configuration", "/keys", "/token")] == [1, 1, 3]


def test_opening_the_way_back_uses_nothing_up_and_leads_nowhere_by_itself(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    browser = house.stranger()
    browser.get("/sign-in")
    browser.send(TO)
    address = provider.let_in(way_to(browser.page))
    before = house.rows()
    for _ in range(2):
        assert browser.get(address).status == 200
    assert (house.rows(), provider.asked["/token"], is_in(browser)) == (before, 0, False)
    browser.get(address)
    assert browser.send(BACK).path == "/"
    # Whoever goes back to that page is not sent round again.
    assert browser.get(address).tree.xpath("//form[@data-onward]") == []


def test_an_unknown_subject_is_told_what_to_do_and_no_account_is_made(house: House, provider: RealProvider) -> None:
    """Not even when the provider vouches for an address of mail that somebody here has."""
    account = house.person()
    provider.subject, provider.claims = "nobody", {"email": account.email, "email_verified": True}
    before, browser = house.rows(), house.stranger()
    page = enter(house, provider, browser)
    assert page.status == 403
    assert "entrez avec votre mot de passe, puis rattachez le vôtre" in page.text
    assert (house.rows(), is_in(browser)) == (before, False)


def test_a_subject_of_another_issuer_is_somebody_else(house: House, provider: RealProvider) -> None:
    account = house.person()
    with house.store.writing() as db:
        identities.link(db, account, "https://another.example", provider.subject, house.clock())
    assert enter(house, provider).status == 403


def test_a_closed_account_stays_closed(house: House, provider: RealProvider) -> None:
    account, browser = linked(house, provider), house.stranger()
    with house.store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), house.clock())
    page = enter(house, provider, browser)
    assert (page.status, is_in(browser)) == (403, False)
    assert "Votre compte Boussole est fermé" in page.text


def test_a_role_that_the_provider_asserts_is_given_to_nobody(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    provider.claims = {"roles": ["administrator"], "groups": ["administrator"], "administrator": True}
    browser = house.stranger()
    assert enter(house, provider, browser).path == "/"
    assert browser.get("/people").status == 403


@pytest.mark.parametrize("said", [{}, {"amr": ["mfa", "otp"], "acr": "high"}])
def test_a_second_factor_is_asked_for_as_after_a_password(
    house: House, provider: RealProvider, said: dict[str, Any]
) -> None:
    account, browser = turn_on(house, linked(house, provider)), house.stranger()
    provider.claims = said
    page = enter(house, provider, browser)
    assert (page.path, is_in(browser)) == ("/sign-in/code", False)
    browser.get("/sign-in/code")
    assert browser.send(code=code(house)).path == "/"
    assert account.email in browser.get("/account").text


# -------------------------------------------------------------------------------------------------- linked by its owner


def test_an_account_is_linked_with_the_present_password(house: House, provider: RealProvider) -> None:
    account = house.person()
    browser = house.browser_of(account)
    provider.subject = "just linked"
    browser.get("/account")
    page = browser.send(LINK, **{"linking-present": "pas le mien, mais long"})
    assert (page.status, provider.asked.total(), is_linked(house, account)) == (422, 0, False)
    browser.send(LINK, **{"linking-present": PASSWORD})
    page = came_back(browser, provider)
    assert f"s’ouvre désormais aussi avec {NAME}" in page.text
    assert (page.path, told(house, account), noted(house, account, "link identity")) == (
        "/account",
        ["identity_linked"],
        1,
    )
    assert enter(house, provider).path == "/"


def test_it_is_unlinked_with_the_present_password_and_other_sessions_end(house: House, provider: RealProvider) -> None:
    account = linked(house, provider)
    browser, elsewhere = house.browser_of(account), house.stranger()
    enter(house, provider, elsewhere)
    browser.get("/account")
    assert browser.send(UNLINK, **{"unlinking-present": "pas le mien, mais long"}).status == 422
    assert is_linked(house, account)
    browser.send(UNLINK, **{"unlinking-present": PASSWORD})
    assert (is_linked(house, account), is_in(elsewhere), is_in(browser)) == (False, False, True)
    assert told(house, account) == ["identity_unlinked"]
    assert enter(house, provider).status == 403
    assert sign_in(house.stranger(), account.email).path == "/"


def test_no_journal_tells_on_which_day_she_linked_it(house: House, provider: RealProvider) -> None:
    browser = house.browser_of(house.person())
    journal = house.visitor(administrator=True)
    before = journal.get("/journal").text
    browser.get("/account")
    browser.send(LINK, **{"linking-present": PASSWORD})
    provider.subject = "in no journal"
    assert came_back(browser, provider).path == "/account"
    assert journal.get("/journal").text == before


def test_what_is_linked_to_one_account_is_not_taken_by_another(house: House, provider: RealProvider) -> None:
    first = linked(house, provider)
    second = house.person()
    browser = house.browser_of(second)
    browser.get("/account")
    browser.send(LINK, **{"linking-present": PASSWORD})
    page = came_back(browser, provider)
    assert (page.status, is_linked(house, second), is_linked(house, first)) == (409, False, True)


def test_somebody_elses_way_back_links_nothing(house: House, provider: RealProvider) -> None:
    """Neither in another browser, nor in the same once somebody else is signed in there."""
    account, other = house.person(), house.person()
    browser, hers = house.browser_of(account), house.browser_of(other)
    provider.subject = "of the attacker"
    browser.get("/account")
    browser.send(LINK, **{"linking-present": PASSWORD})
    address = provider.let_in(way_to(browser.page))
    assert hers.get(address).tree.xpath("//form[@data-onward]") == []
    hers.get("/account")
    assert hers.post(BACK, **dict(parse_qsl(address.partition("?")[2]))).status == 400
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = hers_token(house, other)
    browser.get(address)
    assert browser.send(BACK).status == 400
    assert not (is_linked(house, account) or is_linked(house, other))


def hers_token(house: House, account: Account) -> str:
    with house.browser_of(account).client.session_transaction() as cookie:
        return str(cookie["_user_id"])


def test_an_invitation_can_be_accepted_and_linked_at_once(house: House, provider: RealProvider) -> None:
    account, browser = invited(house), house.stranger()
    provider.subject = f"invited-{account.id}"
    browser.get(invitation(house, account))
    browser.send("", ("do", "link"), password=ANOTHER_PHRASE)
    assert came_back(browser, provider).path == "/"
    assert is_linked(house, account)
    assert enter(house, provider).path == "/"
    # The password stays: for the day on which the provider is silent.
    assert sign_in(house.stranger(), account.email, ANOTHER_PHRASE).path == "/"


# ----------------------------------------------------------------------------------------- a provider against the rules

BROKEN: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "of another sign-in"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another client"}},
    "another audience and our name as the party": {"claims": {"aud": "another client", "azp": "boussole"}},
    "two audiences and no party": {"claims": {"aud": ["boussole", "another client"]}},
    "issued to another party": {"claims": {"aud": ["boussole", "another"], "azp": "another"}},
    "another issuer": {"claims": {"iss": "https://another.example"}},
    "no issuer": {"claims": {"iss": None}},
    "expired": {"claims": {"exp": 1}},
    "no end": {"claims": {"exp": None}},
    "not yet valid": {"claims": {"nbf": 4_000_000_000}},
    "no subject": {"claims": {"sub": None}},
    "an empty subject": {"claims": {"sub": ""}},
    "a subject that is a number": {"claims": {"sub": 7}},
    "a subject without end": {"claims": {"sub": "x" * 256}},
    "of another access token": {"claims": {"at_hash": "bm90IGhlcnM"}},
    "unsigned": {"algorithm": "none"},
    "signed with the public key": {"algorithm": "HS256"},
    "signed by nobody's key": {"key_name": "unpublished"},
    "signed by another key under the name of its own": {"key_name": "unpublished", "kid": "first"},
    "another state": {"answers": {"state": "x" * 43}},
    "mixed up with another issuer": {"answers": {"iss": "https://another.example"}},
    "no issuer in the response, though promised": {"answers": {"iss": None}},
    "an invented code": {"answers": {"code": "invented"}},
    "no code": {"answers": {"code": None}},
    "refused": {"answers": {"code": None, "error": "access_denied"}},
}


def test_what_proves_nothing_lets_nobody_in(house: House) -> None:
    for broken, changes in BROKEN.items():
        with trusted_by(house) as provider:
            linked(house, provider)
            for name, value in changes.items():
                setattr(provider, name, value)
            browser, before = house.stranger(), house.rows()
            browser.get("/sign-in")
            browser.send(TO)
            page = came_back(browser, provider)
            assert (broken, page.status in {400, 403}, "recommencez" in page.text) == (broken, True, True)
            assert (broken, house.rows(), is_in(browser)) == (broken, before, False)
            # Nor can it be tried again: the sign-in that is pending is over.
            assert browser.get(f"{BACK}?state=x").tree.xpath("//main//form") == []


def test_a_provider_that_is_another_or_can_be_overheard_is_not_gone_to(house: House, provider: RealProvider) -> None:
    for metadata in [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://another.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
    ]:
        provider.metadata = metadata
        trust(house, provider.openid)
        browser = house.stranger()
        browser.get("/sign-in")
        assert browser.send(TO).status == 400


def test_where_it_does_not_promise_to_name_itself_it_need_not(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    provider.metadata = {"authorization_response_iss_parameter_supported": False}
    provider.answers = {"iss": None}
    assert enter(house, provider).path == "/"


def test_a_new_key_is_fetched_once_when_a_token_names_it(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    assert enter(house, provider).path == "/"
    provider.key_name, provider.published = "second", ["second"]
    assert enter(house, provider).path == "/"
    provider.key_name = "unpublished"
    assert enter(house, provider).status == 400
    assert provider.asked["/keys"] == 3


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore:Key size")
def test_a_key_of_1024_bits_signs_for_nobody_and_keeps_nobody_out(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    provider.published = ["first", openid.SHORT]
    assert enter(house, provider).path == "/"
    for published in (["first", openid.SHORT], [openid.SHORT]):
        provider.key_name, provider.published = openid.SHORT, published
        page = enter(house, provider)
        assert (page.status, "recommencez" in page.text) == (400, True)


def test_a_code_is_shown_once(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    browser = house.stranger()
    browser.get("/sign-in")
    browser.send(TO)
    address = provider.let_in(way_to(browser.page))
    with browser.client.session_transaction() as cookie:
        pending = cookie["errand"]
    browser.get(address)
    assert browser.send(BACK).path == "/"
    other = house.stranger()
    with other.client.session_transaction() as cookie:
        cookie["errand"] = pending
    other.get(address)
    assert (other.send(BACK).status, is_in(other)) == (400, False)


def test_a_pending_sign_in_lasts_a_quarter_of_an_hour(house: House, provider: RealProvider) -> None:
    linked(house, provider)
    browser = house.stranger()
    browser.get("/sign-in")
    browser.send(TO)
    browser.get(provider.let_in(way_to(browser.page)))
    house.clock.pass_by(minutes=16)
    assert (browser.send(BACK).status, provider.asked["/token"]) == (400, 0)


def test_whatever_is_put_into_the_way_back_is_told_in_a_sentence(house: House, provider: RealProvider) -> None:
    for name in ["state", "code", "iss", "error"]:
        for hostile in ["\udcff", "é\r\nX: y", "x" * 5000, "'; DROP TABLE identity --", "\u202e"]:
            browser = house.stranger()
            browser.get("/sign-in")
            browser.send(TO)
            given = dict(parse_qsl(provider.let_in(way_to(browser.page)).partition("?")[2]))
            given[name] = hostile.encode(errors="surrogateescape").decode(errors="replace")
            browser.get(f"{BACK}?{urlencode(given)}")
            assert browser.send(BACK).status in {400, 403}


# ------------------------------------------------------------------------------------------------ a provider in trouble


@pytest.mark.nightly
@pytest.mark.parametrize("place", ["at the start", "at the end"])
def test_a_provider_that_is_slow_is_waited_for_five_seconds_and_no_more(
    house: House, provider: RealProvider, place: str
) -> None:
    """Nor does it help to send one byte at once; and who comes next does not wait at all."""
    assert oidc.PATIENCE == 5
    linked(house, provider)
    trust(house, provider.openid, patience=0.3)
    browser, held = house.stranger(), Event()
    browser.get("/sign-in")
    if place == "at the end":
        browser.send(TO)
        browser.get(provider.let_in(way_to(browser.page)))
    provider.held, began = held, monotonic()
    page = browser.send(BACK if place == "at the end" else TO)
    assert (page.status, 0.3 <= monotonic() - began < 2) == (503, True)
    assert "entrez avec votre mot de passe" in page.text
    asked = provider.asked.total()
    other = house.stranger()
    other.get("/sign-in")
    assert (other.send(TO).status, provider.asked.total()) == (503, asked)


@pytest.mark.nightly
@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"]
)
def test_one_that_sends_a_byte_now_and_then_is_late_as_well_and_hung_up_on(house: House, start: bytes) -> None:
    hung_up = Event()

    def drip(handler: server.Handler) -> None:
        try:
            handler.drip(start, b".")
        finally:
            hung_up.set()

    with server.serve({ABOUT: drip}) as site:
        began = monotonic()
        assert asked_of(house, f"http://127.0.0.1:{site.port}", patience=0.3) == 503
        assert monotonic() - began < 2
        assert hung_up.wait(2)


@pytest.mark.nightly
def test_a_certificate_that_nobody_vouches_for_is_not_trusted(house: House) -> None:
    with server.serve({ABOUT: server.ok()}, tls=True) as site:
        assert asked_of(house, f"https://127.0.0.1:{site.port}") == 503
        assert site.asked == []


def test_it_is_not_followed_elsewhere(house: House) -> None:
    with server.serve({ABOUT: server.to("/elsewhere")}) as site:
        assert asked_of(house, f"http://127.0.0.1:{site.port}") == 400
        assert site.asked == [ABOUT]


def test_what_is_not_an_answer_is_told_in_a_sentence(house: House) -> None:
    for said in [b"", b"[]", b"<html>", b"[" * 400_000, b" " * 600_000, b'{"issuer": 7}', b"\xff"]:
        with server.serve({ABOUT: server.ok(said)}) as site:
            assert asked_of(house, f"http://127.0.0.1:{site.port}") == 400


def asked_of(house: House, issuer: str, patience: float = oidc.PATIENCE) -> int:
    """What comes of wanting to sign in by what answers at an address."""
    trust(house, OpenId(issuer, "boussole", "secret", NAME), patience)
    browser = house.stranger()
    browser.get("/sign-in")
    status = browser.send(TO).status
    house.app.extensions["settings"], house.app.extensions["provider"] = house.settings, None
    return status


def test_a_provider_that_is_not_there_keeps_nobody_out(house: House, provider: RealProvider) -> None:
    account = linked(house, provider)
    trust(house, provider.openid._replace(issuer="http://127.0.0.1:9"))
    browser = house.stranger()
    browser.get("/sign-in")
    assert browser.send(TO).status == 503
    assert sign_in(browser, account.email).path == "/"


def test_one_who_comes_back_without_having_left_is_sent_to_the_start(house: House, provider: RealProvider) -> None:
    browser = house.stranger()
    assert browser.get(f"{BACK}?state=x&code=y").tree.xpath("//main//form") == []
    browser.get("/sign-in")
    assert browser.post(BACK, state="x", code="y").status == 400
    with browser.client.session_transaction() as cookie:
        cookie["errand"] = signing.sign_link("another key", "errand", [["a", "b", "c"], 0, "/", None])
    browser.get("/sign-in")
    assert (browser.post(BACK, state="a", code="y").status, provider.asked.total()) == (400, 0)
