"""The day of a rule change, from midnight in Brussels: what follows from the texts that are in force from then on."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.text.redating import NoRule
from models.catalogue import coming_into_force, documents
from models.catalogue.documents import RULES
from models.catalogue.to_come import forget_planned
from models.ground import audit
from models.ground.calendar import local_day
from models.tables.audit import AuditVerb
from models.tables.documents import Document, Version
from models.tables.rule_changes import ChangeOutcome, RuleChange, RuleChangeText
from models.workshop import publishing
from models.workshop.rule_changes import planning
from models.workshop.rule_changes.about import ZONE, lock, switches


def take(db: Session, change: RuleChange, at: datetime) -> bool:
    """Let a change that is due take effect, once, whoever asks; returns whether it has now."""
    # Worker and form may both come to it: the second one finds that it has taken effect.
    lock(db, change)
    if change.took_effect_at is not None or change.undone_at is not None:
        return False
    if not change.is_planned:  # accepted on its day, or later
        forget_planned(db)
        planning.bring(db, change)
    touched = planning.touched(db, change) if switches(change) else []
    documents.lock(db, *(document for document, *_ in touched))
    if change.rules_after_id is not None:
        _follow_rule(db, change, db.get_one(Version, change.rules_after_id), at)
    for document, row, _ in touched:
        _follow(db, change, document, row, at)
    change.took_effect_at = at
    db.flush()
    day = local_day(at, ZONE)
    audit.note(db, None, AuditVerb.CHANGE_TAKES_EFFECT, subject_of(change), day, rule=change.rule_id)
    return True


def subject_of(change: RuleChange) -> str:
    """Return the name of a rule change in the audit log."""
    return f"rule change:{change.id}"


def _follow_rule(db: Session, change: RuleChange, after: Version, at: datetime) -> None:
    document = documents.document_of(db, RULES)
    publishing.follow(db, document, after, at)
    with suppress(NoRule, BrokenText):  # What somebody is writing must not take the change back unawares.
        if document.draft is not None:
            documents.parse_rules(document.draft)
            document.draft = planning.restated(change, document.draft)


def _follow(db: Session, change: RuleChange, document: Document, row: RuleChangeText | None, at: datetime) -> None:
    """Note what has become of a document: its text of the day is in force, or what rests on the rule is held back."""
    base = documents.in_force_of(db, document)
    if base is None:
        return
    if row is None:
        row = RuleChangeText(change_id=change.id, document_id=document.id, base_id=base.id, written_at=at)
        db.add(row)
    if planning.stays(row):
        row.outcome = ChangeOutcome.UNCHANGED
    elif row.version_id is not None:
        row.outcome = ChangeOutcome.IN_FORCE
        publishing.follow(db, document, db.get_one(Version, row.version_id), at)
    else:
        row.outcome, row.base_id = ChangeOutcome.HELD, base.id
        coming_into_force.let_be_found(db, documents.module_id_of(document))
