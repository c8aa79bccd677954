"""From a question and a response to a verdict."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.marking import DONT_KNOW, UnknownOption, mark
from content.module import Kind
from tests.builders import question

ONE = question("q-1")
SEVERAL = replace(ONE, kind=Kind.SEVERAL, options=tuple(replace(o, right=o.key in "ac") for o in ONE.options))


def test_the_right_option_alone_is_right() -> None:
    assert mark(ONE, frozenset("a")).correct


@pytest.mark.parametrize("response", ["b", "ab", "abc"])
def test_any_other_option_makes_it_wrong(response: str) -> None:
    assert not mark(ONE, frozenset(response)).correct


@pytest.mark.parametrize("response", ["a", "c", "abc"])
def test_several_answers_are_right_only_all_together(response: str) -> None:
    assert not mark(SEVERAL, frozenset(response)).correct
    assert mark(SEVERAL, frozenset("ac")).correct


def test_nothing_ticked_is_i_do_not_know_and_not_right() -> None:
    marked = mark(SEVERAL, DONT_KNOW)
    assert (marked.dont_know, marked.correct, marked.chosen) == (True, False, ())


def test_the_options_chosen_come_back_with_their_feedback_in_the_order_of_the_text() -> None:
    assert mark(SEVERAL, frozenset("cb")).chosen == SEVERAL.options[1:]


def test_an_option_that_the_question_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(UnknownOption, match="x, z"):
        mark(ONE, frozenset("azx"))


@given(st.frozensets(st.sampled_from("abc")))
def test_right_is_exactly_the_key(response: frozenset[str]) -> None:
    assert mark(SEVERAL, response).correct == (response == SEVERAL.key)
