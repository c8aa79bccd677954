"""How long a question takes to read, at the very least: who answers sooner has not read it."""

import re
from collections.abc import Iterator
from datetime import timedelta

from content.module import TYPED, Kind, Question

WORDS_A_SECOND = 10.0
"""Two and a half times as fast as adults read in silence, so that nobody who reads is ever held up.

Brysbaert, "How many words do we read per minute?", Journal of Memory and Language 109 (2019).
"""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def reading_time(question: Question) -> timedelta:
    """The least time in which somebody can have read what a question shows before it is answered."""
    words = sum(len(_WORD.findall(text)) for text in _shown(question))
    return timedelta(seconds=words / WORDS_A_SECOND)


def _shown(question: Question) -> Iterator[str]:
    yield question.stem
    if question.kind not in TYPED:
        yield from (option.text for option in question.options)
    if question.kind is Kind.MATCHING:
        yield from question.choices
