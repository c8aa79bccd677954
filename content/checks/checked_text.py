"""A module beside its own text, so that findings have lines, and the placeholders that are left in any text."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache

from content.errors import N_, Problem, Severity, line_with
from content.module import Card, Module, Option, Question
from content.strings.late_patterns import LatePattern
from content.text.grammar import BLANK, QUESTION_WORD, TURN_WORD, is_kept_apart
from content.text.starter import COPY_OF

Written = tuple[Module, str, str]
"""A module, its text and its file."""


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value, however deep; codes (enum members) are not texts."""
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


# ------------------------------------------------------------------------------------ words of a starter left unchanged


SHORTEST = 4
"""Characters of what can be recognised: shorter are keys, languages, and numbers that anybody may write."""
PLACEHOLDER_LEFT = N_("Cette ligne dit encore ce qui était là pour commencer : écrivez la vôtre, ou retirez-la.")
STILL_A_COPY = N_("Le titre dit encore « %(title)s » : donnez à la copie le sien.")

Starters = Callable[[], Iterable[object]]
"""What the starters of a kind of text say, as values: it is held against its own, for another's words may be good."""


def check_placeholders_left(said: object, starters: Starters, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding for each line still as its starter has it; `said` is what was read from the text."""
    left = starter_phrases(starters).intersection(_phrases(said))
    lines, places = [*enumerate(map(_without_markup, text.splitlines()), 1)], set[int]()
    for phrase in left:
        alone = re.compile(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])")
        places.update([number for number, line in lines if alone.search(line)] or [1])
    yield from (Problem(file, line, PLACEHOLDER_LEFT) for line in sorted(places))


def check_copied_title(title: str, language: str, text: str, file: str) -> Iterator[Problem]:
    """Yield a finding where the title of a copy is still the one that it was given."""
    if title.startswith(f"{COPY_OF[language]} "):
        line = next((number for number, one in enumerate(text.splitlines(), 1) if one.startswith("title:")), 1)
        yield Problem(file, line, STILL_A_COPY, {"title": title})


@cache
def starter_phrases(starters: Starters) -> frozenset[str]:
    """Return the phrases of all starters, without short ones, which anybody may write, and without addresses."""
    said = {phrase for starter in starters() for phrase in _phrases(starter)}
    return frozenset(phrase for phrase in said if len(phrase) >= SHORTEST and not phrase.endswith("://"))


def _phrases(said: object) -> Iterator[str]:
    """Yield every line of words in a value."""
    yield from (line for text in texts_in(said) for each in text.split("\n") if (line := _without_markup(each)))


def _without_markup(line: str) -> str:
    """Return a line as it was in the starter, whatever a keyboard has made of its apostrophes."""
    return line.strip().replace("’", "'")


# ----------------------------------------------------------------------------- placeholders that a form has left: « … »


_LEFT = LatePattern(
    rf"## {BLANK}"
    rf"|##+ \S+ \S+ · {BLANK}"
    rf"|(?:[-*] (?:\[[ xX]\] )?|[0-9]+[.)] ){BLANK}(?: (?:->|→) .*)?"
    rf"|[-*] .* (?:->|→) {BLANK}"
)


def check_unfilled(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each line that is still to be written, where the module says nothing but « … » somewhere."""
    if BLANK not in _lines_said(draft.module):
        return
    for number, line in enumerate(draft.text.split("\n"), 1):
        if _LEFT.fullmatch(line.rstrip()):
            yield draft.error(number, N_("Écrivez ce qui manque ici, à la place de « … »."))


def check_card_titles(draft: CheckedText) -> Iterator[Problem]:
    """Yield a finding for each card that a form has marked: its title begins like the heading of another part."""
    for card in draft.module.cards:
        if is_kept_apart(card.title, draft.module.language):
            sentence = N_("Un titre de carte ne commence pas comme une question ou un dialogue : tournez-le autrement.")
            yield draft.error(draft.card(card), sentence)


def _lines_said(module: Module) -> Iterator[str]:
    """Yield what stands on one line in the parts of a module."""
    yield from (card.title for card in module.cards)
    for question in module.questions:
        for option in question.options:
            yield from (option.text, option.match)
    yield from (dialogue.title for dialogue in module.dialogues)
    for written in module.written:
        yield from (*(model.text for model in written.models), *written.criteria)
    for vignette in module.vignettes:
        yield from (vignette.title, *(choice.text for choice in vignette.choices), *vignette.to_discuss)
