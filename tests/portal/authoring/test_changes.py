"""A trainer says what changes."""

import pytest

from models.catalogue import documents
from models.tables.people import Account
from models.workshop import reviewing
from tests.portal.authoring.workshop import PUBLISH, SAVE, TITLE, create, document, published, said, text_of
from tests.portal.browser import Browser, words
from tests.portal.house import House
from tests.starters import written_over


def test_another_right_answer_is_no_wording_and_the_draft_is_kept(house: House, browser: Browser) -> None:
    module_id = published(browser)
    text = swapped(text_of(browser.page))
    page = browser.send("", PUBLISH, text=text, change="wording")
    assert (page.status, text_of(page)) == (422, text)
    assert f"« {module_id}-1 » a changé" in said(page).replace("\u202f", " ")
    assert document(house, module_id).draft == text
    assert browser.send("", PUBLISH, change="key", word="La clé était fausse.").status == 200
    last = house.read(lambda db: documents.versions(db, document(house, module_id))[0])
    assert (last.number, last.change, last.word) == (2, "key", "La clé était fausse.")


def swapped(text: str) -> str:
    """The other option is the right one."""
    return text.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]")


def test_a_key_that_has_not_changed_was_not_wrong(house: House, browser: Browser) -> None:
    module_id = published(browser)
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace(TITLE, "Nom du module"), change="key")
    assert page.status == 422
    assert "Aucune clé" in said(page)
    assert "Nom du module" in (document(house, module_id).draft or "")


def test_each_change_says_its_effect_before_it_is_chosen(browser: Browser) -> None:
    published(browser)
    choices = browser.page.tree.xpath("//input[@name='change']/ancestor::label")
    assert [words(one.find(".//strong")) for one in choices] == ["Formulation", "Sens", "La clé était fausse"]
    assert all(words(one.find_class("meta")[0]).endswith(".") for one in choices)


def test_law_waits_for_its_second_reader_and_the_page_says_so(house: House, browser: Browser) -> None:
    module_id = create(browser)
    law = f"Question {module_id}-1 · listen.active\nnature: droit\ncites: duree"
    text = written_over(text_of(browser.page)).replace(f"Question {module_id}-1 · listen.active", law)
    page = browser.send("", SAVE, text=text)
    assert f"{module_id}-1" in words(page.part("unread"))
    page = browser.send("", PUBLISH)
    assert "Une question attend un second lecteur" in said(page)
    assert "attend une seconde lecture" in words(page.part("held").getparent())


def test_a_colleague_is_asked_to_read_first(house: House, browser: Browser) -> None:
    colleague = house.person(trainer=True)
    module_id = create(browser)
    assert str(colleague.id) in browser.page.tree.xpath("//select[@name='invited']/option/@value")
    text = written_over(text_of(browser.page))
    page = browser.send("", ("do", "review"), text=text, invited=str(colleague.id))
    assert f"demandée à {colleague.name}" in said(page)
    assert f"chez {colleague.name}" in page.text
    review = house.read(lambda db: reviewing.open_review(db, document(house, module_id)))
    assert (review.invited, document(house, module_id).published_id) == (colleague.learner_key, None)


def test_one_is_not_one_s_own_colleague(browser: Browser, trainer: Account) -> None:
    create(browser)
    assert str(trainer.id) not in browser.page.tree.xpath("//select[@name='invited']/option/@value")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("rules.yaml", "ONEM", "Actiris"), ("skills.yaml", "Écouter", "Ouïr"), ("topics.yaml", "Garde", "Accueil")],
)
def test_what_modules_share_is_edited_the_same_way(
    house: House, browser: Browser, name: str, old: str, new: str
) -> None:
    def in_force() -> str:
        return house.read(lambda db: documents.published_text(db, documents.document_of(db, name))) or ""

    browser.get(f"/authoring/{name}")
    browser.send("", PUBLISH, text=in_force().replace(old, new), change="meaning")
    assert new in in_force()


def test_what_published_modules_name_cannot_be_taken_off_the_map(house: House, browser: Browser) -> None:
    browser.get("/authoring/skills.yaml")
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace("listen.active", "listen.other"))
    assert page.status == 422
    assert "listen.active sert dans un module publié" in words(page.part("problems"))
