"""Versions: what each changed, an earlier text taken up again with no draft lost, who did what, the sheet to sign."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from content.schema.yaml_fields import LANGUAGES
from models.catalogue import documents, drafts, in_force, votes
from models.ground import audit
from models.studio import responsibility, reviewing
from models.tables.audit import AuditRole, AuditVerb
from models.tables.documents import Document, VersionChange
from models.tables.people import Account
from models.tables.votes import WouldAsk
from tests import builders
from tests.builders import MONDAY
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.site.pages import lives
from tests.site.pages.flaws import flaws
from tests.site.pages.test_queries import counted
from tests.teaching import teach
from tests.topics import pack_with_topics

NEW, WRITTEN = "Un texte neuf, « sûr ».", "Ce que j'écrivais."


@pytest.fixture
def author(house: House) -> Account:
    return house.person(trainer=True)


@pytest.fixture
def browser(house: House) -> Browser:
    return house.visitor(trainer=True)


@pytest.fixture
def module_id(house: House, author: Account) -> str:
    return in_two_versions(house, author)


def in_two_versions(house: House, author: Account) -> str:
    """A module in its second version."""
    name = f"module-{uuid4().hex[:8]}"
    with house.store.writing() as db:
        document = lives.published(db, name, author.learner_key)
        lives.publish(db, document, lives.text_of(name, NEW), author.learner_key, VersionChange.WORDING)
    return name


def document(house: House, module_id: str) -> Document:
    return house.read(lambda db: db.get_one(Document, module_id))


def write(house: House, module_id: str, author: Account, card: str = WRITTEN) -> str:
    """A draft that is not published."""
    with house.store.writing() as db:
        text = lives.text_of(module_id, card)
        drafts.save_draft(db, documents.module_document(db, module_id), text, MONDAY, author.learner_key)
    return text


def marked(page: Page, tag: str) -> str:
    return " ".join(words(one) for one in page.tree.iterfind(f".//{tag}"))


def test_each_version_says_who_when_and_what_it_changed(
    browser: Browser, house: House, module_id: str, author: Account
) -> None:
    page = browser.get(f"/versions/{module_id}")
    second, first = [words(row) for row in page.tree.xpath("//section[@aria-labelledby='versions']//li")]
    for told in ("Version 2, en vigueur", author.name, "la formulation", "L’âge a changé"):
        assert told in second
    assert "première version" in first


def test_the_difference_between_any_two_is_marked_word_by_word(
    browser: Browser, house: House, module_id: str, author: Account
) -> None:
    write(house, module_id, author)
    browser.get(f"/versions/{module_id}")
    page = browser.send(f"/versions/{module_id}/compare", before="2", after="1")
    assert page.path == f"/versions/{module_id}/1/2"
    assert "neuf" in marked(page, "ins")
    assert "l'essentiel." in marked(page, "del")
    browser.get(f"/versions/{module_id}")
    page = browser.send(f"/versions/{module_id}/compare", before="1", after="0")
    assert page.path == f"/versions/{module_id}/1/draft"
    assert "écrivais" in marked(page, "ins")


# ------------------------------------------------------------------------------------------------------- taken up again


def test_an_earlier_version_becomes_the_draft_and_nothing_is_published(
    browser: Browser, house: House, module_id: str
) -> None:
    browser.get(f"/versions/{module_id}/1")
    browser.send(f"/versions/{module_id}/1/restore")
    found = document(house, module_id)
    versions = house.read(lambda db: documents.versions(db, found))
    assert found.draft == lives.text_of(module_id)
    assert len(versions) == 2
    assert "a repris la version 1" in browser.page.text


def test_a_draft_is_set_aside_and_can_be_taken_up_again(
    browser: Browser, house: House, module_id: str, author: Account
) -> None:
    written = write(house, module_id, author)
    page = browser.get(f"/versions/{module_id}/1")
    assert f"Un brouillon de {author.name}" in page.text
    page = browser.send(f"/versions/{module_id}/1/restore")
    assert document(house, module_id).draft == lives.text_of(module_id)
    (aside,) = page.tree.xpath("//section[@aria-labelledby='aside']//a/@href")
    page = browser.get(aside)
    assert "Ce que j'écrivais." in page.text
    browser.send(f"{aside}/restore")
    assert document(house, module_id).draft == written


# --------------------------------------------------------------------------------------------------------- who did what


def test_who_did_what_and_when_names_trainers_only(house: House, browser: Browser, module_id: str) -> None:
    learner, gone = house.person(), uuid4()
    with house.store.writing() as db:
        audit.note(db, learner.learner_key, AuditVerb.RETIRE, module_id, MONDAY.date())
        audit.note(db, gone, AuditVerb.RESTORE, module_id, MONDAY.date(), number=1)
        audit.note(db, None, AuditVerb.PUBLISH, module_id, MONDAY.date(), number=1)
    deeds = words(browser.get(f"/versions/{module_id}").part("deeds").getparent())
    for told in ("le portail a publié la version 1", "quelqu’un qui n’est plus là a repris la version 1"):
        assert told in deeds
    assert learner.name not in deeds


def test_who_was_named_is_told(house: House, browser: Browser, module_id: str) -> None:
    for named, sentence in [
        ("owner deputy", "l’a confié à A, et à B en second"),
        *(("owner", "l’a confié à A"), ("deputy", "l’a confié à B"), ("", "l’a laissé sans")),
    ]:
        people_named = {"owner": house.person(trainer=True), "deputy": house.person(trainer=True)}
        with house.store.writing() as db:
            parties = {AuditRole(one): people_named[one].learner_key for one in named.split()}
            audit.note(db, None, AuditVerb.ENTRUST, module_id, MONDAY.date(), parties)
        sentence = sentence.replace("A", people_named["owner"].name).replace("B", people_named["deputy"].name)
        assert sentence in browser.get(f"/versions/{module_id}").text


# ---------------------------------------------------------------------------------------------------- the sheet to sign


def test_the_sheet_says_what_a_module_rests_on_and_who_read_it(
    browser: Browser, house: House, module_id: str, author: Account
) -> None:
    reader = house.person(trainer=True)
    text = lives.text_of(module_id, "À relire.")
    with house.store.writing() as db:
        review = lives.ask(db, documents.module_document(db, module_id), text, author.learner_key)
    page = browser.get(f"/reviewing/{review.id}/approval")
    assert "Aucun collègue ne l’a encore relu" in page.text
    assert "pas encore relues, donc pas posées" in page.text
    with house.store.writing() as db:
        reviewing.approve(db, reviewing.review_of(db, review.id), MONDAY, reader.learner_key)
    page = browser.get(f"/versions/{module_id}/3/approval")
    for told in (
        "Écouter",
        "Carte 1",
        "Un livre, 2013",
        "ONEM",
        "Belgique",
        "23 novembre 2026",
        "relues à leur source",
    ):
        assert told in page.text
    assert f"Écrit par {author.name}" in page.text
    assert f"Relu et approuvé par {reader.name}" in page.text
    assert "à valider par le terrain" in page.text
    assert drafts.fingerprint(text) in page.text
    assert len(page.tree.xpath("//ul[@class='signatures']/li")) == 3


# --------------------------------------------------------------------------------------------------- the trainers' page


def test_the_trainers_page_says_what_waits_what_is_held_back_and_why(
    house: House, browser: Browser, module_id: str, author: Account
) -> None:
    with house.store.writing() as db:
        responsibility.entrust(db, module_id, author.learner_key, None)
        document = documents.module_document(db, module_id)
        review = lives.ask(db, document, lives.text_of(module_id, "À relire."), author.learner_key)
    page = browser.get("/authoring")
    (link,) = page.tree.xpath(
        f"//*[@aria-labelledby='modules']//a[@class='title' and @href='/authoring/{module_id}?as=form']"
    )
    row = words(link.getparent())
    for told in ("publié", "en relecture", author.name, "1 question n’est pas posée", "attend une seconde lecture"):
        assert told in row
    assert f"/reviewing/{review.id}" in page.links()
    assert {"/authoring/skills.yaml?as=form", "/authoring/rules.yaml?as=form", f"/versions/{module_id}"} <= set(
        page.links()
    )


@pytest.mark.nightly
def test_the_trainers_page_asks_the_database_as_often_however_many_modules_there_are(
    house: House, browser: Browser, author: Account
) -> None:
    def asked() -> int:
        browser.get("/authoring")
        with counted(house.app.extensions["store"]) as sent:
            browser.get("/authoring")
        return len(sent)

    with house.store.writing() as db:
        for name in ("un", "deux"):
            more(db, f"{name}-{uuid4().hex[:8]}", author)
    before = asked()
    with house.store.writing() as db:
        for _ in range(6):
            more(db, f"plus-{uuid4().hex[:8]}", author)
    assert asked() == before <= 28


def more(db: Session, name: str, author: Account) -> None:
    """A module with an owner, a question held back and a review that waits."""
    document = lives.published(db, name, author.learner_key)
    responsibility.entrust(db, name, author.learner_key, None)
    lives.ask(db, document, lives.text_of(name, "À relire."), author.learner_key)


def test_the_sheet_of_the_topics_says_all_of_them_in_three_languages_and_what_the_field_has_validated(
    empty_house: House,
) -> None:
    teach(empty_house.store, pack_with_topics())
    with empty_house.store.writing() as db:
        asked = votes.wording_tallies(db, in_force.topics(db), ["nl"])[0].asked
        for _ in range(3):
            key = builders.add_learner_in(db)
            votes.vote_on_wording(db, key, asked.question.id, asked.fingerprint, WouldAsk.AS_IT_IS, MONDAY)
    browser = empty_house.visitor(trainer=True)
    assert "/versions/topics.yaml/1/approval" in browser.get("/versions/topics.yaml").links()
    page = browser.get("/versions/topics.yaml/1/approval")
    assert flaws(page) == []
    for language in LANGUAGES:
        cells = [words(one) for one in page.tree.xpath(f"//tbody//td[@lang='{language}']")]
        for told in ("Garde", "Un lieu a dit oui.", "Faut-il une place", "Oui", "À la commune", "Santé", "Pour l"):
            assert any(told in one for one in cells), (language, told)
    (validated,) = page.tree.xpath("//td[contains(., 'validée par le terrain')]")
    assert (validated.get("lang"), "Quelles demandes" in words(validated)) == ("nl", True)
    for told in ("2 sujets", "3 questions", "famille--garde-denfants", "sujet sensible", "ONEM", "Signatures"):
        assert told in page.text
    assert browser.get("/versions/rules.yaml/1/approval").status == 404
