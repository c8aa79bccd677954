"""Modules and questions are values that know a few things about themselves."""

from datetime import date

import pytest

from content.module import Option, Question, QuestionKind
from tests.builders import ORDERING, module, question


def test_a_question_of_another_module_is_not_found() -> None:
    with pytest.raises(KeyError):
        module().question("frame-role-1")


def test_the_key_is_made_of_the_right_options() -> None:
    assert question("q-1").key == ("a",)
    assert several("q-1", right="ac").key == ("a", "c")
    shared = matching("ONEM", "Actiris", "ONEM")
    assert shared.choices == ("Actiris", "ONEM")
    assert shared.key == ("a=2", "b=1", "c=2")
    assert matching("a", "A", "b").choices == ("A", "a", "b")


def test_what_is_found_blindly_is_one_of_the_ways_there_are() -> None:
    assert question("q-1").chance == pytest.approx(1 / 3)
    assert several("q-1", right="ac").chance == pytest.approx(1 / 7)
    assert ORDERING.key == ("a", "b", "c", "d")
    assert ORDERING.chance == pytest.approx(1 / 24)
    assert matching("Z", "é", "A").chance == pytest.approx(1 / 6)
    assert matching("ONEM", "Actiris", "ONEM").chance == pytest.approx(1 / 8)


def test_what_is_typed_is_not_found_blindly_and_its_first_spelling_is_the_one_to_show() -> None:
    for kind in [QuestionKind.TEXT, QuestionKind.NUMBER]:
        options = (Option("a", "24 | vingt-quatre", True, "Oui."), Option("b", "*", False, "Non."))
        typed = Question("q-1", "listen.active", "Combien ?", options, kind)
        assert (typed.key, typed.chance) == (("24",), 0.0)


def test_a_module_holds_from_its_first_day_to_its_last() -> None:
    for first, last, day, valid in [
        *((None, None, date(2026, 11, 23), True), (date(2026, 11, 23), None, date(2026, 11, 22), False)),
        *((date(2026, 11, 23), None, date(2026, 11, 23), True), (None, date(2026, 11, 23), date(2026, 11, 23), True)),
        (None, date(2026, 11, 23), date(2026, 11, 24), False),
    ]:
        assert module(valid_from=first, valid_until=last).valid_on(day) is valid


def several(question_id: str, right: str) -> Question:
    one = question(question_id)
    options = tuple(option._replace(right=option.key in right) for option in one.options)
    return one._replace(options=options, kind=QuestionKind.SEVERAL)


def matching(*matches: str) -> Question:
    lines = tuple(Option(key, f"Ligne {key}", True, "Parce que…", m) for key, m in zip("abc", matches, strict=True))
    return Question("q-1", "listen.active", "Qui ?", lines, QuestionKind.MATCHING)
