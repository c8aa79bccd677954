"""The invented cohort errs as people do."""

from random import Random

from hypothesis import given

from content.marking import mark
from content.module import Question
from models.site.demo_learners import mistaken
from tests.content.made_up import questions


@given(questions())
def test_what_somebody_mistakes_is_an_answer_and_not_right(asked: Question) -> None:
    assert not mark(asked, mistaken(asked, Random(1))).correct
