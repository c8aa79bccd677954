"""Questions from elsewhere take their place in the text of a module."""

from dataclasses import replace

import pytest

from content.module import Module
from content.text.reading import read_module
from content.text.writing import question_text, write_module
from models.catalogue.exchange import with_questions
from tests.builders import EXERCISE, in_dutch, module, question

TRIED = module(exercise=EXERCISE)


@pytest.mark.parametrize(
    "whole",
    [TRIED, in_dutch(TRIED), replace(TRIED, to_try=""), replace(TRIED, exercise=None)],
    ids=["both", "both in Dutch", "a sheet alone", "something to try alone"],
)
def test_they_stand_above_what_there_is_to_try(whole: Module) -> None:
    asked = question("autre-1")
    text = with_questions(write_module(whole), question_text(asked, whole.language))
    assert text == write_module(replace(whole, questions=(*whole.questions, asked)))
    assert read_module(text).exercise == whole.exercise
