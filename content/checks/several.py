"""How many options are right where several are: always as many is a tell, unless the stem says how many."""

import re
from collections import Counter
from collections.abc import Iterable

from content.checks.words import words
from content.module import Question, QuestionKind

Shape = tuple[int, int]
"""How many options are right, and how many there are."""

_SAID = re.compile(
    r"\b(?:deux|trois|quatre|twee|drie|vier|two|three|four) "
    r"(?:bonnes |juiste |right )?(?:reponses|antwoorden|answers)\b"
)
"""A stem that says how many it wants, folded: « Deux réponses sont justes. »"""


def shapes(questions: Iterable[Question]) -> Counter[Shape]:
    """Return the shapes of questions with several right options, those left out whose stem says how many are right."""
    return Counter(
        (len(question.key), len(question.options))
        for question in questions
        if question.kind is QuestionKind.SEVERAL and not _SAID.search(" ".join(words(question.stem)))
    )
