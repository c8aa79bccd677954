"""Findings in a text as its author is told of them: what to mend, and where."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.problems import BrokenText, Problem, Severity
from content.skills import line_of
from models.catalogue import drafts
from models.tables.documents import Document
from portal.pages import say


class Finding(NamedTuple):
    """One thing to mend, with its line; advice does not keep a text from being published."""

    line: int
    sentence: str
    advice: bool = False


def findings(db: Session, document: Document, text: str, read: Callable[[], object] | None = None) -> list[Finding]:
    """Return what there is to mend in a text, from its top down; `read` reads a text for another day."""
    try:
        if read:
            read()
        else:
            drafts.read_document(db, document, text)
    except BrokenText as broken:
        return [_finding(problem) for problem in broken.problems]
    except drafts.OtherId as error:
        sentence = say("L'identifiant est « %(id)s » : remettez celui de ce texte.", id=error)
        return [Finding(line_of(text, str(error)), sentence)]
    except drafts.QuestionTaken as error:
        sentence = say("La question « %(id)s » est dans un autre module : changez son identifiant.", id=error)
        return [Finding(line_of(text, str(error)), sentence)]
    return [_finding(problem) for problem in drafts.advice(db, document, text)]


def _finding(problem: Problem) -> Finding:
    return Finding(problem.line, say(problem.sentence, **problem.values), problem.severity is Severity.ADVICE)
