"""« À valider par le terrain »: a practitioner answers blind; trainers see how many say what, never who."""

import pytest
from sqlalchemy import select

from content.module import QuestionNature
from content.text.module_writer import write_module
from models.catalogue import coming_into_force, documents
from models.tables.answers import Answer
from models.tables.documents import VersionChange
from models.tables.votes import TopicVote, Vote
from tests import builders
from tests.builders import MONDAY, module, pool
from tests.house import House
from tests.page_browser import Browser, words
from tests.site.pages.flaws import flaws
from tests.teaching import teach
from tests.topics import pack_with_topics

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


def test_trainers_see_how_many_agree_once_there_are_enough(asking: House) -> None:
    for option in ("a", "a", "b"):
        browser = asking.visitor()
        browser.get("/field")
        browser.send("/field/pratique-1", option=option)
    page = asking.visitor(trainer=True).get("/field/votes")
    assert "Validée par le terrain" in page.text
    assert "des 3 premiers, 2 pour la réponse attendue" in page.text
    assert flaws(page) == []


# -------------------------------------------------------------------------------------------- questions of an interview


@pytest.fixture
def interviewing(empty_house: House) -> House:
    teach(empty_house.store, pack_with_topics())
    return empty_house


def votes_of(house: House) -> list[tuple[str, str]]:
    every = select(TopicVote).order_by(TopicVote.id)
    return house.read(lambda db: [(row.question_id, row.said) for row in db.scalars(every)])


def vote(browser: Browser, question_id: str, said: str) -> None:
    browser.get("/field?on=topics")
    browser.send(f"/field/topics/{question_id}?on=topics", said=said)


def said_on(browser: Browser, address: str) -> str:
    """What a page says, with ordinary spaces and apostrophes."""
    main = browser.get(address).tree.xpath("//main")[0]
    return " ".join(words(main).translate({0x202F: " ", 0xA0: " ", 0x2019: "'"}).split())


def test_a_practitioner_says_whether_she_would_ask_it_so_and_goes_on(interviewing: House) -> None:
    browser = interviewing.visitor()
    page = browser.get("/field")
    assert page.heading == "«\u202fQuelles demandes\u202f? (fr)\u202f»"
    assert "Un lieu a dit oui." in said_on(browser, "/field")
    following = browser.send("/field/topics/garde-place-1", said="otherwise")
    assert "Faut-il une place" in following.heading
    assert "La réponse décide de la suite" in said_on(browser, "/field")
    assert flaws(page) == flaws(following) == []
    assert votes_of(interviewing) == [("garde-place-1", "otherwise")]


def test_trainers_read_what_is_said_once_three_have_and_vote_on_none(interviewing: House) -> None:
    trainer = interviewing.visitor(trainer=True)
    assert "à qui ne peut pas lire les avis des autres" in said_on(trainer, "/field?on=topics")
    for said in ("as_it_is", "otherwise"):
        vote(interviewing.visitor(), "garde-place-1", said)
    assert "En attente · 2 avis" in said_on(trainer, "/field/votes")
    assert "Oui, ainsi »," not in said_on(trainer, "/field/votes")
    vote(interviewing.visitor(), "garde-place-1", "as_it_is")
    told = said_on(trainer, "/field/votes")
    assert "Validée par le terrain · 3 avis ; des 3 premiers : 2 « Oui, ainsi », 1 « Autrement »" in told
    assert "8 énoncés n'ont encore aucun avis" in told
    assert flaws(trainer.page) == []


def test_whoever_comes_from_the_topics_meets_their_questions_and_no_other(interviewing: House) -> None:
    with_practice(interviewing)
    browser = interviewing.visitor()
    assert "pratique-1" in browser.get("/field").text
    assert "/field?on=topics" in browser.get("/topics").links()
    browser.get("/field?on=topics")
    assert "Faut-il" in browser.send("/field/topics/garde-place-1?on=topics", said="no").heading
    passed = next(one for one in browser.page.links() if "after=" in one)
    assert "Quand" in browser.get(passed).heading


def test_practitioners_see_nothing_of_the_votes(interviewing: House) -> None:
    for _ in range(3):
        vote(interviewing.visitor(), "garde-place-1", "no")
    browser = interviewing.visitor()
    assert all("avis (" not in said_on(browser, one) for one in ("/field", "/topics", "/topics/garde"))
    assert browser.get("/field/votes").status == 403
