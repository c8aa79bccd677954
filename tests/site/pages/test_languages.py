"""The language of a page: the browser's, until somebody chooses another, on any page and without a script."""

from uuid import uuid4

from models.ground import signing
from models.people import accounts
from models.tables.people import Account
from tests.builders import MONDAY
from tests.house import PASSWORD, House
from tests.page_browser import Browser, Page

IN_DUTCH = {"Accept-Language": "nl-BE,nl;q=0.9,en;q=0.8"}


def choose(browser: Browser, language: str) -> Page:
    """Press one of the three buttons at the foot of the page."""
    (action,) = browser.page.tree.xpath("//footer//form/@action")
    return browser.send(action, ("language", language))


def invited(house: House, language: str = "fr") -> tuple[Account, str]:
    """Somebody who was invited, and the link in her mail."""
    with house.store.writing() as db:
        account = accounts.invite(
            db, f"{uuid4()}@example.org", "Wannes", MONDAY, timezone="Europe/Brussels", language=language
        )
    token = signing.sign_link(house.settings.secret_key, "invitation", str(account.learner_key))
    return account, f"/invitation/{token}"


def language_of(page: Page) -> str:
    return str(page.tree.get("lang"))


def accepted(browser: Browser, address: str, **headers: str) -> Page:
    browser.get(address, **headers)
    data = {"csrf_token": browser.page.tree.xpath("string(//main//input[@name='csrf_token']/@value)")}
    response = browser.client.post(address, data={**data, "password": PASSWORD}, headers=headers)
    assert response.status_code == 303
    return browser.get("/account")


# ------------------------------------------------------------------------------------------------------- the invitation


def test_the_language_of_the_browser_is_kept_when_an_invitation_is_accepted(house: House) -> None:
    account, address = invited(house)
    page = accepted(house.stranger(), address, **IN_DUTCH)
    assert (house.again(account).language, language_of(page)) == ("nl", "nl")


def test_who_invites_may_choose_the_language(house: House) -> None:
    browser, email = house.visitor(administrator=True), f"{uuid4()}@example.org"
    browser.get("/people")
    browser.send("/people", name="Wannes", email=email, language="nl")
    found = house.read(lambda db: accounts.open_account(db, email))
    assert found is not None
    assert found.language == "nl"


# ------------------------------------------------------------------------------------------------------- any other page


def test_who_is_not_signed_in_reads_in_the_language_that_she_chooses(house: House) -> None:
    for address in ["/sign-in?next=/modules", "/forgotten", "/accessibility"]:
        browser = house.stranger()
        browser.get(address)
        page = choose(browser, "nl")
        assert (page.address, language_of(page)) == (address, "nl")
        assert language_of(browser.get("/sign-in")) == "nl"
        assert language_of(house.stranger().get("/sign-in")) == "fr"


def test_who_is_signed_in_changes_the_language_of_her_account(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/modules")
    page = choose(browser, "en")
    assert (page.path, language_of(page), house.again(account).language) == ("/modules", "en", "en")


def test_a_choice_made_before_signing_in_is_not_left_to_the_next_person(house: House) -> None:
    browser = house.stranger()
    browser.get("/sign-in")
    choose(browser, "nl")
    browser.send("/sign-in", email=house.person().email, password=PASSWORD)
    assert language_of(browser.page) == "fr"
    browser.send("/sign-out")
    assert language_of(browser.page) == "fr"


def test_a_page_that_a_form_led_to_is_opened_again_where_it_can_be(house: House) -> None:
    browser = house.visitor()
    browser.get("/account")
    browser.send("/account/password", present=PASSWORD, password="trop court")
    assert browser.page.status == 422
    assert choose(browser, "nl").path == "/"
    browser = house.stranger()
    browser.get("/sign-in")
    browser.send(email="personne@example.org", password=PASSWORD)
    assert choose(browser, "nl").path == "/sign-in"


def test_a_question_in_a_mail_is_read_in_the_language_that_its_reader_chooses(house: House) -> None:
    account = house.person(language="nl")
    browser = house.stranger()
    browser.get(house.address_of(house.question_for(account)))
    assert language_of(browser.page) == "nl"
    assert language_of(choose(browser, "en")) == "en"


def test_a_language_that_is_not_offered_changes_nothing(house: House) -> None:
    browser = house.stranger()
    browser.get("/sign-in")
    browser.post("/language", language="de")
    assert language_of(browser.get("/sign-in")) == "fr"
