"""Three ways out of a letter: on paper, in a message, as a draft that Python's own parser opens."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from lxml import html

from models.community.letter_text import MOST_SIGNS
from tests.community.letters import CARD, WORDS
from tests.community.pages.letters_furnished import PUBLIC, furnish, letter, public, with_ways
from tests.community.pages.typed_pathways import plain
from tests.directory.published_entries import entry, publish_entries
from tests.house import House
from tests.page_browser import Page, words
from tests.plain_words import vouch_for_all


@pytest.fixture(autouse=True, scope="module")
def furnished(shared_house: House) -> None:
    furnish(shared_house)
    with_ways(shared_house)


def page_of_letter(house: House, *picks: str, language: str = "fr", path: str = "") -> Page:
    owner = house.person()
    made = letter(house, owner, *picks, language=language)
    return house.browser_of(owner).get(f"/letters/{made.id}{path}")


def draft_of(house: House, *picks: str, language: str = "fr") -> tuple[bytes, EmailMessage]:
    owner = house.person()
    made = letter(house, owner, *picks, language=language)
    answer = house.browser_of(owner).client.get(f"/letters/{made.id}/draft.eml")
    assert answer.content_type == "message/rfc822"
    assert answer.headers["Content-Disposition"] == "attachment; filename=lettre.eml"
    found = message_from_bytes(answer.data, policy=default)
    assert isinstance(found, EmailMessage)
    return answer.data, found


def test_the_paper_says_the_letter_its_day_and_the_ways_of_the_house(house: House) -> None:
    page = page_of_letter(house, path="/paper")
    article = page.tree.xpath("//article")[0]
    said = plain(words(article))
    for expected in (
        "Deux ans au plus (duree).",
        "Appelez Actiris.",
        "02 000 00 00",
        "Exact au 23 novembre 2026.",
        "Nous joindre",
    ):
        assert expected in said
    assert article.xpath(".//*[contains(@class, 'scanned')]") == []
    assert "/l/" not in said


def test_the_paper_speaks_the_language_of_the_letter(house: House) -> None:
    page = page_of_letter(house, "rule:duree", language="nl", path="/paper")
    (article,) = page.tree.xpath("//article[@lang='nl']")
    for said in (
        "Enkele inlichtingen",
        "Hoogstens twee jaar (duree).",
        "Nagekeken op 23 november 2026.",
        "Aan het loket",
    ):
        assert said in plain(words(article)), said


def short_of(page: Page) -> str:
    return str(page.tree.xpath("//textarea[@id='short-text']")[0].text)


def test_where_it_does_not_fit_it_is_shortened_and_danger_never_left_out(house: House) -> None:
    with house.store.writing() as db:
        publish_entries(db, *(entry(f"lieu-{number}", plain=WORDS) for number in range(5)))
        vouch_for_all(db)
    page = page_of_letter(house, *(f"entry:lieu-{number}" for number in range(5)), "rule:duree", "entry:urgence")
    text = plain(short_of(page))
    assert len(text) <= MOST_SIGNS
    assert "Tél. 02 000 00 00. En danger : le 101." in text
    assert "C'est gratuit" not in text


def test_the_draft_has_no_sender_and_no_addressee_and_may_be_changed(house: House) -> None:
    with public(house):
        data, found = draft_of(house)
    assert dict(found.items()).keys() == {"X-Unsent", "Subject", "MIME-Version", "Content-Type"}
    assert found["X-Unsent"] == "1"
    assert plain(found["Subject"]) == "Quelques informations, 23 novembre 2026"
    assert found.defects == []
    assert found.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content_charset() for part in found.iter_parts()] == ["utf-8", "utf-8"]
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert data.isascii()


def test_the_draft_reads_the_same_as_text_and_as_a_page_and_as_her_page_shows_it(house: House) -> None:
    with public(house):
        owner = house.person()
        made = letter(house, owner)
        browser = house.browser_of(owner)
        found = message_from_bytes(browser.client.get(f"/letters/{made.id}/draft.eml").data, policy=default)
        shown = browser.get(f"/letters/{made.id}").tree.xpath("//pre")[0].text_content()
    assert isinstance(found, EmailMessage)
    text, page = (part.get_content() for part in found.iter_parts())
    assert text.replace("\r\n", "\n").strip() == shown.strip()
    tree = html.document_fromstring(page)
    for said in (
        "Deux ans au plus (duree).",
        "Appelez Actiris.",
        "02 000 00 00",
        f"{PUBLIC}/l/{made.token}",
        "Nous joindre",
    ):
        assert said in plain(text), said
        assert said in plain(words(tree)), said
    assert tree.xpath("//script|//style|//link|//img|//*[@style]") == []
    assert text.startswith("\n") or text.startswith("\r\n")


def test_no_title_or_name_becomes_a_header(house: House) -> None:
    data, found = draft_of(house, "rule:duree", CARD, "entry:ecoute")
    head = data.partition(b"\r\n\r\n")[0]
    assert b"Bcc" not in head
    assert b"duree" not in head
    assert found["To"] is None
    assert found["From"] is None


def test_a_letter_of_somebody_else_opens_for_nobody(house: House) -> None:
    for path in ["", "/paper", "/draft.eml"]:
        made = letter(house, house.person())
        for browser in (house.visitor(), house.visitor(trainer=True), house.visitor(administrator=True)):
            browser.get("/account")
            assert browser.client.get(f"/letters/{made.id}{path}").status_code == 404
