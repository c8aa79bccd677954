"""Who comes in, by which door, and what keeps others out."""

import hashlib
from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_decode
from sqlalchemy import insert, select

from models.ground import signing
from models.people import accounts, passwords
from models.people.passwords import FREE, FREE_ACCOUNTS, LONGEST_WAIT
from models.tables.mail import Mail
from models.tables.people import Account, Session, SignInAttempt
from portal import create_app
from tests.builders import MONDAY
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page, words

ANOTHER = "une autre phrase assez longue"


def sign_in(browser: Browser, email: str, password: str = PASSWORD, at: str = "/sign-in") -> Page:
    browser.get(at)
    return browser.send(email=email, password=password)


def invitation(house: House, account: Account) -> str:
    return f"/invitation/{signing.sign_link(house.settings.secret_key, 'invitation', str(account.learner_key))}"


def invited(house: House) -> Account:
    account = house.person(fresh=True)
    with house.store.writing() as db:
        db.get_one(Account, account.id).password_hash = None
    return account


# ------------------------------------------------------------------------------------------------------------ coming in


def test_it_works(house: House) -> None:
    page = sign_in(house.stranger(), house.person().email)
    assert (page.path, page.came_by, page.status) == ("/", (303,), 200)


def test_a_session_lasts_on_this_device_and_has_an_absolute_end(house: House) -> None:
    browser = house.stranger()
    browser.get("/sign-in")
    page = browser.post("/sign-in", email=house.person().email, password=PASSWORD)
    assert "Expires=" in page.headers["Set-Cookie"]
    for _ in range(29):
        house.clock.pass_by(days=1)
        assert browser.get("/modules").path == "/modules"
    house.clock.pass_by(days=1)
    assert browser.get("/modules").path == "/sign-in"


def test_who_cannot_prove_who_she_is_stays_outside(house: House) -> None:
    hers = house.person().email
    wrong = [(f"{uuid4()}@example.org", PASSWORD), ("", PASSWORD), (hers, ANOTHER), (hers, ""), (hers, "x" * 1001)]
    for email, password in wrong:
        browser = house.stranger()
        page = sign_in(browser, email, password)
        assert (email, password, page.status, page.path) == (email, password, 422, "/sign-in")
        assert browser.get("/").path == "/sign-in"


def test_which_of_the_two_is_wrong_is_not_said(house: House) -> None:
    known, unknown = house.person().email, f"{uuid4()}@example.org"
    pages = [sign_in(house.stranger(), email, "pas la bonne phrase") for email in (known, unknown)]
    said = [page.text.replace(known, "").replace(unknown, "") for page in pages]
    assert said[0] == said[1]
    assert "pas la bonne" not in pages[0].body


def test_signing_out_ends_the_session(house: House) -> None:
    browser = house.visitor()
    browser.get("/")
    assert browser.send("/sign-out").path == "/sign-in"
    assert browser.get("/modules").path == "/sign-in"


def test_signing_in_begins_a_session_of_its_own(house: House) -> None:
    """What somebody else has put into the cookie before does not survive: no token, no message."""
    browser = house.stranger()
    browser.get("/sign-in")
    with browser.client.session_transaction() as session:
        session["planted"], before = True, session["csrf_token"]
    sign_in(browser, house.person().email)
    with browser.client.session_transaction() as session:
        assert "planted" not in session
        assert session.get("csrf_token") != before


def test_the_cookie_of_a_session_is_signed_by_sha_256(house: House) -> None:
    cookie = house.visitor().client.get_cookie(house.app.config["SESSION_COOKIE_NAME"])
    assert cookie
    assert len(base64_decode(cookie.value.rpartition(".")[2])) == hashlib.sha256().digest_size


def test_the_token_of_a_form_is_signed_by_sha_256(house: House) -> None:
    token = house.stranger().get("/sign-in").tree.xpath("string(//input[@name='csrf_token']/@value)")
    assert len(base64_decode(token.rpartition(".")[2])) == hashlib.sha256().digest_size


