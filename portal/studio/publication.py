"""A draft on its way to those who learn: what it changes, question by question; published, or read first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText
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
from models.catalogue import documents, draft_reading, drafts, suspensions
from models.directory.confidential_addresses import WordGivesAway
from models.ground import audit
from models.studio import publishing, responsibility, reviewing
from models.studio.version_changes import ChangesUnsaid, KeyChanged, NothingCorrected, beside, is_unsaid_around
from models.tables.audit import AuditVerb
from models.tables.documents import AROUND, Document, Suspension, SuspensionReason, VersionChange
from models.tables.people import Account
from portal.access import learner_key
from portal.pages import page_words, say
from portal.request import house_day, now

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


def listed_changes(db: Session, document: Document, text: str) -> ListedChanges | None:
    """List what a text changes, with what the form says of it, else guessed; None where there are no two to compare."""
    if (texts := beside(document, documents.in_force_of(db, document), text)) is None:
        return None
    old, new = texts
    whole = KNOWN.get(request.form.get("change", ""))
    said: Mapping[str, VersionChange | None] | None = changes_said_in_form()
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


def changes_said_in_form() -> dict[str, VersionChange] | None:
    """Return what the form says by question, and under AROUND of the text around them; None where it says nothing."""
    if "by_question" not in request.form:
        return None
    fields = {AROUND: request.form.get("change", "")}
    fields |= {name.removeprefix(FIELD): value for name, value in request.form.items() if name.startswith(FIELD)}
    return {one: KNOWN[value] for one, value in fields.items() if value in KNOWN}


# -------------------------------------------------------------------------------- A draft on its way to those who learn


LONGEST_WORD = 300
"""Letters of what is said to those who had learned."""

Refused = (BrokenText, draft_reading.OtherId, draft_reading.QuestionTaken, KeyChanged, NothingCorrected, ChangesUnsaid)
"""What keeps a text from being published."""


def why_not(error: Exception) -> str:
    """Say what keeps a text from being published, what is kept, and what to do, in a sentence or two."""
    match error:
        case KeyChanged(args=(question,)):
            sentence = N_(
                "La bonne réponse de « %(id)s » a changé, ce n'est donc pas une formulation : choisissez « Sens » ou "
                "« La clé était fausse ». Le brouillon est gardé."
            )
            return say(sentence, id=question)
        case ChangesUnsaid():
            return say(
                "Des questions, ou le texte autour d'elles, ont changé depuis que cette page est affichée : dites plus "
                "bas, pour chacune, ce qui change. Le brouillon est gardé."
            )
        case NothingCorrected(args=(question, *_)):
            sentence = N_(
                "La clé de « %(id)s » n'est pas corrigée dans ce texte : choisissez pour elle « Formulation » ou "
                "« Sens ». Le brouillon est gardé."
            )
            return say(sentence, id=question)
        case NothingCorrected():
            return say(
                "Aucune clé n'est corrigée dans ce texte : choisissez « Formulation » ou « Sens ». "
                "Le brouillon est gardé."
            )
        case WordGivesAway():
            return say(error.problems[0].sentence) + " " + say("Le brouillon est gardé.")
        case _:
            return say("Le brouillon est gardé. Il reste des corrections à faire, listées sous le texte.")


def publish(db: Session, document: Document, text: str) -> str:
    """Put a text in force as the form says; returns what came of it. Raises Refused."""
    change, changes = _said(db, document, text)
    version = publishing.publish(db, document, text, change, now(), learner_key(), _word(), changes)
    audit.note(
        db, learner_key(), AuditVerb.PUBLISH, document.id, house_day(), number=version.number, change=version.change
    )
    waiting = [row for row in held(db, document) if row.why == SuspensionReason.SECOND_READER]
    said = say("La version %(number)s est publiée.", number=version.number)
    if waiting:
        said += " " + page_words().ngettext(
            "Une question attend un second lecteur avant d'être posée.",
            "%(num)s questions attendent un second lecteur avant d'être posées.",
            len(waiting),
        )
    return said


def ask_review(db: Session, document: Document) -> str:
    """Have the draft read by a colleague as the form says; returns what came of it. Raises Refused."""
    invited = next((one for one in colleagues(db) if str(one.id) == request.form.get("invited")), None)
    key = invited.learner_key if invited else None
    change, changes = _said(db, document, drafts.latest_text(db, document))
    reviewing.ask(db, document, change, now(), learner_key(), invited=key, word=_word(), changes=changes)
    audit.note(db, learner_key(), AuditVerb.ASK_REVIEW, document.id, house_day())
    if invited is None:
        return say("La relecture est demandée à toute l'équipe. Le texte en vigueur ne change pas d'ici là.")
    return say("La relecture est demandée à %(name)s. Le texte en vigueur ne change pas d'ici là.", name=invited.name)


def colleagues(db: Session) -> Sequence[Account]:
    """Return the trainers who may be invited to read: all others."""
    return [one for one in responsibility.trainers(db) if one.learner_key != learner_key()]


def held(db: Session, document: Document) -> Sequence[Suspension]:
    """Return the questions of the version in force that are held back."""
    version = documents.in_force_of(db, document)
    return suspensions.held_in(db, version) if version else []


def _said(db: Session, document: Document, text: str) -> tuple[VersionChange, Mapping[str, VersionChange] | None]:
    """Return what the form says that a text changes; raises ChangesUnsaid for what it did not list yet."""
    changes = changes_said_in_form()
    if is_unsaid_around(db, document, text, changes):
        raise ChangesUnsaid
    known, asked = documents.kind_of(document).changes, request.form.get("change")
    return next((one for one in VersionChange if one in known and one == asked), VersionChange.WORDING), changes


def _word() -> str:
    return request.form.get("word", "").strip()[:LONGEST_WORD]
