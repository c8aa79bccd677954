"""A trainer says what changes."""

from models.catalogue import documents
from models.studio import reviewing
from models.tables.documents import DocumentStatus
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.starters import written_over
from tests.studio.pages.authoring.at_her_desk import PUBLISH, SAVE, create, document, published, said, text_of


def test_another_right_answer_is_no_wording_and_the_draft_is_kept(house: House, browser: Browser) -> None:
    module_id = published(browser)
    text = swapped(text_of(browser.page))
    page = browser.send("", PUBLISH, text=text, change="wording")
    assert (page.status, text_of(page)) == (422, text)
    assert f"« {module_id}-1 » a changé" in said(page).replace("\u202f", " ")
    assert document(house, module_id).draft == text
    assert browser.send("", PUBLISH, word="La clé était fausse.", **{f"change:{module_id}-1": "key"}).status == 200
    last = house.read(lambda db: documents.versions(db, document(house, module_id))[0])
    assert (last.number, last.change, last.word) == (2, "key", "La clé était fausse.")


def swapped(text: str) -> str:
    """The other option is the right one."""
    return text.replace("[x]", "[?]").replace("[ ]", "[x]").replace("[?]", "[ ]")


def test_law_waits_for_its_second_reader_and_the_page_says_so(house: House, browser: Browser) -> None:
    module_id = create(browser)
    law = f"Question {module_id}-1 · listen.active\nnature: droit\ncites: duree"
    text = written_over(text_of(browser.page)).replace(f"Question {module_id}-1 · listen.active", law)
    page = browser.send("", SAVE, text=text)
    stem = words(page.tree.xpath("//*[@id='pane']//*[@class='stem']")[0])
    assert stem in words(page.part("unread"))
    page = browser.send("", PUBLISH)
    assert "Une question attend un second lecteur" in said(page)
    held = words(page.part("held").getparent())
    assert stem in held
    assert "attend une seconde lecture" in held
    assert f"{module_id}-1" not in held


def test_a_colleague_is_asked_to_read_first(house: House, browser: Browser) -> None:
    colleague = house.person(trainer=True)
    module_id = create(browser)
    assert str(colleague.id) in browser.page.tree.xpath("//select[@name='invited']/option/@value")
    text = written_over(text_of(browser.page))
    page = browser.send("", ("do", "review"), text=text, invited=str(colleague.id))
    assert f"demandée à {colleague.name}" in said(page)
    assert f"chez {colleague.name}" in page.text
    review = house.read(lambda db: reviewing.open_review(db, document(house, module_id)))
    assert (review.invited, document(house, module_id).status) == (colleague.learner_key, DocumentStatus.DRAFT)


def in_force(house: House, name: str) -> str:
    return house.read(lambda db: documents.published_text(db, documents.document_of(db, name))) or ""


def test_what_modules_share_is_edited_the_same_way(house: House, browser: Browser) -> None:
    for name, old, new in [
        ("rules.yaml", "ONEM", "Actiris"),
        ("skills.yaml", "Écouter", "Ouïr"),
        ("topics.yaml", "Garde", "Accueil"),
    ]:
        browser.get(f"/authoring/{name}")
        browser.send("", PUBLISH, text=in_force(house, name).replace(old, new), change="meaning")
        assert new in in_force(house, name)


def test_what_published_modules_name_cannot_be_taken_off_the_map(house: House, browser: Browser) -> None:
    browser.get("/authoring/skills.yaml")
    page = browser.send("", PUBLISH, text=text_of(browser.page).replace("listen.active", "listen.other"))
    assert page.status == 422
    assert "listen.active sert dans un module publié" in words(page.part("problems"))


# ------------------------------------------------------------------------------------------------- question by question


def with_a_second(module_id: str, text: str) -> str:
    """The text with one more question."""
    start, end = text.index(f"## Question {module_id}-1"), text.index("## À essayer")
    block = text[start:end]
    return text[:end] + block.replace(f"{module_id}-1", f"{module_id}-2").replace("Votre ", "Une autre ") + text[end:]


def of_two(browser: Browser) -> tuple[str, str]:
    """A published module that asks two questions, its id and its text."""
    module_id = create(browser)
    text = with_a_second(module_id, written_over(text_of(browser.page)))
    assert browser.send("", PUBLISH, text=text).status == 200
    return module_id, text_of(browser.page)


def both_changed(module_id: str, text: str) -> str:
    """The stem of the first has a comma more, the key of the second is another, the title too."""
    place = text.index(f"## Question {module_id}-2")
    first, second = text[:place].replace("faites-vous", "faites-vous, dites-vous"), text[place:]
    return first.replace("title: ", "title: Bis ") + swapped(second)


def rows(page: Page) -> list[list[str]]:
    """Of each thing that has changed: the field, what is chosen, what else may be."""
    found = page.part("changes").xpath(".//li//fieldset")
    return [
        [one.xpath(".//input/@name")[0], *one.xpath(".//input[@checked]/@value"), *one.xpath(".//input/@value")]
        for one in found
    ]


def test_what_changes_is_listed_by_question_with_a_guess(browser: Browser) -> None:
    module_id, text = of_two(browser)
    page = browser.send("", SAVE, text=both_changed(module_id, text))
    assert rows(page) == [
        [f"change:{module_id}-1", "wording", "wording", "meaning"],
        [f"change:{module_id}-2", "key", "meaning", "key"],
        ["change", "wording", "wording", "meaning"],
    ]


def test_each_question_is_published_with_its_own_change(house: House, browser: Browser) -> None:
    module_id, text = of_two(browser)
    browser.send("", SAVE, text=both_changed(module_id, text))
    assert "La version 2 est publiée" in said(browser.send("", PUBLISH, **{f"change:{module_id}-1": "meaning"}))
    last = house.read(lambda db: documents.versions(db, document(house, module_id))[0])
    assert (last.change, last.changes) == ("key", {"": "wording", f"{module_id}-1": "meaning", f"{module_id}-2": "key"})
    told = browser.get(f"/versions/{module_id}").tree.find_class("apart")
    assert [words(one).replace("\xa0", " ") for one in told] == [
        f"une réponse attendue était fausse : {module_id}-2",
        f"le sens : {module_id}-1",
        "la formulation : le texte autour des questions",
    ]


def test_a_question_that_changed_since_the_page_was_shown_must_be_said_too(house: House, browser: Browser) -> None:
    module_id, text = of_two(browser)
    page = browser.send("", SAVE, text=text.replace("title: ", "title: Bis "))
    assert [row[0] for row in rows(page)] == ["change"]
    changed = both_changed(module_id, text)
    page = browser.send("", SAVE, text=changed)
    fields = {"opened": str(page.form().fields["opened"]), "by_question": "1", "do": "publish"}
    page = browser.post(f"/authoring/{module_id}", text=changed, **fields, **{f"change:{module_id}-2": "key"})
    assert page.status == 422
    assert "dites plus bas, pour chacune, ce qui change" in said(page)
    assert len(rows(page)) == 3
    every = {f"change:{module_id}-1": "wording", f"change:{module_id}-2": "key"}
    assert browser.post(f"/authoring/{module_id}", text=changed, **fields, **every).status == 422  # nor of the title