def test_a_new_key_of_the_installation_leaves_sessions_and_links_as_they_are(house: House) -> None:
    account, new = house.person(), invited(house)
    browser = house.browser_of(account)
    settings = replace(house.settings, secret_key="a newer key", secret_key_fallbacks=(house.settings.secret_key,))
    app = create_app(settings, house.clock)
    app.extensions["store"] = house.store
    cookie = browser.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    later = Browser(app.test_client())
    later.client.set_cookie(cookie.key, cookie.value)
    assert later.get("/modules").path == "/modules"
    assert later.get(invitation(house, new)).status == 200


# ------------------------------------------------------------------------------------------------------- being led back


def test_everybody_is_led_to_the_door_and_back(house: House) -> None:
    browser = house.stranger()
    page = browser.get("/news?day=monday")
    assert (page.path, page.came_by) == ("/sign-in", (303,))
    page = sign_in(browser, house.person().email, at=page.address)
    assert page.address == "/news?day=monday"


def test_htmx_is_led_to_the_door_too(house: House) -> None:
    response = house.stranger().client.get("/modules", headers={"HX-Request": "true"})
    assert (response.status_code, response.headers["HX-Location"]) == (200, "/sign-in?next=/modules")


# Browsers drop tabs and line ends, and take a backslash for a slash: https://url.spec.whatwg.org
HOSTILE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "/\t\\evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "/ /evil.example/",
    "javascript:alert(1)",
    "evil.example",
    "http:evil.example",
    "http:///evil.example",
    "/modules\r\nSet-Cookie: a=b",
]


def led_to(house: House, targets: list[str]) -> dict[str, str]:
    """Where one goes on, once « Qui voit quoi » is read; the door leads on in the same way, more slowly."""
    browser = house.visitor()
    browser.get("/account")
    return {target: browser.post(f"/privacy?{urlencode({'next': target})}").headers["Location"] for target in targets}


def test_nobody_is_led_to_another_site(house: House) -> None:
    assert {target: place for target, place in led_to(house, HOSTILE).items() if place != "/"} == {}


def test_the_door_leads_no_further_than_the_other_pages(house: House) -> None:
    browser = house.stranger()
    browser.get("/sign-in?next=//evil.example/")
    page = browser.post("/sign-in?next=//evil.example/", email=house.person().email, password=PASSWORD)
    assert page.headers["Location"] == "/"


# -------------------------------------------------------------------------------------------------- what ends a session


