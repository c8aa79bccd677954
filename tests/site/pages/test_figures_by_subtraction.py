"""A trainer who reads every page after every taking reads nobody's answer from the difference of two figures."""

from csv import DictReader
from datetime import timedelta
from io import StringIO
from typing import NamedTuple

import pytest

from content.marking import DONT_KNOW, Response
from content.text.module_writer import write_module
from models.studio import publishing
from models.studio.statistics import refresh
from models.tables.documents import Document, VersionChange
from tests.builders import MONDAY, RIGHT, WRONG, ask, module, small_pack
from tests.house import House
from tests.teaching import teach

QUESTION, SKILL = "listen-active-1", "listen.active"
OTHERS = ("listen-active-2", "listen-active-3")
LEAST = 20
"""Answers of which a difference is made, if there is one."""


class Reading(NamedTuple):
    """What pages and file say of one skill on one day."""

    months: list[str]
    answers: dict[str, int]
    """By question."""
    curve: int
    """Answers at all opportunities together."""


@pytest.fixture
def house(empty_house: House) -> House:
    teach(empty_house.store, small_pack())
    return empty_house


def answers(house: House, days: range, response: Response = RIGHT, question: str = QUESTION) -> None:
    """Of new people, one on each day before Monday; every second one is wrong, or all do as they are told."""
    keys = [house.person().learner_key for _ in days]
    with house.store.writing() as db:
        for day, key in zip(reversed(days), keys, strict=True):
            given = response if response != RIGHT or day % 2 else WRONG
            ask(db, key, question, given, MONDAY - timedelta(days=day))


def take(house: House) -> Reading:
    """Measure, and read it all as a trainer."""
    with house.store.reading() as db:
        taken = refresh.take(db)
    with house.store.writing() as db:
        refresh.keep(db, taken, MONDAY)
    browser = house.visitor(trainer=True)
    months = browser.get(f"/statistics/questions/{QUESTION}").tree.xpath(
        "//section[@aria-labelledby='months']//tbody/tr"
    )
    curve = browser.get(f"/statistics/skills/{SKILL}").tree.xpath("//section[@aria-labelledby='curve']//tbody/tr/td[1]")
    rows = DictReader(StringIO(browser.get("/statistics/questions.csv").body))
    told = {row["question"]: int(row["answers"] or 0) for row in rows if row["skill"] == SKILL}
    return Reading(
        [" ".join(month.text_content().split()) for month in months],
        told,
        sum(int(cell.text) for cell in curve),
    )


@pytest.mark.parametrize("late", [RIGHT, WRONG, DONT_KNOW])
def test_a_month_that_was_told_is_not_told_otherwise_when_somebody_was_late(house: House, late: Response) -> None:
    answers(house, range(60, 74))
    answers(house, range(35, 55))
    before = take(house)
    assert before.answers[QUESTION] == 34
    latecomer = house.person().learner_key
    with house.store.writing() as db:
        ask(db, latecomer, QUESTION, late, MONDAY - timedelta(days=36))
    answers(house, range(5, 19))
    # With hers the answers since are fifteen: too few to be told, and they wait.
    assert take(house) == before
    answers(house, range(5))
    after = take(house)
    assert after.months[: len(before.months)] == before.months and len(after.months) == 1 + len(before.months)
    assert after.answers[QUESTION] - before.answers[QUESTION] == 20 - (late == DONT_KNOW)


def test_the_curve_of_a_skill_less_its_question_is_nobody(house: House) -> None:
    answers(house, range(24))
    first = take(house)
    assert (first.answers[QUESTION], first.curve) == (24, 24)
    with house.store.writing() as db:
        text = write_module(module("ecouter", title="Autre chose"))
        publishing.publish(db, db.get_one(Document, "ecouter"), text, VersionChange.MEANING, MONDAY, None)
    answers(house, range(-19, 0))
    second = take(house)
    assert (second.answers[QUESTION], second.curve) == (0, 24)
    answers(house, range(-20, -19))
    third = take(house)
    assert (third.answers[QUESTION], third.curve) == (20, 44)


@pytest.mark.nightly
def test_over_a_long_time_every_difference_of_any_two_readings_is_nothing_or_of_twenty(house: House) -> None:
    readings = [take(house)]
    for turn, number in enumerate((7, 12, 1, 1, 14, 5, 1, 19, 1, 23, 2)):
        for question in (QUESTION, *OTHERS)[: 1 + turn % 3]:
            answers(house, range(-turn - number, -turn), question=question)
        readings.append(take(house))
    assert readings[-1].curve > 100
    for before, after in zip(readings, readings[1:], strict=False):
        assert after.months[: len(before.months)] == before.months
        for question, counted in before.answers.items():
            assert after.answers[question] == counted or after.answers[question] - counted >= LEAST
        assert after.curve == sum(after.answers.values())
