"""A module beside its own text, so that each finding has its line."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from content.module import Card, Module, Option, Question
from content.problems import Problem, Severity, line_with
from content.text.grammar import QUESTION_WORD, TURN_WORD

Written = tuple[Module, str, str]
"""A module, its text and its file."""


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value, however deep; codes are none."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in texts_in(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in texts_in(each))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in texts_in(getattr(value, each.name)))


class CheckedText:
    """A module, the text that it was read from, and the file that holds it."""

    def __init__(self, module: Module, text: str, file: str) -> None:
        self.module, self.text, self.file = module, text, file
        numbered = enumerate(text.splitlines(), 1)
        headings = [(line.strip("# "), number) for number, line in numbered if line.startswith(("## ", "### "))]
        self._headings = dict(reversed(headings))

    def error(self, line: int, sentence: str, **values: object) -> Problem:
        """Return a finding that keeps the module from being published."""
        return Problem(self.file, line, sentence, values)

    def advice(self, line: int, sentence: str, **values: object) -> Problem:
        """Return a finding that would make the module better."""
        return Problem(self.file, line, sentence, values, Severity.ADVICE)

    def field(self, name: str) -> int:
        """Return the line of a field at the top; 1 when it is not there."""
        return self.below(1, f"{name}:")

    def card(self, card: Card) -> int:
        """Return the line of a card's title."""
        return self._headings.get(card.title, 1)

    def question(self, question: Question) -> int:
        """Return the line of the heading of a question, or of a turn."""
        word = TURN_WORD if question.dialogue else QUESTION_WORD
        start = f"{word[self.module.language]} {question.id} ".casefold()
        lines = (line for heading, line in self._headings.items() if heading.casefold().startswith(start))
        return next(lines, 1)

    def option(self, question: Question, option: Option) -> int:
        """Return the line of an option."""
        return self.below(self.question(question), option.text)

    def below(self, line: int, fragment: str) -> int:
        """Return the first line from there on that contains a fragment; that line itself when none does."""
        return line_with(self.text, fragment, line)
