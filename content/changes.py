"""What a module changes of its text before: question by question, and around the questions."""

from collections.abc import Mapping
from dataclasses import replace

from content.module import Module, Question


def changed_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of both texts that are not said as before, in the order of the new text."""
    old = {question.id: _told(before, question) for question in before.questions}
    return tuple(one.id for one in now.questions if one.id in old and old[one.id] != _told(now, one))


def new_questions(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions that only the new text has, in its order; swapped, those that are gone."""
    old = {question.id for question in before.questions}
    return tuple(question.id for question in now.questions if question.id not in old)


def changed_around(before: Module, now: Module) -> bool:
    """Return whether anything but the questions differs: header, cards, scenes, what there is to try."""
    return replace(before, questions=()) != replace(now, questions=())


def questions_of(module: Module) -> Mapping[str, Question]:
    """Return the questions of a module by their ids."""
    return {question.id: question for question in module.questions}


def _told(module: Module, question: Question) -> tuple[object, ...]:
    # A source put in before the others moves their numbers, and changes nothing of what a question says.
    return question._replace(source=0), module.source_of(question)