def test_a_closed_account_loses_its_sessions_at_once(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    assert browser.get("/").path == "/"
    with house.store.writing() as db:
        accounts.close(db, db.get_one(Account, account.id), MONDAY)
    assert browser.get("/").path == "/sign-in"
    assert sign_in(browser, account.email).status == 422


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(house: House) -> None:
    account = house.person()
    here, elsewhere = house.browser_of(account), house.browser_of(account)
    here.get("/account")
    page = here.send("/account/password", present=PASSWORD, password=ANOTHER)
    assert (page.path, page.status) == ("/account", 200)
    assert elsewhere.get("/").path == "/sign-in"
    assert sign_in(elsewhere, account.email).status == 422
    assert sign_in(elsewhere, account.email, ANOTHER).path == "/"


def test_a_copied_cookie_is_dead_after_sign_out(house: House) -> None:
    browser, thief = house.visitor(), house.stranger()
    browser.get("/modules")
    name = house.app.config["SESSION_COOKIE_NAME"]
    cookie = browser.client.get_cookie(name)
    assert cookie
    thief.client.set_cookie(name, cookie.value, secure=True)
    assert thief.get("/modules").path == "/modules"
    browser.send("/sign-out")
    assert thief.get("/modules").path == "/sign-in"


def test_a_session_is_listed_and_ended_from_another(house: House) -> None:
    account = house.person()
    here, elsewhere = house.browser_of(account), house.browser_of(account)
    page = here.get("/account")
    assert page.text.count("Firefox · Linux") >= 2
    (form,) = page.tree.xpath("//section[@aria-labelledby='sessions-title']//li//form/@action")
    assert here.send(form).path == "/account"
    assert elsewhere.get("/modules").path == "/sign-in"
    assert here.get("/modules").path == "/modules"


def test_all_other_sessions_are_ended_at_once(house: House) -> None:
    account = house.person()
    here, *others = (house.browser_of(account) for _ in range(3))
    here.get("/account")
    here.send("/account/sessions/end")
    assert [browser.get("/modules").path for browser in (here, *others)] == ["/modules", "/sign-in", "/sign-in"]


def test_nobody_ends_the_session_of_somebody_else(house: House) -> None:
    account = house.person()
    victim, browser = house.browser_of(account), house.visitor()
    browser.get("/account")
    elsewhere = house.browser_of(account).get("/account")
    (hers,) = elsewhere.tree.xpath("//section[@aria-labelledby='sessions-title']//li//form/@action")
    assert browser.post(hers).status == 404
    assert victim.get("/modules").path == "/modules"


def test_a_token_is_kept_nowhere_and_what_is_kept_opens_nothing(house: House) -> None:
    account = house.person()
    house.browser_of(account).get("/modules")
    for forged in (*map(str, sessions_of(house, account)[0]), "", "x"):
        other = house.stranger()
        with other.client.session_transaction() as session:
            session["_user_id"] = forged
        assert (forged, other.get("/").path) == (forged, "/sign-in")


def sessions_of(house: House, account: Account) -> list[tuple[object, ...]]:
    """The rows of somebody's sessions, whole."""
    columns = Session.__table__.c
    return house.read(
        lambda db: [tuple(row) for row in db.execute(select(*columns).where(columns.account_id == account.id))]
    )


# ------------------------------------------------------------------------------------------------ what comes before all


def test_a_temporary_password_leads_to_the_account_until_it_is_changed(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        password = passwords.give_temporary(db.get_one(Account, account.id))
    browser = house.stranger()
    assert sign_in(browser, account.email, password).path == "/account"
    for address in ("/", "/modules", "/news", "/mail"):
        assert browser.get(address).path == "/account"
    browser.send("/account/password", present=password, password=ANOTHER)
    assert browser.get("/modules").path == "/modules"


def test_a_temporary_password_is_not_chosen_again(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        password = passwords.give_temporary(db.get_one(Account, account.id))
    browser = house.stranger()
    sign_in(browser, account.email, password)
    page = browser.send("/account/password", present=password, password=password)
    assert (page.status, "C’est le mot de passe que vous avez reçu" in page.text) == (422, True)
    assert house.again(account).password_temporary
    assert browser.get("/modules").path == "/account"


def test_who_sees_what_comes_first_and_then_the_page_that_was_meant(house: House) -> None:
    browser = house.browser_of(house.person(fresh=True))
    page = browser.get("/modules")
    assert (page.path, page.came_by) == ("/privacy", (303,))
    assert browser.send(page.tree.xpath("string(//main//form/@action)")).path == "/modules"
    assert browser.get("/privacy").tree.xpath("//main//form") == []


ADMINISTRATORS = ("/people", "/people/list", "/journal", "/sources", "/health", "/mail/results")


def test_who_administers_reaches_her_pages_without_the_gates_of_those_who_learn(house: House) -> None:
    browser = house.browser_of(house.person(administrator=True, fresh=True))
    assert {address: browser.get(address).path for address in ADMINISTRATORS} == {one: one for one in ADMINISTRATORS}
    assert browser.get("/").path == "/privacy"
    assert browser.get("/modules").path == "/privacy"


def test_who_administers_chooses_a_password_of_her_own_before_that(house: House) -> None:
    account = house.person(administrator=True, fresh=True)
    with house.store.writing() as db:
        password = passwords.give_temporary(db.get_one(Account, account.id))
    browser = house.stranger()
    sign_in(browser, account.email, password)
    assert browser.get("/people").path == "/account"
    assert browser.get("/account/second-factor").path == "/account"


def test_that_it_was_read_is_noted_once(house: House) -> None:
    account = house.person(fresh=True)
    browser = house.browser_of(account)
    browser.get("/privacy")
    browser.post("/privacy")
    house.clock.pass_by(days=1)
    browser.post("/privacy")
    assert house.again(account).privacy_read_at == MONDAY


# ------------------------------------------------------------------------------------------------------------- attempts


def fail(house: House, email: str, address: str = "192.0.2.1", times: int = FREE) -> None:
    """So many failures for that account, from that address, on a device that is not known."""
    tried = passwords.attempt(house.settings.secret_key, email, address, None)
    with house.store.writing() as db:
        row = {"email": tried.email, "network": tried.network, "device": None, "at": house.clock()}
        db.execute(insert(SignInAttempt), [row] * times)


def test_after_some_failures_even_the_right_password_has_to_wait_but_a_minute_at_most(house: House) -> None:
    browser, account = house.stranger(), house.person()
    fail(house, account.email, times=FREE - 1)
    assert sign_in(browser, account.email, "pas la bonne").status == 422
    page = sign_in(browser, account.email)
    assert (page.status, "attendez 1" in page.text) == (429, True)
    fail(house, account.email, times=1000)
    assert sign_in(browser, account.email).status == 429
    house.clock.pass_by(seconds=LONGEST_WAIT)
    assert sign_in(browser, account.email).path == "/"


def test_a_device_on_which_she_has_signed_in_is_never_slowed_by_strangers(house: House) -> None:
    account = house.person()
    browser = house.stranger()
    assert sign_in(browser, account.email).path == "/"
    browser.send("/sign-out")
    fail(house, account.email, times=1000)
    assert sign_in(house.stranger(), account.email).status == 429
    assert sign_in(browser, account.email).path == "/"


def test_a_known_device_waits_for_its_own_failures(house: House) -> None:
    account, other = house.person(), house.person()
    browser = house.stranger()
    sign_in(browser, account.email)
    browser.send("/sign-out")
    for _ in range(FREE):
        assert sign_in(browser, account.email, "pas la bonne").status == 422
    assert sign_in(browser, account.email).status == 429
    # Known for her alone, and to others no slower.
    assert sign_in(house.stranger(), account.email).path == "/"
    assert sign_in(browser, other.email).path == "/"


def test_a_device_that_says_it_is_known_is_not_believed(house: House) -> None:
    account = house.person()
    fail(house, account.email, times=FREE)
    browser = house.stranger()
    browser.client.set_cookie("device", "forged")
    assert sign_in(browser, account.email).status == 429


def test_a_network_is_slowed_by_how_many_accounts_it_tries(house: House) -> None:
    account = house.person()
    fail(house, "une@example.org", "198.51.100.7", times=FREE_ACCOUNTS)
    assert sign_in(house.stranger("198.51.100.7"), account.email).path == "/"
    for _ in range(FREE_ACCOUNTS):
        fail(house, f"{uuid4()}@example.org", "198.51.100.7", times=1)
    assert sign_in(house.stranger("198.51.100.7"), account.email).status == 429
    assert sign_in(house.stranger("198.51.100.8"), account.email).path == "/"


def test_of_an_ipv6_network_all_addresses_are_one(house: House) -> None:
    account = house.person()
    for number in range(FREE_ACCOUNTS):
        fail(house, f"{number}@example.org", f"2001:db8:1:2::{number:x}", times=1)
    assert sign_in(house.stranger("2001:db8:1:2::ffff"), account.email).status == 429
    assert sign_in(house.stranger("2001:db8:1:3::1"), account.email).path == "/"


def test_failures_are_kept_in_the_database_and_what_was_typed_is_not(house: House) -> None:
    browser = house.stranger("192.0.2.55")
    sign_in(browser, "secrete@example.org", "pas la bonne")
    rows = house.read(lambda db: db.scalars(select(SignInAttempt)).all())
    assert {(len(row.email), len(row.network)) for row in rows} == {(64, 64)}


# ---------------------------------------------------------------------------------------------------------- invitations


def test_an_invitation_lets_in_once(house: House) -> None:
    account = invited(house)
    browser, address = house.stranger(), invitation(house, account)
    browser.get(address)
    assert browser.get(address).status == 200
    assert browser.send(password=ANOTHER).path == "/"
    assert house.stranger().get(address).status == 410
    assert sign_in(house.stranger(), account.email, ANOTHER).path == "/"


def test_a_short_password_is_refused_with_its_reason(house: House) -> None:
    browser = house.stranger()
    browser.get(invitation(house, invited(house)))
    page = browser.send(password="trop court")
    assert page.status == 422
    assert "12" in page.text
    assert browser.send(password=ANOTHER).path == "/"


def test_an_invitation_says_who_sees_what_in_the_five_lines_of_its_page(house: House) -> None:
    for language in ["fr", "nl", "en"]:
        account, browser = invited(house), house.stranger()
        page = browser.get(invitation(house, account), **{"Accept-Language": language})
        lines = [words(line) for line in page.tree.xpath("//section[@class='who-sees']//li")]
        browser.send(password=ANOTHER)
        assert browser.get("/modules").path == "/modules"
        page = house.browser_of(house.person(language=language)).get("/privacy")
        told = page.tree.xpath("//*[@class='sees']/details/summary")
        assert lines == [words(line).removesuffix(words(line.find("span"))).strip() for line in told]
        assert len(lines) == 5
        assert house.again(account).privacy_read_at == MONDAY


class EightDaysAgo(TimestampSigner):
    def get_timestamp(self) -> int:
        return super().get_timestamp() - 8 * signing.SECONDS_A_DAY


def test_an_invitation_that_is_not_one_is_gone(house: House) -> None:
    key, secret = str(invited(house).learner_key), house.settings.secret_key
    old = URLSafeTimedSerializer(secret, salt="boussole.invitation", signer=EightDaysAgo)
    tokens = {
        "expired": old.dumps(key),
        "for something else": signing.sign_link(secret, "unsubscribe", key),
        "with another key": signing.sign_link("another key", "invitation", key),
        "altered": signing.sign_link(secret, "invitation", key)[:-1],
        "for nobody": signing.sign_link(secret, "invitation", str(uuid4())),
        "": "x",
    }
    met = {made: house.stranger().get(f"/invitation/{token}").status for made, token in tokens.items()}
    assert met == dict.fromkeys(tokens, 410)


# ----------------------------------------------------------------------------------------------- what belongs to others


def test_nobody_sees_what_belongs_to_somebody_else(house: House) -> None:
    owner, other = house.person(), house.visitor(trainer=True, administrator=True)
    with house.store.writing() as db:
        mine = db.merge(Mail(learner_key=owner.learner_key, kind="digest", slot="x", state="sent", due_at=MONDAY))
        mine.subject = mine.text = mine.html = "Le mien"
        db.flush()
    hers = house.browser_of(owner)
    hers.get("/modules/ecouter")
    sitting = hers.send("/modules/ecouter/start").path
    assert hers.get("/mail/1").status == hers.get(sitting).status == 200
    for address in (sitting, "/mail/1", f"/mail/{mine.id}", "/mail/1/as-sent"):
        page = other.get(address)
        assert page.status == 404
        assert "Le mien" not in page.body


def test_nobody_answers_or_moves_on_for_somebody_else(house: House) -> None:
    owner, other = house.person(), house.visitor()
    hers = house.browser_of(owner)
    hers.get("/modules/ecouter")
    sitting = hers.send("/modules/ecouter/start").path
    shown, before = house.question_for(owner), house.rows()
    other.get("/modules")
    assert other.post(f"{sitting}/advance", position="card-1").status == 404
    assert other.post(f"{sitting}/answer", presentation=str(shown.id), option="a").status == 404
    assert house.rows() == before
    assert hers.get(sitting).status == 200
