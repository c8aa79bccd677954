"""What an author says that a version changes: of the whole, or question by question and of the text around them."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.module import Module
from content.text.corrections import changed_around, changed_questions, key_changes, marked_otherwise
from models.catalogue import documents
from models.tables.documents import AROUND, Document, Version, VersionChange

GRAVITY = (VersionChange.FIRST, VersionChange.WORDING, VersionChange.MEANING, VersionChange.KEY)
"""From the change that touches nobody to the one that touches most."""


class KeyChanged(ValueError):
    """A right answer has changed, which is no change of wording; the argument is the id of the question."""


class NothingCorrected(ValueError):
    """No question is marked otherwise than before; or one that the argument names is not."""


class ChangesUnsaid(ValueError):
    """Questions have changed of which nobody has said how; the arguments are their ids."""


class ChangeSaid(NamedTuple):
    """A change as its author says it."""

    around: VersionChange
    """Of the text around the questions; of all of it, where nothing is said by question."""
    by_question: Mapping[str, VersionChange] | None = None
    """Of the questions that have changed."""
    kept: Mapping[str, VersionChange] | None = None
    """What is kept of it with the version: by question, and under AROUND where the text around them has changed."""

    @property
    def gravest(self) -> VersionChange:
        """The change that touches most people."""
        said = (self.around,) if self.kept is None else self.kept.values()
        return max(said, key=GRAVITY.index, default=VersionChange.WORDING)

    def corrected(self, old: Module, new: Module) -> tuple[str, ...]:
        """Return the questions whose key was wrong."""
        if self.gravest is not VersionChange.KEY:
            return ()
        wrong, said = marked_otherwise(old, new), self.by_question
        return tuple(one for one in wrong if said is None or said.get(one) is VersionChange.KEY)

    def meant_otherwise(self, new: Module) -> frozenset[str]:
        """Return the questions that mean something else: all of them where the text around them does."""
        if self.around is VersionChange.MEANING:
            return frozenset(question.id for question in new.questions)
        said = self.by_question or {}
        return frozenset(one for one, change in said.items() if change is VersionChange.MEANING)


def change_said(
    texts: tuple[Module, Module] | None, change: VersionChange, changes: Mapping[str, VersionChange] | None
) -> ChangeSaid:
    """Return what is said of what has really changed; of the whole where nothing is said by question."""
    if changes is None or texts is None:
        return ChangeSaid(change)
    old, new = texts
    by_question = {one: changes[one] for one in changed_questions(old, new) if one in changes}
    if not changed_around(old, new):
        return ChangeSaid(VersionChange.WORDING, by_question, by_question)
    around = changes.get(AROUND, change)
    return ChangeSaid(around, by_question, {AROUND: around, **by_question})


def beside(document: Document, in_force: Version | None, text: str) -> tuple[Module, Module] | None:
    """Return a module as it is in force and as a text has it; None where there are not two that can be read."""
    if in_force is None or not documents.kind_of(document).is_played:
        return None
    try:
        return documents.parse_module(in_force.text), documents.parse_module(text)
    except BrokenText:
        return None


def is_unsaid_around(db: Session, document: Document, text: str, changes: Mapping[str, VersionChange] | None) -> bool:
    """Return whether the text around the questions has changed, and only of the questions it is said how."""
    if changes is None or AROUND in changes:
        return False
    texts = beside(document, documents.in_force_of(db, document), text)
    return texts is not None and changed_around(*texts)


def check_change(said: ChangeSaid, old: Module, new: Module) -> None:
    """Raise what cannot be said of a change: KeyChanged, NothingCorrected, ChangesUnsaid."""
    if said.by_question is None:
        _check_whole(said.around, old, new)
        return
    if unsaid := [one for one in changed_questions(old, new) if one not in said.by_question]:
        raise ChangesUnsaid(*unsaid)
    for one in key_changes(old, new):
        if said.by_question[one] is VersionChange.WORDING:
            raise KeyChanged(one)
    corrected, wrong = marked_otherwise(old, new), VersionChange.KEY
    if idle := [one for one, change in said.by_question.items() if change is wrong and one not in corrected]:
        raise NothingCorrected(*idle)
    if said.around is wrong:
        raise NothingCorrected


def _check_whole(change: VersionChange, old: Module, new: Module) -> None:
    if change is VersionChange.WORDING and (changed := key_changes(old, new)):
        raise KeyChanged(changed[0])
    if change is VersionChange.KEY and not marked_otherwise(old, new):
        raise NothingCorrected
