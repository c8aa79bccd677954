"""From a story to a question in the studio, and « En entretien »: what a trainer does, what everybody reads."""

import re
from uuid import uuid4

import pytest

from models.catalogue import documents, drafts
from models.studio import from_stories
from portal.site.text_fragments import at_sentence
from tests.builders import question
from tests.house import House
from tests.page_browser import words
from tests.watchers.mornings import tell

SENTENCES = (
    "Le plafond passe à 18 mois le 1er janvier 2027.",
    "Il était de 24 mois, et de 36 mois avant le 1er mars 2026.",
)


@pytest.fixture
def story(house: House) -> int:
    return told(house)


@pytest.fixture
def module_id(house: House) -> str:
    return a_module(house)


def told(house: House) -> int:
    """A story of a source of its own."""
    return tell(house.store, "Le plafond change", house.clock(), sentences=SENTENCES, source=f"ONEM {uuid4().hex[:6]}")


def a_module(house: House) -> str:
    name = f"module-{uuid4().hex[:6]}"
    house.new_module(name, questions=(question(f"{name}-1"),))
    return name


def drafted_ids(house: House, story: int) -> list[str]:
    return house.read(lambda db: [row.question_id for row in from_stories.drafted_of_story(db, story)])


def test_a_question_is_drafted_from_a_sentence_and_lands_in_the_studio_unpublished(
    house: House, story: int, module_id: str
) -> None:
    trainer = house.person(trainer=True)
    browser = house.browser_of(trainer)
    address = f"/drafted-questions/stories/{story}"
    assert address in browser.get(f"/news/{story}").links()
    page = browser.get(address)
    assert "Le plafond passe à […] le 1er janvier 2027." in page.text
    page = browser.send(address, place="0", aim=f"{module_id}|listen.active")
    assert page.came_by == (303,)
    (name,) = drafted_ids(house, story)
    for told in (name, SENTENCES[0], "ONEM", "pas publiée", "Ce qu’en disent les vérifications"):
        assert told in page.text
    assert at_sentence("https://x.example/a", SENTENCES[0]) in page.links()
    studio = browser.get(f"/authoring/{module_id}")
    assert f"## Question {name} · listen.active" in studio.part("text").text
    assert name not in (house.read(lambda db: documents.published_text(db, documents.document_of(db, module_id))) or "")
    assert house.deeds(trainer) == [("draft question", module_id)]


def test_the_checks_of_content_say_what_is_to_be_mended_in_that_question_alone(
    house: House, story: int, module_id: str
) -> None:
    browser = house.visitor(trainer=True)
    address = f"/drafted-questions/stories/{story}"
    browser.get(address)
    page = browser.send(address, place="0", aim=f"{module_id}|listen.active")
    drafted = page.path
    with house.store.writing() as db:
        document = documents.document_of(db, module_id)
        text = drafts.latest_text(db, document).replace("- [x] 18 mois", "- [ ] 18 mois")
        drafts.save_draft(db, document, text.replace("minutes: 5", "minutes: cinq"), house.clock(), None)
    page = browser.get(drafted)
    said = words(page.part("checks").getparent())
    assert ("Ligne" in said, "minutes" in said) == (True, False)
    assert {number.text for number in page.tree.find_class("number")} >= set(re.findall(r"Ligne (\d+)", said))
    with house.store.writing() as db:
        drafts.save_draft(db, documents.document_of(db, module_id), "Vidé.", house.clock(), None)
    assert "n’est plus dans" in browser.get(drafted).text


def test_what_a_trainer_says_of_a_story_is_read_by_everybody_and_can_be_taken_back(house: House, story: int) -> None:
    browser, learner = house.visitor(trainer=True), house.visitor()
    assert "En entretien" not in learner.get(f"/news/{story}").text
    browser.get(f"/news/{story}")
    page = browser.send(f"/interview/{story}", body="Dites que rien ne change avant janvier.")
    assert page.came_by == (303,)
    read = learner.get(f"/news/{story}").text
    assert "En entretien : Dites que rien ne change avant janvier." in read.replace("\u00a0", " ")
    assert "L’équipe de formation, le 23 novembre 2026" in read
    browser.send(f"/interview/{story}", body="")
    assert "En entretien" not in learner.get(f"/news/{story}").text
