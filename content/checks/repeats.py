"""A check for stems that come twice."""

from collections.abc import Iterable, Iterator

from content.checks.draft import CheckedText
from content.checks.words import words
from content.module import Module
from content.problems import N_, Problem


def check_stems(draft: CheckedText, others: Iterable[Module]) -> Iterator[Problem]:
    """Yield a finding for each stem that repeats another one but for case, accents and punctuation."""
    seen = {words(question.stem): question.id for module in others for question in module.questions}
    for question in draft.module.questions:
        stem = words(question.stem)
        if seen.setdefault(stem, question.id) != question.id:
            sentence = N_("Cet énoncé est aussi celui de %(other)s : réécrivez l'un des deux.")
            yield draft.advice(draft.question(question), sentence, other=seen[stem])
