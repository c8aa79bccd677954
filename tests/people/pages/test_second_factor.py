"""Entry in two steps: turned on, asked for at every way in, slowed when guessed, taken off, asked of administrators."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from models.ground import audit, signing
from models.people import second_factor, sessions
from models.tables.mail import Mail, MailKind
from models.tables.people import Account, SecondFactor
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page
from tests.people.pages.second_factors import SECRET, code, drawn, on_paper, turn_on
from tests.people.pages.test_access import sign_in
from tests.people.pages.test_password_reset import ANOTHER, ask, handed_link, sent_link

WRONG = "000000"
OFF = "/account/second-factor/off"


def told(house: House, account: Account) -> list[str]:
    """What its owner was told by mail."""
    of_hers = select(Mail.slot).where(Mail.learner_key == account.learner_key, Mail.kind == MailKind.NOTICE)
    return [slot.partition(":")[0] for slot in house.read(lambda db: db.scalars(of_hers.order_by(Mail.id)).all())]


def noted(house: House, account: Account, verb: str) -> int:
    return sum(one["verb"] == verb for one in house.read(lambda db: audit.of(db, account.learner_key)))


def on(house: House, account: Account) -> bool:
    return house.read(lambda db: second_factor.since(db, account)) is not None


def secret_on(page: Page) -> str:
    """What is to be typed by whoever has no camera."""
    return page.tree.xpath("string(//code)").replace(" ", "")


def halfway(house: House, account: Account) -> Browser:
    """A browser in which her password has been given."""
    browser = house.stranger()
    assert sign_in(browser, account.email).path == "/sign-in/code"
    return browser


def expired(page: Page) -> bool:
    """Whether it asks for no code, but for the password first."""
    return "Commencez par votre mot de passe" in page.text and page.tree.xpath("//main//form") == []


def wrong_for(house: House) -> str:
    """Six digits that are the code of no step near this one."""
    near = {code(house), WRONG}
    return next(f"{number:06}" for number in range(100, 200) if f"{number:06}" not in near)


# ---------------------------------------------------------------------------------------------------- turned on and off


def test_it_is_turned_on_with_the_password_and_a_code(house: House) -> None:
    account = house.person()
    browser, elsewhere = house.browser_of(account), house.browser_of(account)
    page = browser.get("/account/second-factor")
    secret = secret_on(page)
    page = browser.send("/account/second-factor", present=PASSWORD, code=code(house, secret))
    assert page.heading == "Vos dix codes de secours"
    shown = page.tree.xpath("//ol/li/code/text()")
    assert len({one.replace(" ", "") for one in shown}) == 10
    assert on(house, account)
    assert elsewhere.get("/modules").path == "/sign-in"
    assert browser.get("/modules").path == "/modules"
    assert told(house, account) == ["second_factor_on"]
    assert noted(house, account, "turn second factor on") == 1
    # They are shown once: sending the form again shows how many there are, and none of them.
    page = browser.get("/account/second-factor")
    assert "Il vous en reste 10" in page.text
    assert not any(one in page.body for one in shown)
    came = halfway(house, account)
    assert came.send(code=shown[3]).path == "/"


def test_it_is_not_turned_on_without_both(house: House) -> None:
    for present, right in [("une autre phrase assez longue", True), ("", True), (PASSWORD, False)]:
        account = house.person()
        browser = house.browser_of(account)
        secret = secret_on(browser.get("/account/second-factor"))
        page = browser.send("/account/second-factor", present=present, code=code(house, secret) if right else WRONG)
        assert (page.status, on(house, account)) == (422, False)
        # Whoever has scanned it need not do so again.
        assert secret_on(page) == secret
        page = browser.send("/account/second-factor", present=PASSWORD, code=code(house, secret))
        assert page.heading == "Vos dix codes de secours"


def test_a_secret_that_was_shown_to_somebody_else_is_not_taken(house: House) -> None:
    """Nor one that was made up: who plants a secret would know the codes."""
    account = house.person()
    other, browser = house.visitor(), house.browser_of(account)
    planted = other.get("/account/second-factor")
    browser.get("/account/second-factor")
    for sealed in (planted.tree.xpath("string(//input[@name='sealed']/@value)"), "", "x" * 80):
        typed = code(house, secret_on(planted))
        page = browser.send("/account/second-factor", present=PASSWORD, code=typed, sealed=sealed)
        assert (page.status, on(house, account)) == (422, False)
        assert secret_on(page) != secret_on(planted)


def test_it_is_turned_off_with_the_password_and_a_code(house: House) -> None:
    account = turn_on(house, house.person())
    browser, elsewhere = house.browser_of(account), house.browser_of(account)
    browser.get("/account/second-factor")
    for present, typed in ((PASSWORD, wrong_for(house)), ("autre chose qui est long", code(house))):
        page = browser.send(OFF, **{"ending-present": present, "ending-code": typed})
        assert (page.status, on(house, account)) == (422, True)
    page = browser.send(OFF, **{"ending-present": PASSWORD, "ending-code": code(house)})
    assert (page.path, on(house, account)) == ("/account", False)
    assert elsewhere.get("/modules").path == "/sign-in"
    assert told(house, account) == ["second_factor_off"]
    assert noted(house, account, "turn second factor off") == 1
    assert sign_in(house.stranger(), account.email).path == "/"


def test_new_codes_to_print_end_those_of_before(house: House) -> None:
    account = turn_on(house, house.person())
    browser = house.browser_of(account)
    browser.get("/account/second-factor")
    fields = {"renewing-present": PASSWORD, "renewing-code": on_paper()[0]}
    page = browser.send("/account/second-factor/codes", **fields)
    assert page.heading == "Vos dix codes de secours"
    new = page.tree.xpath("//ol/li/code/text()")
    assert told(house, account) == ["recovery_codes"]
    assert halfway(house, account).send(code=on_paper()[1]).status == 422
    assert halfway(house, account).send(code=new[0]).path == "/"


def test_who_has_none_can_neither_turn_it_off_nor_make_codes(house: House) -> None:
    for action in ["off", "codes"]:
        browser = house.visitor()
        browser.get("/account")
        assert browser.post(f"/account/second-factor/{action}").status == 404


# ---------------------------------------------------------------------------------------------------------- at the door


def test_the_password_alone_opens_nothing(house: House) -> None:
    account = turn_on(house, house.person())
    browser = halfway(house, account)
    for address in ("/", "/modules", "/account", "/account/second-factor"):
        assert browser.get(address).path == "/sign-in"
    assert house.read(lambda db: sessions.open_ones(db, account, house.clock())) == []


def test_a_code_lets_in_and_leads_where_one_was_going(house: House) -> None:
    account, browser = turn_on(house, house.person()), house.stranger()
    page = sign_in(browser, account.email, at=browser.get("/news?day=monday").address)
    assert (page.path, page.tree.xpath("//input[@type='password']")) == ("/sign-in/code", [])
    page = browser.send(code=wrong_for(house))
    assert (page.status, page.path) == (422, "/sign-in/code")
    assert browser.send(code=code(house)).address == "/news?day=monday"


def test_between_the_two_steps_ten_minutes_may_pass(house: House) -> None:
    account = turn_on(house, house.person())
    in_time, too_late = halfway(house, account), halfway(house, account)
    house.clock.pass_by(minutes=10)
    assert in_time.send(code=code(house)).path == "/"
    house.clock.pass_by(minutes=1)
    assert expired(too_late.send(code=code(house)))


def test_the_first_step_dies_with_the_password(house: House) -> None:
    account = turn_on(house, house.person())
    browser, hers = halfway(house, account), house.browser_of(account)
    hers.get("/account")
    hers.send("/account/password", present=PASSWORD, password=ANOTHER)
    assert expired(browser.send(code=code(house)))


def test_the_first_step_dies_with_the_account(house: House) -> None:
    account = turn_on(house, house.person())
    browser = halfway(house, account)
    with house.store.writing() as db:
        db.get_one(Account, account.id).closed_at = house.clock()
    assert expired(browser.send(code=code(house)))


def test_the_first_step_is_signed_for_nothing_else(house: House) -> None:
    """Neither a link of another purpose, nor her first step put in the place of a session, opens anything."""
    account = turn_on(house, house.person())
    browser = halfway(house, account)
    with browser.client.session_transaction() as session:
        token = session["half-way"]
        session["_user_id"] = token
    assert browser.get("/modules").path == "/sign-in"
    for address in (f"/way-back/{token}", f"/invitation/{token}"):
        assert browser.get(address).status == 410
    forged = house.stranger()
    forged.get("/sign-in")
    with forged.client.session_transaction() as session:
        content = signing.read_link(house.settings.secret_keys, "half-way", token, days=1)
        session["half-way"] = signing.sign_link(house.settings.secret_key, "invitation", content)
    assert expired(forged.get("/sign-in/code"))


def test_who_has_not_given_a_password_gives_no_code(house: House) -> None:
    turn_on(house, house.person())
    browser = house.stranger()
    browser.get("/sign-in")
    page = browser.post("/sign-in/code", code=code(house))
    assert (page.status, page.headers["Location"]) == (303, "/sign-in/code")
    assert expired(browser.get("/sign-in/code"))


def test_the_way_back_asks_for_a_code_too(house: House) -> None:
    account = turn_on(house, house.person())
    ask(house, account.email)
    for way in (sent_link, handed_link):
        browser = house.stranger()
        browser.get(way(house, account))
        page = browser.send(password=ANOTHER)
        assert page.path == "/sign-in/code"
        assert browser.get("/modules").path == "/sign-in"
        browser.get("/sign-in/code")
        assert browser.send(code=on_paper()[len(told(house, account))]).path == "/"


# -------------------------------------------------------------------------------------------------------------- guessed


def test_guessing_is_slowed_and_the_owner_is_told_once(house: House) -> None:
    account = turn_on(house, house.person())
    browser = halfway(house, account)
    statuses = [browser.send(code=wrong_for(house)).status for _ in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    # While it lasts the right one does not help either: it would tell that it is right.
    assert browser.send(code=code(house)).status == 429
    assert told(house, account) == ["codes_tried"]
    house.clock.pass_by(minutes=1)
    assert browser.send(code=code(house)).path == "/"


def test_who_guesses_does_not_keep_the_owner_out(house: House) -> None:
    """Not even somebody who has her password: the device on which she has been before waits for itself alone."""
    account = house.person()
    hers = house.stranger()
    sign_in(hers, account.email)
    hers.send("/sign-out")
    turn_on(house, account)
    thief = halfway(house, account)
    for _ in range(6):
        thief.send(code=wrong_for(house))
    assert sign_in(hers, account.email).path == "/sign-in/code"
    assert hers.send(code=code(house)).path == "/"


def test_guessing_is_slowed_on_ones_own_page_too(house: House) -> None:
    """There it is somebody at a desk that was left open, who also knows the password."""
    account = turn_on(house, house.person())
    browser = house.browser_of(account)
    browser.get("/account/second-factor")
    fields = {"ending-present": PASSWORD, "ending-code": wrong_for(house)}
    assert [browser.send(OFF, **fields).status for _ in range(6)] == [422] * 5 + [429]


# ------------------------------------------------------------------------------------------------------ its key is lost


@pytest.fixture
def house_without_its_key(house: House) -> Iterator[House]:
    """A house that was started with another key, and without the one of before in SECRET_KEY_FALLBACKS."""
    yield house
    house.app.extensions["settings"] = house.settings


def lose_key(house: House) -> None:
    house.app.extensions["settings"] = replace(house.settings, secret_key="another key, and not a secret either")


def test_where_its_key_is_lost_she_is_told_what_to_do_and_a_code_on_paper_lets_in(house_without_its_key: House) -> None:
    house = house_without_its_key
    account = turn_on(house, house.person())
    lose_key(house)
    browser = halfway(house, account)
    page = browser.send(code=code(house))
    assert (page.status, "donnez un code de secours, ou demandez à la personne qui administre" in page.text) == (
        422,
        True,
    )
    assert browser.send(code=on_paper()[0]).path == "/"


# --------------------------------------------------------------------------------------------------- the administration


def test_an_administrator_takes_it_off_another_account(house: House) -> None:
    account = turn_on(house, house.person())
    elsewhere, browser = house.browser_of(account), house.visitor(administrator=True)
    browser.get(f"/people/{account.id}")
    page = browser.send(f"/people/{account.id}/second-factor/off")
    assert page.path == f"/people/{account.id}"
    assert not on(house, account)
    assert elsewhere.get("/modules").path == "/sign-in"
    assert told(house, account) == ["second_factor_taken"]
    assert noted(house, account, "take second factor") == 1
    assert page.tree.xpath("//form[contains(@action, 'second-factor')]") == []


@pytest.fixture
def strict_house(house: House) -> Iterator[House]:
    """A house in which administrators have a second factor."""
    house.app.extensions["settings"] = replace(house.settings, administrators_second_factor=True)
    yield house
    house.app.extensions["settings"] = house.settings


def test_an_administrator_without_one_is_led_to_it_and_her_learning_stays_open(strict_house: House) -> None:
    account, browser = strict_house.person(administrator=True), strict_house.stranger()
    page = sign_in(browser, account.email, at="/sign-in?next=/modules")
    assert page.path == "/account/second-factor"
    assert "Tout le reste vous est ouvert." in page.text
    assert browser.get("/modules").path == "/modules"
    for address in ("/people", "/sources", "/health", "/mail/results", f"/people/{account.id}"):
        assert browser.get(address).path == "/account/second-factor"
    browser.get("/account")
    assert browser.post(f"/people/{account.id}/close").headers["Location"] == "/account/second-factor"
    browser.get("/account/second-factor?next=/people")
    secret = secret_on(browser.page)
    page = browser.send("/account/second-factor?next=/people", present=PASSWORD, code=code(strict_house, secret))
    assert "/people" in page.links()
    assert browser.get("/people").path == "/people"


def test_nobody_else_is_led_there(strict_house: House) -> None:
    for roles in ({}, {"trainer": True}):
        account, browser = strict_house.person(**roles), strict_house.stranger()
        assert sign_in(browser, account.email).path == "/"
    assert browser.get("/health").path == "/health"


def test_the_secret_leaves_the_database_in_no_page(house: House) -> None:
    """What is in force is shown no more: neither to its owner nor to an administrator."""
    account = turn_on(house, house.person())
    sealed = house.read(lambda db: db.get_one(SecondFactor, account.id)).sealed_secret
    pages = [house.browser_of(account).get(address) for address in ("/account", "/account/second-factor")]
    pages += [house.visitor(administrator=True).get(address) for address in ("/people", f"/people/{account.id}")]
    for secret in (SECRET, sealed, *drawn(), *drawn().values()):
        assert not any(secret in page.body for page in pages)
