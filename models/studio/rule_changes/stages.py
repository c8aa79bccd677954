"""The stages of a rule change, the states that change marking, and the questions that rest on its rule."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content import kinds
from content.errors import N_, or_not_found
from content.module import Module, QuestionNature
from content.rules import RuleState
from models.catalogue import documents
from models.catalogue.published import is_in_force
from models.ground.calendar import local_hour
from models.tables.documents import Document, DocumentStatus, Version
from models.tables.rule_changes import ChangeDecision, RuleChange

ZONE = "Europe/Brussels"
"""Where the day of a law begins, wherever somebody learns."""
TAKING_EFFECT = frozenset({RuleState.IN_FORCE, RuleState.SUSPENDED, RuleState.CANCELLED})
"""The states that change what is right; what is announced, adopted or published changes no marking."""
NOT_YET = frozenset({RuleState.ANNOUNCED, RuleState.ADOPTED, RuleState.PUBLISHED})
ACCEPTED = select(RuleChange).where(RuleChange.decision == ChangeDecision.ACCEPTED, RuleChange.undone_at.is_(None))
"""The accepted changes that were not taken back."""
AWAITED = ACCEPTED.where(RuleChange.took_effect_at.is_(None))
"""Of these, those that have not taken effect."""


class Stage(StrEnum):
    """The stage of a rule change in its life."""

    VERIFYING = "verifying"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TO_COME = "to_come"
    """It is accepted, and its day has not come."""
    IN_EFFECT = "in_effect"
    UNDONE = "undone"


class ConcernedDocument(NamedTuple):
    """A published document that cites a rule, in whatever language, and the questions of it that rest on the rule."""

    document: Document
    version: Version
    module: Module
    questions: tuple[str, ...]


def change_of(db: Session, change_id: int) -> RuleChange:
    """Return one rule change; raises NotFound."""
    return or_not_found(
        db.get(RuleChange, change_id),
        N_("Ce changement de règle n'existe pas."),
        N_("Ils sont tous sous « Changements de règle », dans l'atelier."),
    )


def lock(db: Session, change: RuleChange) -> None:
    """Hold a rule change until the end of the transaction, as it stands now."""
    documents.lock(db)  # before it, as anyone who changes a text does
    db.refresh(change, with_for_update=True)


def of_story(db: Session, story_id: int) -> Sequence[RuleChange]:
    """Return all that was made of a story, the latest first."""
    mine = select(RuleChange).where(RuleChange.story_id == story_id)
    return db.scalars(mine.order_by(RuleChange.id.desc())).all()


def stage_of(change: RuleChange, day: date = date.min) -> Stage:
    """Return where a rule change is in its life: on a day, or as far as it has taken effect."""
    if change.undone_at is not None:
        return Stage.UNDONE
    if change.decision == ChangeDecision.ACCEPTED:
        began = change.took_effect_at is not None or (change.holds_from or day) <= day
        return Stage.IN_EFFECT if began else Stage.TO_COME
    return Stage(change.decision) if change.decision else Stage.VERIFYING


def switches(change: RuleChange) -> bool:
    """Return whether texts and keys change on its day; *annoncé*, *adopté* and *publié* never change marking."""
    return RuleState(change.state_to) in TAKING_EFFECT


def concerned(db: Session, rule_id: str) -> list[ConcernedDocument]:
    """Return the published documents that cite a rule, originals before their translations, with what rests on it."""
    published = (
        select(Document, Version)
        .join(Version, is_in_force(db))
        .where(Document.kind == kinds.MODULE.name, Document.status == DocumentStatus.PUBLISHED)
    )
    found = []
    for document, version in db.execute(published):
        module = documents.parse_module(version.text)
        questions = resting_on(module, rule_id)
        if questions or rule_id in module.cites:
            found.append(ConcernedDocument(document, version, module, questions))
    return sorted(found, key=lambda one: in_order(one.document))


def in_order(document: Document) -> tuple[str, bool, str]:
    """Return documents by module, the original first: a translation is held against what its original says then."""
    return documents.module_id_of(document), document.original_id is not None, document.id


def beginning(change: RuleChange) -> datetime:
    """Return when an accepted change begins: midnight of its day, or its decision if later."""
    decided = change.decided_at or change.proposed_at
    return max(decided, local_hour(change.holds_from, 0, ZONE)) if change.holds_from else decided


def resting_on(module: Module, rule_id: str) -> tuple[str, ...]:
    """Return the questions that cite a rule; law that cites none rests on what its module cites."""
    return tuple(
        one.id
        for one in module.questions
        if rule_id in (one.cites or (module.cites if one.nature is QuestionNature.LAW else ()))
    )


def changed(before: Module, now: Module) -> tuple[str, ...]:
    """Return the questions of a module that do not stand in another text of it as they stood."""
    stand = {one.id: one for one in now.questions}
    return tuple(one.id for one in before.questions if stand.get(one.id) != one)
