"""A play without trace asks as the real thing does: the same scenes, as many questions, and no database."""

import json
from datetime import timedelta

import pytest

from content.marking import DONT_KNOW, Response, UnknownOption
from content.module import Module
from models.learning import untraced
from models.learning.scenes import CardScene, EndScene, FeedbackScene, QuestionScene, WithdrawnScene
from models.learning.untraced import UntracedPlay
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS, MOST_WRONG
from tests.builders import MONDAY, RIGHT, WRONG, module, pool

MODULE = module()


def played(played_module: Module, response: Response) -> list[type]:
    """The scenes of a play without trace from its first card to its end."""
    seen, scenes = UntracedPlay(), []
    while True:
        here = untraced.scene(played_module, seen, MONDAY)
        scenes.append(type(here))
        if isinstance(here, EndScene):
            return scenes
        if isinstance(here, QuestionScene):
            seen = untraced.answer(played_module, seen, response, MONDAY)
        else:
            seen = untraced.advance(played_module, seen, MONDAY)


def to_question(cards: int = 2) -> UntracedPlay:
    return UntracedPlay(cards=cards)


def test_cards_come_first_then_as_many_questions_as_in_a_play_then_the_end() -> None:
    scenes = played(MODULE, WRONG)
    assert scenes == [CardScene] * 2 + [QuestionScene, FeedbackScene] * MOST_WRONG + [EndScene]
    assert LEAST_QUESTIONS <= played(MODULE, RIGHT).count(QuestionScene) < MOST_QUESTIONS
    for response in [WRONG, DONT_KNOW]:
        assert played(MODULE, response).count(QuestionScene) == MOST_WRONG
        both = module(skills=("listen.active", "frame.role"))
        assert played(both, response).count(QuestionScene) == 2 * MOST_WRONG
    assert played(module(questions=pool("q", "listen.active", learn=1, check=0)), RIGHT).count(QuestionScene) == 1
    assert played(module(questions=pool("q", "listen.active", learn=0)), RIGHT) == [CardScene, CardScene, EndScene]


def test_the_feedback_marks_what_was_answered() -> None:
    for response, correct, dont_know in [(RIGHT, True, False), (DONT_KNOW, False, True)]:
        here = untraced.scene(MODULE, untraced.answer(MODULE, to_question(), response, MONDAY), MONDAY)
        assert isinstance(here, FeedbackScene)
        assert (here.answer.correct, here.answer.dont_know, here.number) == (correct, dont_know, 1)


def test_no_question_is_asked_twice() -> None:
    both, seen = module(skills=("listen.active", "frame.role")), to_question()
    for number in range(MOST_QUESTIONS):
        seen = untraced.answer(both, seen, WRONG if number in {0, 1} else RIGHT, MONDAY)
        seen = untraced.advance(both, seen, MONDAY)
    asked = [question_id for question_id, _ in seen.given]
    assert len(asked) == len(set(asked)) == MOST_QUESTIONS


def test_the_options_stay_and_how_far_one_is_travels_in_the_page() -> None:
    before = untraced.scene(MODULE, to_question(), MONDAY)
    after = untraced.scene(MODULE, untraced.answer(MODULE, to_question(), RIGHT, MONDAY), MONDAY)
    assert isinstance(before, QuestionScene)
    assert isinstance(after, FeedbackScene)
    assert before.presentation.option_order == after.presentation.option_order
    seen = untraced.answer(MODULE, to_question(), ("a", "b"), MONDAY)
    assert UntracedPlay.from_plain(json.loads(json.dumps(seen.plain()))) == seen


def test_what_does_not_fit_changes_nothing() -> None:
    assert untraced.answer(MODULE, UntracedPlay(), RIGHT, MONDAY) == UntracedPlay()
    assert untraced.advance(MODULE, to_question(), MONDAY) == to_question()
    with pytest.raises(UnknownOption):
        untraced.answer(MODULE, to_question(), ("z",), MONDAY)


def test_the_question_on_the_page_is_the_one_that_is_marked() -> None:
    first = untraced.scene(MODULE, to_question(), MONDAY)
    seen = untraced.showing(to_question(), first)
    assert isinstance(first, QuestionScene) and seen.asked == first.question.id
    later = untraced.answer(MODULE, seen, RIGHT, MONDAY + timedelta(days=300))
    assert later.given == ((first.question.id, RIGHT),) and later.asked is None


def test_what_is_withheld_is_not_asked_and_said_to_be_withdrawn_where_it_stood_on_the_page() -> None:
    first = untraced.scene(MODULE, to_question(), MONDAY)
    assert isinstance(first, QuestionScene)
    other = untraced.scene(MODULE, to_question(), MONDAY, {first.question.id})
    assert isinstance(other, QuestionScene) and other.question != first.question
    seen = untraced.showing(to_question(), first)
    assert isinstance(untraced.scene(MODULE, seen, MONDAY, {first.question.id}), WithdrawnScene)
    assert untraced.advance(MODULE, seen, MONDAY) == to_question()
