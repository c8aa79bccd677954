"""From a question and a response to a verdict; what cannot be marked is refused or asked again, by name."""

from decimal import Decimal
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.marking import (
    DONT_KNOW,
    LONGEST,
    AskAgain,
    Incomplete,
    NotANumber,
    Response,
    TooLong,
    TwoReadings,
    UnknownOption,
    mark,
)
from content.module import Question, QuestionKind
from tests.builders import MATCHING, NUMBER, ORDERING, TEXT, question
from tests.content.made_up import questions

ONE = question("q-1")
SEVERAL = ONE._replace(kind=QuestionKind.SEVERAL, options=tuple(o._replace(right=o.key in "ac") for o in ONE.options))


@given(questions())
def test_the_key_of_any_question_is_right(asked: Question) -> None:
    marked = mark(asked, asked.key)
    assert (marked.correct, marked.dont_know) == (True, False)
    assert marked.response == tuple(" ".join(part.split()) for part in asked.key)


@given(questions())
def test_not_knowing_is_an_answer_to_any_question_and_not_right(asked: Question) -> None:
    marked = mark(asked, DONT_KNOW)
    assert (marked.dont_know, marked.correct, marked.chosen, marked.response) == (True, False, (), ())


hostile = st.text(max_size=4) | st.sampled_from("abcdefghij") | st.sampled_from(["a=1", "b=2", "a=", "=", "1", "*"])


@given(questions(), st.lists(hostile, max_size=12).map(tuple))
def test_any_response_is_marked_refused_or_asked_again(asked: Question, response: Response) -> None:
    try:
        marked = mark(asked, response)
    except (UnknownOption, AskAgain):
        return
    assert mark(asked, marked.response) == marked


def test_the_right_option_alone_is_right() -> None:
    assert mark(ONE, ("a",)).correct
    for response in ["b", "ab", "abc"]:
        assert not mark(ONE, tuple(response)).correct


def test_several_answers_are_right_only_all_together_and_come_back_in_the_order_of_the_text() -> None:
    for response in ["a", "c", "abc"]:
        assert not mark(SEVERAL, tuple(response)).correct
        assert mark(SEVERAL, ("c", "a")).correct
    marked = mark(SEVERAL, ("c", "b", "c"))
    assert (marked.chosen, marked.response) == (SEVERAL.options[1:], ("b", "c"))


def test_what_the_question_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownOption):
        mark(ONE, ("a", "z", "x"))
    for response in [("a=3",), ("a=0",), ("a=",), ("a",), ("d=1",), ("=1",), ("a=1=1",), ("a=١",)]:
        with pytest.raises(UnknownOption):
            mark(MATCHING, response)
    with pytest.raises(UnknownOption):
        mark(TEXT, ("taux d'emploi", "taux"))


def test_of_all_orders_one_is_right_and_what_stands_in_its_place_is_told() -> None:
    marked = [mark(ORDERING, order) for order in permutations("abcd")]
    assert [one.response for one in marked if one.correct] == [("a", "b", "c", "d")]
    assert mark(ORDERING, ("a", "c", "b", "d")).chosen == (ORDERING.options[0], ORDERING.options[3])


def test_an_order_or_pairs_with_a_gap_or_two_in_one_place_are_asked_again() -> None:
    for response in ["abc", "abca", "abcdd", "aaaa"]:
        with pytest.raises(Incomplete):
            mark(ORDERING, tuple(response))
    for response in [("a=1", "b=1"), ("a=1", "b=1", "b=2"), ("a=1", "a=2", "b=1", "c=1")]:
        with pytest.raises(Incomplete):
            mark(MATCHING, response)


def test_pairs_are_right_all_together_and_what_is_matched_is_told() -> None:
    first, *_ = MATCHING.options
    for numbers in product("12", repeat=3):
        pairs = tuple(f"{key}={number}" for key, number in zip("abc", numbers, strict=True))
        assert mark(MATCHING, pairs).correct is (pairs == MATCHING.key)
    assert mark(MATCHING, ("c=1", "b=2", "a=2")).chosen == (first,)
    assert mark(MATCHING, ("c=1", "a=1", "b=2")).response == ("a=1", "b=2", "c=1")


def test_a_text_is_met_by_the_first_option_that_it_fits() -> None:
    for typed, correct, met in [
        *(("Taux d’emploi", True, "a"), ("  le TAUX d'emploi !", True, "a"), ("taux de chomage", False, "b")),
        *(("taux de chômage harmonisé", False, "b"), ("taux", False, "c"), ("*", False, "c")),
    ]:
        marked = mark(TEXT, (typed,))
        assert (marked.correct, [option.key for option in marked.chosen]) == (correct, [met])
    assert mark(TEXT, ("  taux\u200b\0 \n d'emploi ",)).response == ("taux\u200b d'emploi",)


def test_a_number_is_met_within_its_tolerance_and_may_carry_its_unit() -> None:
    for typed, met in [
        *(("20", "a"), ("19,5", "a"), ("20.5 %", "a"), ("20,51", "c"), ("25", "b"), ("-20", "c"), ("2 000", "c"))
    ]:
        (chosen,) = mark(NUMBER, (typed,)).chosen
        assert chosen.key == met
    exact = NUMBER._replace(tolerance=Decimal(0))
    assert mark(exact, ("20,0",)).correct
    assert not mark(exact, ("20,01",)).correct


def test_what_is_no_number_is_asked_again_by_name() -> None:
    for typed, error in [
        *(("", Incomplete), (" \0\n", Incomplete), ("vingt", NotANumber), ("20 mois", NotANumber)),
        *(("20.000", TwoReadings), ("1" * (LONGEST + 1), TooLong)),
    ]:
        with pytest.raises(error):
            mark(NUMBER, (typed,))
