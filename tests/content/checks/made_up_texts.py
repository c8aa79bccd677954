"""Small modules to be checked, and what is said of them."""

from collections.abc import Callable, Iterable

from content.checks.checked_text import CheckedText
from content.errors import Problem
from content.module import Module, Option, Question
from content.text.module_writer import write_module
from tests.builders import module

Check = Callable[[CheckedText], Iterable[Problem]]


def said(check: Check, checked: Module) -> list[str]:
    """What a check says of a module, each with its line."""
    return [f"{problem.line}: {problem.told}" for problem in check(CheckedText(checked, write_module(checked), "m.md"))]


def asking(*questions: Question, language: str = "fr") -> Module:
    """A module with these questions."""
    return module(questions=questions, language=language)


def choice(key: str, *distractors: str, stem: str = "Que faites-vous ?", question_id: str = "q-1") -> Question:
    """A question of which the first option is right."""
    options = (
        Option(letter, text, letter == "a", "Parce que la personne le demande.")
        for letter, text in zip("abcdefghij", (key, *distractors), strict=False)
    )
    return Question(question_id, "listen.active", stem, tuple(options))
