"""Modules and questions are values that know a few things about themselves."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from content.module import Kind, Question
from tests.builders import module, question


def test_a_question_is_found_by_its_id() -> None:
    assert module().question("listen-active-3").id == "listen-active-3"


def test_a_question_of_another_module_is_not_found() -> None:
    with pytest.raises(KeyError):
        module().question("frame-role-1")


def test_the_key_is_made_of_the_right_options() -> None:
    assert question("q-1").key == {"a"}
    assert several("q-1", right="ac").key == {"a", "c"}


def test_ticking_blindly_finds_one_option_of_three() -> None:
    assert question("q-1").chance == pytest.approx(1 / 3)


def test_ticking_blindly_finds_one_of_the_seven_ways_to_tick_some_of_three_options() -> None:
    assert several("q-1", right="ac").chance == pytest.approx(1 / 7)


@pytest.mark.parametrize(
    ("first", "last", "day", "valid"),
    [
        (None, None, date(2026, 11, 23), True),
        (date(2026, 11, 23), None, date(2026, 11, 22), False),
        (date(2026, 11, 23), None, date(2026, 11, 23), True),
        (None, date(2026, 11, 23), date(2026, 11, 23), True),
        (None, date(2026, 11, 23), date(2026, 11, 24), False),
    ],
)
def test_a_module_holds_from_its_first_day_to_its_last(
    first: date | None, last: date | None, day: date, valid: bool
) -> None:
    assert module(valid_from=first, valid_until=last).valid_on(day) is valid


def test_a_module_cannot_be_changed_once_read() -> None:
    with pytest.raises(FrozenInstanceError):
        module().title = "Autre"  # type: ignore[misc]


def several(question_id: str, right: str) -> Question:
    one = question(question_id)
    options = tuple(replace(option, right=option.key in right) for option in one.options)
    return replace(one, options=options, kind=Kind.SEVERAL)
