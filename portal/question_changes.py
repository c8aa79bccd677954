"""What a text changes of the version in force, question by question: listed with its kind, and read from the form."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request
from sqlalchemy.orm import Session

from content.module import Question
from content.text.corrections import (
    changed_around,
    changed_questions,
    key_changes,
    marked_otherwise,
    new_questions,
    questions_of,
)
from content.text.difference import DifferenceLine, difference
from content.text.module_writer import question_text
from models.catalogue import documents
from models.tables.documents import AROUND, Document, VersionChange
from models.workshop.changes import beside

FIELD = "change:"
"""Before the id of a question, the name of its field; the text around the questions has the field of the whole."""

KNOWN = {str(change): change for change in VersionChange if change is not VersionChange.FIRST}


class ChangedQuestion(NamedTuple):
    """One question that has changed, or the text around them: what may be said of it, and what is said or guessed."""

    id: str
    question: Question | None
    allowed: Sequence[VersionChange]
    chosen: VersionChange
    another_key: bool = False
    lines: Sequence[DifferenceLine] = ()

    @property
    def field(self) -> str:
        """The name of its field."""
        return FIELD + self.id if self.id else "change"


class ListedChanges(NamedTuple):
    """What a text changes, in its order: the questions of both texts, the text around them, what is new or gone."""

    rows: Sequence[ChangedQuestion]
    new: Sequence[Question]
    gone: Sequence[Question]


def listed(db: Session, document: Document, text: str) -> ListedChanges | None:
    """List what a text changes, with what the form says of it, else guessed; None where there are no two to compare."""
    if (texts := beside(document, documents.in_force_of(db, document), text)) is None:
        return None
    old, new = texts
    whole = KNOWN.get(request.form.get("change", ""))
    said: Mapping[str, VersionChange | None] | None = said_in_form()
    if said is None:
        # « Formulation » of the whole is what nobody has touched yet: it says nothing of a question.
        said = dict.fromkeys(changed_questions(old, new), whole) if whole is not VersionChange.WORDING else {}
    others, marked = set(key_changes(old, new)), set(marked_otherwise(old, new))
    before, now = questions_of(old), questions_of(new)
    rows = []
    for one in changed_questions(old, new):
        fits = {VersionChange.WORDING: one not in others, VersionChange.MEANING: True, VersionChange.KEY: one in marked}
        named, guess = said.get(one), VersionChange.KEY if one in marked else VersionChange.WORDING
        chosen = named if named and fits[named] else guess
        lines = difference(question_text(before[one], new.language), question_text(now[one], new.language))
        allowed = [change for change, fit in fits.items() if fit]
        rows.append(ChangedQuestion(one, now[one], allowed, chosen, one in others, lines))
    if changed_around(old, new):
        chosen = VersionChange.MEANING if whole is VersionChange.MEANING else VersionChange.WORDING
        rows.append(ChangedQuestion(AROUND, None, (VersionChange.WORDING, VersionChange.MEANING), chosen))
    added, gone = new_questions(old, new), new_questions(new, old)
    return ListedChanges(rows, [now[one] for one in added], [before[one] for one in gone])


def said_in_form() -> dict[str, VersionChange] | None:
    """Return what the form says by question, and under AROUND of the text around them; None where it says nothing."""
    if "by_question" not in request.form:
        return None
    fields = {AROUND: request.form.get("change", "")}
    fields |= {name.removeprefix(FIELD): value for name, value in request.form.items() if name.startswith(FIELD)}
    return {one: KNOWN[value] for one, value in fields.items() if value in KNOWN}
