"""A copy says the same and shares no name with what it was copied from."""

import pytest
from hypothesis import given, settings

from content.module import Module
from content.text.module_reader import read_module
from content.text.module_writer import write_module
from content.text.starter import copied, copied_title
from tests.content.made_up import modules


def names(module: Module) -> list[str]:
    parts = (*module.questions, *module.dialogues, *module.written, *module.vignettes)
    return [module.id, *(part.id for part in parts)]


def said(module: Module) -> object:
    """All that does not depend on what anything is called."""
    options = [[(one.text, one.right, one.feedback, one.match) for one in each.options] for each in module.questions]
    questions = [(one.stem, one.kind, one.skill, one.use) for one in module.questions]
    beside = [one.case for one in module.vignettes], [one.models for one in module.written], module.to_try
    return module.cards, questions, options, beside


@pytest.mark.nightly
@settings(max_examples=20)
@given(modules())
def test_a_copy_can_be_read_and_says_the_same_under_other_names(module: Module) -> None:
    copy = copied(module, "une-copie-a-part", copied_title(module))
    assert read_module(write_module(copy)) == copy
    assert said(copy) == said(module)
    assert not {*names(copy)} & {*names(module)}
    assert len({*names(copy)}) == len(names(module))


@pytest.mark.nightly
@settings(max_examples=20)
@given(modules())
def test_a_turn_of_a_copy_leads_where_that_of_the_original_did(module: Module) -> None:
    copy = copied(module, "une-copie-a-part", "Une copie")
    place = {question.id: number for number, question in enumerate(module.questions)}
    again = {question.id: number for number, question in enumerate(copy.questions)}
    for one, other in zip(module.questions, copy.questions, strict=True):
        assert [place.get(option.leads_to) for option in one.options] == [
            again.get(option.leads_to) for option in other.options
        ]
