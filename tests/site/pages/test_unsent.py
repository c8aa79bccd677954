"""What was typed in a page whose session has ended comes back with the page that says so, to its writer alone."""

import re
import time
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

import portal
from models.people import sessions
from portal.transfer import SECRET
from tests.house import House
from tests.page_browser import Browser, Page, page_of
from tests.site.pages.flaws import flaws

WAYS, WORDS = "/house/texts", "Rue de l'Accueil 1, du lundi au vendredi"
OURS = "http://localhost"
FIELDS = {"text * fr counter": WORDS, "text * fr telephone": "02", "present": "un mot de passe en phrase"}


@pytest.fixture
def browser(house: House) -> Browser:
    """A trainer who has a form before her."""
    browser = house.visitor(trainer=True)
    browser.get(WAYS)
    return browser


def sent(browser: Browser, token: str = "", **headers: str) -> Page:
    """What answers her form; with a token that is none, where none is named."""
    fields = {"csrf_token": token or "none", **FIELDS}
    return page_of(browser.client.post(WAYS, data=fields, headers=headers))


def given_back(page: Page) -> list[str]:
    return [area.text.strip() for area in page.tree.iterfind(".//main//textarea")]


def test_a_form_that_was_open_too_long_comes_back_with_its_words_and_the_way_to_its_page(browser: Browser) -> None:
    page = sent(browser, Referer=f"{OURS}{WAYS}?a=1")
    assert (page.status, page.heading, given_back(page)) == (
        *(400, "Cette page était ouverte depuis trop longtemps."),
        [WORDS],
    )
    assert f"{WAYS}?a=1" in page.links()
    assert flaws(page) == []


def test_a_text_that_took_all_day_to_write_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser, morning = house.visitor(trainer=True), int(time.time()) - 8 * 3600
    with monkeypatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _: morning)
        browser.get(WAYS)
    page = sent(browser, browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)"))
    assert page.status == 303


def test_a_session_that_was_ended_elsewhere_takes_no_words_along(house: House, browser: Browser) -> None:
    token = browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)")
    with browser.client.session_transaction() as session, house.store.writing() as db:
        sessions.sign_out(db, session["_user_id"], house.clock())
    page = sent(browser, token, Referer=f"{OURS}{WAYS}")
    assert (page.status, page.heading, given_back(page)) == (403, "Votre session est terminée.", [WORDS])
    assert browser.get(WAYS).path == "/sign-in"


@pytest.mark.parametrize(("gone", "status"), [("/house/ways", 405), ("/circles/1/meetings", 405), ("/nowhere", 404)])
def test_a_form_whose_page_went_while_it_stood_open_comes_back_with_its_words(
    browser: Browser, gone: str, status: int
) -> None:
    token = browser.page.tree.xpath("string(//input[@name='csrf_token']/@value)")
    fields = {"csrf_token": token, "counter": WORDS}
    page = page_of(browser.client.post(gone, data=fields, headers={"Referer": f"{OURS}{gone}"}))
    assert (page.status, given_back(page)) == (status, [WORDS])


def test_words_that_we_fail_to_take_come_back(empty_house: House) -> None:
    @empty_house.app.post("/stumbles")
    def stumbles() -> str:
        raise RuntimeError("a fault of ours")

    browser = empty_house.stranger()
    token = browser.get("/sign-in").tree.xpath("string(//input[@name='csrf_token']/@value)")
    fields = {"csrf_token": token, "text": WORDS}
    page = page_of(browser.client.post("/stumbles", data=fields, headers={"Referer": f"{OURS}/sign-in"}))
    assert (page.status, given_back(page), flaws(page)) == (500, [WORDS], [])


def test_what_another_site_sends_is_not_shown(browser: Browser) -> None:
    for referrer in ["", "https://evil.example/house/texts", "http://[", "//"]:
        page = sent(browser, Referer=referrer)
        assert (page.status, given_back(page), WAYS in page.links()) == (400, [], False)


def test_no_way_leads_to_a_page_that_does_not_open(browser: Browser) -> None:
    for before in ["/nulle-part", "/sign-out", "//evil.example/"]:
        page = sent(browser, Referer=f"{OURS}{before}")
        assert before not in page.links()
        assert given_back(page) == [WORDS]


def test_it_is_said_that_the_device_keeps_a_text_only_where_it_does(browser: Browser) -> None:
    said = "Votre texte est gardé sur cet appareil"
    for copy, kept in ((f"{'1' * 13} {'2' * 13}", True), ("", False), ("x" * 13, False)):
        fields = {"csrf_token": "none", "copy": copy, "text": "un texte assez long"}
        headers = {"Referer": f"{OURS}/authoring/skills.yaml"}
        page = page_of(browser.client.post("/authoring/skills.yaml", data=fields, headers=headers))
        assert (copy, said in page.text, bool(given_back(page))) == (copy, kept, not kept)


def test_every_field_for_a_password_is_kept_back() -> None:
    texts = [path.read_text("utf-8") for path in Path(portal.__file__).parent.rglob("*.py")]
    assert {name for text in texts for name in re.findall(r"(\w+) = PasswordField\(", text)} == SECRET
