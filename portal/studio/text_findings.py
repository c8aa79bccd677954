"""Titles of documents, the language of their texts, and findings: what to mend in a text, and where."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import BrokenText, Problem, Severity
from content.kinds import kind_of_document
from content.skills import line_of
from content.text.question_reader import NO_EXPLANATION
from models.catalogue import documents, draft_reading
from models.catalogue.documents import title_in
from models.tables.documents import Document
from portal.pages import page_words, say

SINGLY = 3
"""Missing explanations that are told one by one."""


class Finding(NamedTuple):
    """One thing to mend, with its line; advice does not keep a text from being published."""

    line: int
    sentence: str
    advice: bool = False
    source: str = ""
    """The sentence as it stands in the catalogue, for anyone who says it in another way."""


class FindingTold(NamedTuple):
    """A finding as it is told: the same thing is told once, with the lines of the others."""

    finding: Finding
    others: tuple[int, ...] = ()


MOST_APART = 2
"""Findings of the same thing that are each told by themselves: more are told together, or nobody reads them."""


def told_together(found: Sequence[Finding]) -> list[FindingTold]:
    """Return findings as they are told, each where the first of its kind stands.

    Advice of a kind is the same advice, whatever it speaks of; of an error each word may be needed to mend it.
    """
    alike: dict[tuple[bool, str], list[Finding]] = {}
    for one in found:
        alike.setdefault((one.advice, one.source if one.advice else one.sentence), []).append(one)
    told = []
    for same in alike.values():
        if len(same) > MOST_APART:
            told.append(FindingTold(same[0], tuple(one.line for one in same[1:])))
        else:
            told += [FindingTold(one) for one in same]
    return sorted(told, key=lambda one: one.finding.line)


def findings(db: Session, document: Document, text: str, read: Callable[[], object] | None = None) -> list[Finding]:
    """Return what there is to mend in a text, from its top down; `read` reads a text for another day."""
    try:
        if read:
            read()
        else:
            draft_reading.read_document(db, document, text)
    except BrokenText as broken:
        return _together(broken.problems)
    except draft_reading.OtherId as error:
        sentence = say("L'identifiant est « %(id)s » : remettez celui de ce texte.", id=error.own_id)
        return [Finding(line_of(text, error.own_id), sentence)]
    except draft_reading.QuestionTaken as error:
        sentence = say(
            "La question « %(id)s » est dans un autre module : changez son identifiant.", id=error.question_id
        )
        return [Finding(line_of(text, error.question_id), sentence)]
    return [_finding(problem) for problem in draft_reading.advice(db, document, text)]


def _together(problems: Sequence[Problem]) -> list[Finding]:
    """Return what there is to mend, with all explanations that are missing as one: an import may leave a hundred."""
    missing = [one for one in problems if one.sentence == NO_EXPLANATION]
    if len(missing) <= SINGLY:
        return [_finding(one) for one in problems]
    sentence = say("%(count)s explications restent à écrire ; la première est ici.", count=len(missing))
    together = Finding(missing[0].line, sentence)
    others = [_finding(one) for one in problems if one.sentence != NO_EXPLANATION]
    return sorted([together, *others], key=lambda one: one.line)


def _finding(problem: Problem) -> Finding:
    sentence = say(problem.sentence, **problem.values)
    return Finding(problem.line, sentence, problem.severity is Severity.ADVICE, problem.sentence)


# ------------------------------------------------------------------------------- titles of documents on trainers' pages


def title_of(document_id: str, text: str) -> str:
    """Return the title in a text, as it is set; the id until it can be read."""
    return title_in(document_id, text, page_words())


def language_of(document_id: str, text: str) -> str:
    """Return the language of a text; empty, as HTML says « unknown », where it has several or cannot be read."""
    if kind_of_document(document_id).is_played:
        with suppress(BrokenText):
            return documents.parse_module(text).language
    return ""
