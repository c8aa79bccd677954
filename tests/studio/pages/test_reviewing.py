"""The page of a review: lines with remarks, a decision that is taken once, law that a second reader vouches for."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from content.module import Module
from content.text.module_writer import write_module
from models.catalogue import documents, drafts, in_force
from models.studio import reviewing
from models.tables.documents import Document
from models.tables.people import Account
from models.tables.reviewing import Review, ReviewDecision
from tests.builders import MONDAY, module, question
from tests.house import House
from tests.interviews import with_dialogues
from tests.page_browser import Page, words
from tests.site.pages import lives

PLAIN = '    plain: {fr: "Deux ans au plus.", nl: "Hoogstens twee jaar."}\n'
APPROVE, RETURN = ("do", "approve"), ("do", "return")


@pytest.fixture
def author(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def reader(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def module_id(house: House, author: Account) -> str:
    return unread(house, author)


def unread(house: House, author: Account) -> str:
    """A module in its first version, whose law nobody else has read."""
    name = f"module-{uuid4().hex[:8]}"
    with house.store.writing() as db:
        lives.published(db, name, author.learner_key)
    return name


@pytest.fixture
def review_id(house: House, module_id: str, author: Account) -> int:
    """Its next text, which waits to be read by anybody."""
    return asked(house, module_id, author)


def asked(house: House, module_id: str, author: Account, invited: Account | None = None) -> int:
    with house.store.writing() as db:
        document, text = documents.module_document(db, module_id), lives.text_of(module_id, "À relire.")
        key = invited.learner_key if invited else None
        return lives.ask(db, document, text, author.learner_key, key).id


def kept(house: House, review_id: int) -> Review:
    return house.read(lambda db: reviewing.review_of(db, review_id))


def said(page: Page) -> str:
    return words(page.tree.xpath("//*[@role='status'][not(@hidden)]")[0])


# --------------------------------------------------------------------------------------------------------------- asking


def test_a_text_is_sent_to_a_colleague_and_waits_for_her_alone(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    address = f"/reviewing/{asked(house, module_id, author, reader)}"
    waits = {who.id: address in house.browser_of(who).get("/authoring").links() for who in (author, reader)}
    other = house.visitor(trainer=True).get("/authoring")
    named = [link.get("href") for link in other.tree.xpath("//section[@aria-labelledby='to-read']//a")]
    assert (waits[reader.id], address in named) == (True, False)


# -------------------------------------------------------------------------------------------------------------- reading


def test_a_line_may_be_named_by_its_number_and_none_means_the_whole(
    house: House, reader: Account, review_id: int
) -> None:
    browser = house.browser_of(reader)
    browser.get(f"/reviewing/{review_id}?as=lines")
    browser.send(f"/reviewing/{review_id}/comment", line="2", body="Trop long")
    page = browser.send(f"/reviewing/{review_id}/comment", body="Bien")
    assert "Trop long" in words(page.part("line-2"))
    assert "Bien" in words(page.part("whole").getparent())


def test_what_the_text_changes_is_marked_by_more_than_colour(house: House, reader: Account, review_id: int) -> None:
    page = house.browser_of(reader).get(f"/reviewing/{review_id}")
    marked = {tag: [one.text_content() for one in page.tree.iterfind(f".//{tag}")] for tag in ("ins", "del")}
    assert any("relire." in one for one in marked["ins"])
    assert any("l'essentiel." in one for one in marked["del"])
    assert "Ligne ajoutée" in page.text
    assert "Ligne supprimée" in page.text


def test_the_law_of_a_text_stands_with_its_source(house: House, reader: Account, review_id: int) -> None:
    page = house.browser_of(reader).get(f"/reviewing/{review_id}")
    law = words(page.part("law").getparent())
    for told in ("Combien de temps", "La bonne", "ONEM", "Belgique", "23 novembre 2026"):
        assert told in law
    assert "https://example.org/duree" in page.links()


# ------------------------------------------------------------------------------------------------------------- deciding


def test_approving_publishes_in_the_authors_name_and_reads_the_law(
    house: House, module_id: str, author: Account, reader: Account, review_id: int
) -> None:
    browser = house.browser_of(reader)
    browser.get(f"/reviewing/{review_id}")
    page = browser.send(f"/reviewing/{review_id}/decide", APPROVE, body="Parfait.")
    assert "La version 2 est publiée" in said(page)
    version, *_ = house.read(lambda db: documents.versions(db, db.get_one(Document, module_id)))
    assert (version.number, version.published_by, version.word) == (2, author.learner_key, lives.WORD)
    assert f"{module_id}-1" in asked_in(house, module_id)
    assert ("approve", module_id) in house.deeds(reader)
    assert f"/reviewing/{review_id}/decide" not in [form.get("action") for form in page.forms()]
    assert "Parfait" in page.text


def asked_in(house: House, module_id: str) -> set[str]:
    found = house.read(lambda db: in_force.published_module(db, module_id))
    return {question.id for question in found.module.questions}


def test_a_text_is_returned_with_what_is_to_be_mended(
    house: House, module_id: str, author: Account, reader: Account, review_id: int
) -> None:
    browser = house.browser_of(reader)
    browser.get(f"/reviewing/{review_id}")
    page = browser.send(f"/reviewing/{review_id}/decide", RETURN)
    assert "Dites d’abord" in said(page)
    assert kept(house, review_id).decision is None
    browser.send(f"/reviewing/{review_id}/decide", RETURN, body="La date, s'il vous plaît.")
    assert kept(house, review_id).decision == ReviewDecision.RETURNED
    assert house.deeds(reader) == [("return text", module_id)]
    page = house.browser_of(author).get("/authoring")
    (link,) = page.tree.xpath(f"//a[@href='/reviewing/{review_id}']")
    assert f"rendu par {reader.name}" in words(link.getparent())
    assert "La date" in house.browser_of(author).get(f"/reviewing/{review_id}").text


def test_the_author_takes_her_text_back_and_nobody_else_does(
    house: House, module_id: str, author: Account, reader: Account, review_id: int
) -> None:
    other = house.browser_of(reader)
    other.get("/authoring")
    assert other.post(f"/reviewing/{review_id}/withdraw").status == 403
    browser = house.browser_of(author)
    page = browser.get(f"/reviewing/{review_id}")
    assert f"/reviewing/{review_id}/decide" not in [form.get("action") for form in page.forms()]
    browser.send(f"/reviewing/{review_id}/withdraw")
    assert kept(house, review_id).decision == ReviewDecision.WITHDRAWN
    assert ("withdraw review", module_id) in house.deeds(author)


# ------------------------------------------------------------------------------------------------- law that is in force


def test_law_in_force_is_read_by_another_trainer_and_then_asked(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    page = house.browser_of(author).get(f"/versions/{module_id}")
    read = f"/reviewing/{module_id}/read"
    assert "une autre personne de l’équipe de formation doit les relire" in page.text
    assert read not in [form.get("action") for form in page.forms()]
    assert f"{module_id}-1" not in asked_in(house, module_id)
    browser = house.browser_of(reader)
    page = browser.get(f"/versions/{module_id}")
    assert "ONEM" in words(page.part("law").getparent())
    page = browser.send(read)
    assert f"{module_id}-1" in asked_in(house, module_id)
    assert not page.tree.xpath("//*[@id='law']|//*[@id='held']")
    assert house.deeds(reader) == [("read law", module_id)]


def test_nobody_vouches_for_a_version_that_she_has_not_seen(
    house: House, module_id: str, author: Account, reader: Account
) -> None:
    browser = house.browser_of(reader)
    browser.get(f"/versions/{module_id}")
    with house.store.writing() as db:
        document = documents.module_document(db, module_id)
        lives.publish(db, document, lives.text_of(module_id, "Autre chose."), author.learner_key)
    page = browser.send(f"/reviewing/{module_id}/read")
    assert "Une autre version" in said(page)
    assert f"{module_id}-1" not in asked_in(house, module_id)


# ---------------------------------------------------------------------------------------- plain words that are in force


@pytest.fixture
def said_plainly(house: House, author: Account) -> Iterator[None]:
    """The rules, with plain words that their author has published; as they stood before once that is over."""
    with house.store.writing() as db:
        document = documents.document_of(db, "rules.yaml")
        before = documents.published_text(db, document) or ""
        lives.publish(db, document, before + PLAIN, author.learner_key)
    yield
    with house.store.writing() as db:
        lives.publish(db, documents.document_of(db, "rules.yaml"), before, author.learner_key)


def test_plain_words_in_force_are_read_by_another_trainer(
    house: House, said_plainly: None, author: Account, reader: Account
) -> None:
    page = house.browser_of(author).get("/versions/rules.yaml")
    assert "Deux ans au plus." in words(page.part("plain").getparent())
    assert "/reviewing/rules.yaml/read" not in [form.get("action") for form in page.forms()]
    browser = house.browser_of(reader)
    browser.get("/versions/rules.yaml")
    page = browser.send("/reviewing/rules.yaml/read", button=("what", "plain"))
    assert "les mots simples de cette version sont relus" in said(page)
    assert not page.tree.xpath("//*[@id='plain']")
    assert house.deeds(reader) == [("read plain words", "rules.yaml")]


# ------------------------------------------------------------------------------------------ dialogues that are in force


def a_dialogue(name: str) -> Module:
    """A module whose one dialogue, and its turns, are named as nothing else in the house is."""
    return with_dialogues(module(name, questions=(question(f"{name}-a"),)), f"{name}-jo")


def test_a_dialogue_is_met_once_a_trainer_says_that_somebody_concerned_has_read_it(
    house: House, author: Account
) -> None:
    told = a_dialogue(f"module-{uuid4().hex[:8]}")
    with house.store.writing() as db:
        document = drafts.create_module(db, told.id, MONDAY, author.learner_key)
        lives.publish(db, document, write_module(told), author.learner_key)
    browser = house.browser_of(author)
    page = browser.get(f"/versions/{told.id}")
    assert told.dialogues[0].title in words(page.part("dialogues").getparent())
    assert not page.tree.xpath("//*[@id='held']")
    held = words(browser.get(f"/authoring/{told.id}").part("held").getparent())
    assert f"{told.id}-joattend d’être lu par une personne que la scène concerne" in held
    assert asked_in(house, told.id) == {one.id for one in told.pool}
    browser.get(f"/versions/{told.id}")
    page = browser.send(f"/reviewing/{told.id}/read", ("what", "dialogues"))
    assert "peuvent être joués" in said(page)
    assert not page.tree.xpath("//*[@id='dialogues']")
    assert asked_in(house, told.id) == {one.id for one in told.questions}
    assert ("hear dialogues read", told.id) in house.deeds(author)
