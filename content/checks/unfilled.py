"""What a form has left to be written: the « … » that stands in its place in the text."""

from collections.abc import Iterator

from content.checks.draft import CheckedText
from content.module import Module
from content.patterns import LatePattern
from content.problems import N_, Problem
from content.text.grammar import BLANK, is_kept_apart

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
    """Yield a finding for each card that a form has marked: its title begins as another part would."""
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
