"""A preview asks as the real thing does: the same scenes, the same number of questions, without a database."""

import json

import pytest

from content.marking import DONT_KNOW, Response, UnknownOption
from content.module import Module
from models.study.play.scenes import CardScene, EndScene, FeedbackScene, QuestionScene
from models.tutor.questions import LEAST_QUESTIONS, MOST_QUESTIONS, MOST_WRONG
from portal import preview
from portal.preview import Preview
from tests.builders import MONDAY, RIGHT, WRONG, module, pool

MODULE = module()


def played(played_module: Module, response: Response) -> list[type]:
    """The scenes of a preview from its first card to its end."""
    seen, scenes = Preview(), []
    while True:
        here = preview.scene(played_module, seen, MONDAY)
        scenes.append(type(here))
        if isinstance(here, EndScene):
            return scenes
        if isinstance(here, QuestionScene):
            seen = preview.answer(played_module, seen, response, MONDAY)
        else:
            seen = preview.advance(played_module, seen, MONDAY)


def to_question(cards: int = 2) -> Preview:
    return Preview(cards=cards)


def test_cards_come_first_then_questions_with_their_feedback_then_the_end() -> None:
    scenes = played(MODULE, WRONG)
    assert scenes == [CardScene] * 2 + [QuestionScene, FeedbackScene] * MOST_WRONG + [EndScene]


def test_who_answers_right_is_asked_until_it_is_shown_for_today() -> None:
    assert LEAST_QUESTIONS <= played(MODULE, RIGHT).count(QuestionScene) < MOST_QUESTIONS


@pytest.mark.parametrize("response", [WRONG, DONT_KNOW])
def test_who_does_not_know_is_asked_twice_on_each_skill_as_in_a_play(response: Response) -> None:
    assert played(MODULE, response).count(QuestionScene) == MOST_WRONG
    both = module(skills=("listen.active", "frame.role"))
    assert played(both, response).count(QuestionScene) == 2 * MOST_WRONG


def test_a_module_with_one_question_only_asks_it() -> None:
    assert played(module(questions=pool("q", "listen.active", learn=1, check=0)), RIGHT).count(QuestionScene) == 1


def test_a_module_with_nothing_to_ask_goes_from_its_cards_to_its_end() -> None:
    assert played(module(questions=pool("q", "listen.active", learn=0)), RIGHT) == [CardScene, CardScene, EndScene]


@pytest.mark.parametrize(("response", "correct", "dont_know"), [(RIGHT, True, False), (DONT_KNOW, False, True)])
def test_the_feedback_marks_what_was_answered(response: Response, correct: bool, dont_know: bool) -> None:
    here = preview.scene(MODULE, preview.answer(MODULE, to_question(), response, MONDAY), MONDAY)
    assert isinstance(here, FeedbackScene)
    assert (here.answer.correct, here.answer.dont_know, here.number) == (correct, dont_know, 1)


def test_no_question_is_asked_twice() -> None:
    both, seen = module(skills=("listen.active", "frame.role")), to_question()
    for number in range(MOST_QUESTIONS):
        seen = preview.answer(both, seen, WRONG if number in {0, 1} else RIGHT, MONDAY)
        seen = preview.advance(both, seen, MONDAY)
    asked = [question_id for question_id, _ in seen.given]
    assert len(asked) == len(set(asked)) == MOST_QUESTIONS


def test_the_options_stay_where_they_were_between_question_and_feedback() -> None:
    before = preview.scene(MODULE, to_question(), MONDAY)
    after = preview.scene(MODULE, preview.answer(MODULE, to_question(), RIGHT, MONDAY), MONDAY)
    assert isinstance(before, QuestionScene)
    assert isinstance(after, FeedbackScene)
    assert before.presentation.option_order == after.presentation.option_order


def test_answering_where_nothing_is_asked_and_leaving_what_waits_for_an_answer_change_nothing() -> None:
    assert preview.answer(MODULE, Preview(), RIGHT, MONDAY) == Preview()
    assert preview.advance(MODULE, to_question(), MONDAY) == to_question()


def test_an_option_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownOption):
        preview.answer(MODULE, to_question(), ("z",), MONDAY)


def test_how_far_one_is_travels_in_the_page() -> None:
    seen = preview.answer(MODULE, to_question(), ("a", "b"), MONDAY)
    assert Preview.from_plain(json.loads(json.dumps(seen.plain()))) == seen
