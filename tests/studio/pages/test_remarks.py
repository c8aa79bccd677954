"""Remarks stand in the margin, of a review and in the studio; the author settles them; what is read is marked."""

from uuid import uuid4

import pytest

from models.catalogue import documents, drafts
from models.studio import remarks, reviewing
from models.tables.people import Account
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Page, words
from tests.site.pages import lives

RETURN = ("do", "return")
MARK = ("do", "mark")


@pytest.fixture
def author(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def reader(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def module_id(house: House, author: Account) -> str:
    name = f"module-{uuid4().hex[:8]}"
    with house.store.writing() as db:
        lives.published(db, name, author.learner_key)
    return name


def asked(house: House, module_id: str, author: Account, card: str = "À relire.") -> int:
    with house.store.writing() as db:
        document = documents.module_document(db, module_id)
        return lives.ask(db, document, lives.text_of(module_id, card), author.learner_key).id


def line_of(house: House, review_id: int, text: str) -> int:
    return house.read(lambda db: reviewing.review_of(db, review_id)).text.split("\n").index(text) + 1


@pytest.fixture
def come_back(house: House, module_id: str, author: Account, reader: Account) -> tuple[int, str]:
    return returned(house, module_id, author, reader)


def returned(house: House, module_id: str, author: Account, reader: Account) -> tuple[int, str]:
    """A text that came back with a remark on one of its lines: its review, the remark."""
    review_id = asked(house, module_id, author)
    browser = house.browser_of(reader)
    line = line_of(house, review_id, "À relire.")
    browser.get(f"/reviewing/{review_id}?as=lines&line={line}")
    page = browser.send(f"/reviewing/{review_id}/comment", body="Dites pourquoi.")
    assert "Dites pourquoi." in words(page.part(f"line-{line}"))
    browser.send(f"/reviewing/{review_id}/decide", RETURN)
    return review_id, str(page.part(f"line-{line}").xpath(".//details/@id")[0]).removeprefix("remark-")


def notes(page: Page) -> list[str]:
    """What stands beside the text in the studio."""
    return [words(one) for one in page.tree.xpath("//*[@id='notes']/details/div")]


def test_in_the_studio_a_remark_stands_beside_the_line_wherever_it_has_gone(
    house: House, module_id: str, author: Account, come_back: tuple[int, str]
) -> None:
    browser = house.browser_of(author)
    page = browser.get(f"/authoring/{module_id}")
    line = line_of(house, come_back[0], "À relire.")
    assert "Dites pourquoi." in notes(page)[0]
    assert page.tree.xpath("//*[@id='notes']//button[@data-line]/@data-line") == [str(line)]
    text = str(page.form().fields["text"]).replace("À relire.", "\nÀ relire.")
    page = browser.send("", ("do", "save"), text=text)
    assert page.tree.xpath("//*[@id='notes']//button[@data-line]/@data-line") == [str(line + 1)]
    page = browser.send("", ("do", "save"), text=text.replace("À relire.", "À relire, mieux."))
    assert "La ligne a changé. À relire. Dites pourquoi." in notes(page)[0]
    assert not page.tree.xpath("//*[@id='notes']//button[@data-line]")


def test_the_author_settles_a_remark_from_the_studio_and_nothing_typed_is_lost(
    house: House, module_id: str, author: Account, reader: Account, come_back: tuple[int, str]
) -> None:
    review_id, number = come_back
    browser = house.browser_of(author)
    page = browser.get(f"/authoring/{module_id}")
    text = str(page.form().fields["text"]).replace("À relire.", "Parce que.")
    page = browser.send("", ("do", f"settled:{number}"), text=text)
    assert str(page.form().fields["text"]) == text
    assert "Traité" in words(page.part(f"remark-{number}"))
    seen = house.browser_of(reader).get(f"/reviewing/{review_id}")
    assert "traité, " in words(seen.part(f"comment-{number}"))
    browser.send("", ("do", f"reopened:{number}"))
    assert house.read(lambda db: reviewing.comments(db, reviewing.review_of(db, review_id)))[0].settled_at is None


def test_she_settles_it_on_the_page_of_the_review_too(
    house: House, author: Account, come_back: tuple[int, str]
) -> None:
    review_id, number = come_back
    browser = house.browser_of(author)
    browser.get(f"/reviewing/{review_id}")
    page = browser.send(f"/reviewing/remarks/{number}")
    assert "traité, " in words(page.part(f"comment-{number}"))


def test_a_second_reading_shows_the_remarks_of_the_first_and_what_has_changed_since(
    house: House, module_id: str, author: Account, reader: Account, come_back: tuple[int, str]
) -> None:
    second = asked(house, module_id, author, "À relire, mieux.")
    page = house.browser_of(reader).get(f"/reviewing/{second}")
    whole = words(page.part("whole").getparent())
    assert "lecture précédente" in whole
    assert "La ligne a changé." in whole
    since = page.part("since").getparent()
    assert any("mieux." in words(one) for one in since.xpath(".//ins"))
    assert "Lu alors" in words(since)


def test_what_somebody_marked_read_is_compared_with_what_stands_now(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    first = asked(house, module_id, author)
    browser = house.browser_of(reader)
    page = browser.get(f"/reviewing/{first}")
    assert not page.tree.xpath("//*[@id='since']")
    page = browser.send(f"/reviewing/{first}/mark")
    assert "Rien n'a changé depuis." in words(page.part("since").getparent()).replace("’", "'")
    second = asked(house, module_id, author, "À relire encore.")
    since = browser.get(f"/reviewing/{second}").part("since").getparent()
    assert "encore." in words(since)
    assert not house.visitor(trainer=True).get(f"/reviewing/{second}").tree.xpath("//*[@id='since']")


def test_a_text_is_marked_read_in_the_studio_without_becoming_ones_own(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    asked(house, module_id, author)
    browser = house.browser_of(reader)
    browser.get(f"/authoring/{module_id}")
    browser.send("", MARK)
    document = house.read(lambda db: documents.module_document(db, module_id))
    assert document.draft_by == author.learner_key
    read = house.read(lambda db: remarks.last_read(db, documents.module_document(db, module_id), reader.learner_key))
    assert (read.text, read.at) == (document.draft, house.clock())
    asked(house, module_id, author, "Tout autre chose.")
    assert "Tout autre" in words(browser.get(f"/authoring/{module_id}").part("since").getparent())


def test_a_remark_is_left_where_the_text_is_read_as_it_will_be_seen(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    review_id, browser = asked(house, module_id, author), house.browser_of(reader)
    page = browser.get(f"/reviewing/{review_id}")
    page = browser.get(page.tree.xpath("//article/p[contains(@class, 'part')]/a/@href")[0])
    assert page.tree.xpath("//article//*[@class='margin']//textarea[@name='body']")
    page = browser.send(f"/reviewing/{review_id}/comment", body="Plus court ?")
    (beside,) = page.tree.xpath("//article//*[@class='margin']")
    assert "Plus court" in words(beside)


def test_marks_go_with_the_person_and_stay_out_of_others(house: House, module_id: str, author: Account) -> None:
    with house.store.writing() as db:
        document = documents.module_document(db, module_id)
        remarks.mark_read(db, document, author.learner_key, "un", MONDAY)
        remarks.mark_read(db, document, author.learner_key, "deux", MONDAY)
        read = remarks.last_read(db, document, author.learner_key)
        assert read is not None
        assert read.text == "deux"
        assert drafts.latest_text(db, document) != "deux"
        assert remarks.open_remarks(db, document) == []
