"""« À valider par le terrain »: a practitioner answers blind; trainers see how many agree, never who."""

import pytest
from sqlalchemy import select

from content.module import QuestionNature
from content.text.writing import write_module
from models.catalogue import coming_into_force, documents
from models.tables.documents import VersionChange
from models.tables.study import Answer
from models.tables.votes import Vote
from tests import builders
from tests.builders import MONDAY, module, pool
from tests.portal.flaws import flaws
from tests.portal.house import House
from tests.teaching import teach

PRACTICE = tuple(
    one._replace(nature=QuestionNature.PRACTICE) for one in pool("pratique", "listen.active", learn=2, check=0)
)


@pytest.fixture
def asking(empty_house: House) -> House:
    teach(empty_house.store, builders.small_pack())
    return with_practice(empty_house)


def with_practice(house: House) -> House:
    """A house in which two questions of practice wait for the field."""
    with house.store.writing() as db:
        document = documents.module_document(db, "ecouter")
        text = write_module(module(questions=(*module().questions, *PRACTICE)))
        coming_into_force.put_in_force(db, document, text, VersionChange.MEANING, MONDAY, by=None)
    return house


def test_a_practitioner_answers_without_the_key_and_goes_on(asking: House) -> None:
    browser = asking.visitor()
    page = browser.get("/field")
    assert "pratique-1" in page.text
    assert "parce que" not in page.text
    following = browser.send("/field/pratique-1", option="b")
    assert "pratique-2" in following.text
    assert flaws(page) == flaws(following) == []
    votes = asking.read(lambda db: [(row.question_id, row.response) for row in db.scalars(select(Vote))])
    assert votes == [("pratique-1", ["b"])]
    assert asking.read(lambda db: list(db.scalars(select(Answer)))) == []


def test_a_question_can_be_passed_and_taken_up_again(asking: House) -> None:
    browser = asking.visitor()
    assert "pratique-2" in browser.get("/field?after=pratique-1").text
    assert "Revoir les questions passées" in browser.get("/field?after=pratique-2").text


def test_a_vote_without_an_answer_comes_back(asking: House) -> None:
    browser = asking.visitor()
    browser.get("/field")
    assert browser.send("/field/pratique-1").status == 422


def test_a_second_vote_is_refused_in_words(asking: House) -> None:
    browser = asking.visitor()
    browser.get("/field")
    browser.send("/field/pratique-1", option="b")
    refused = browser.post("/field/pratique-1", option="a")
    assert refused.status == 409
    assert "Cette question n’attend plus votre avis" in refused.text


def test_trainers_see_how_many_agree_once_there_are_enough(asking: House) -> None:
    for option in ("a", "a", "b"):
        browser = asking.visitor()
        browser.get("/field")
        browser.send("/field/pratique-1", option=option)
    page = asking.visitor(trainer=True).get("/field/votes")
    assert "Validée par le terrain" in page.text
    assert "dont 2 pour la réponse attendue" in page.text
    assert flaws(page) == []
