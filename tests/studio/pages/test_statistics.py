"""Trainers see which questions to look at, and why; never who answered."""

from csv import DictReader
from io import StringIO

import pytest

from models.studio.statistics import refresh
from tests.builders import MONDAY, RIGHT, WRONG, ask
from tests.house import House

QUESTION = "listen-reflect-1"


@pytest.fixture(scope="module")
def shared_house(shared_house: House) -> House:
    return with_figures(shared_house)


def with_figures(house: House) -> House:
    """Of twenty-four people, the weak tick the key of one question and the strong something else."""
    keys = [house.person().learner_key for _ in range(24)]
    with house.store.writing() as db:
        for number, key in enumerate(keys):
            strong = number >= 12
            for other in range(2, 6):
                ask(db, key, f"listen-reflect-{other}", RIGHT if strong else WRONG)
            ask(db, key, QUESTION, ("c",) if strong else RIGHT)
        refresh.keep(db, refresh.take(db), MONDAY)
    return house


def test_a_question_to_look_at_is_found_from_the_workshop_with_its_reason(house: House) -> None:
    browser = house.visitor(trainer=True)
    assert "/statistics" in browser.get("/authoring").links()
    page = browser.get("/statistics")
    assert f"/statistics/questions/{QUESTION}" in page.links()
    assert "Ne distingue pas" in page.text
    page = browser.get(f"/statistics/questions/{QUESTION}")
    assert "Ne distingue pas" in page.text
    assert "La bonne" in page.text and "la clé" in page.text
    assert "/statistics/skills/listen.reflect" in page.links()


def test_the_file_says_what_the_pages_say_and_leaves_out_what_is_about_too_few(house: House) -> None:
    page = house.visitor(trainer=True).get("/statistics/questions.csv")
    rows = {row["question"]: row for row in DictReader(StringIO(page.body))}
    assert (rows[QUESTION]["answers"], rows[QUESTION]["right_least"], rows[QUESTION]["seconds"]) == ("24", "50", "30")
    assert rows[QUESTION]["dont_know"] == ""
    assert rows["frame-role-1"]["answers"] == ""


def test_a_skill_that_few_have_met_shows_nothing(house: House) -> None:
    browser = house.visitor(trainer=True)
    assert "Rien n’est montré" in browser.get("/statistics/skills/frame.role").text
    assert "Rencontre" in browser.get("/statistics/skills/listen.reflect").text


def test_an_unknown_question_or_skill_is_not_found(house: House) -> None:
    browser = house.visitor(trainer=True)
    addresses = ("/statistics/questions/nothing", "/statistics/skills/nothing")
    assert [browser.get(address).status for address in addresses] == [404, 404]
