"""The day of a rule change, from midnight in Brussels: the rule is restated, texts and keys switch, checks begin."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.module import Module
from content.problems import BrokenText
from content.readings import ReadingManner
from content.redating import NoRule, restate_rule
from content.rules import RuleState
from models.catalogue import attestations, coming_into_force, draft_reading, in_force, withholding
from models.catalogue import documents as catalogue_documents
from models.catalogue.documents import RULES
from models.ground import audit
from models.ground.calendar import local_day
from models.tables.attestations import AttestationKind
from models.tables.audit import AuditVerb
from models.tables.documents import Document, DocumentStatus, Version, VersionChange, WithholdingReason
from models.tables.rule_changes import ChangeOutcome, RuleChange, RuleChangeText
from models.workshop import publishing
from models.workshop.publishing import Refused
from models.workshop.rereading import RULE_AGAIN
from models.workshop.rule_changes import for_the_day
from models.workshop.rule_changes.about import NOT_YET, ZONE, changed, concerned, in_order, lock, switches


def take(db: Session, changes: Sequence[RuleChange], at: datetime) -> list[RuleChange]:
    """Let changes that are due take effect, each once, whoever asks; returns what has."""
    return [change for change in changes if _take(db, change, at)]


def _take(db: Session, change: RuleChange, at: datetime) -> bool:
    # Worker and form may both come to it: the second one finds that it has taken effect.
    lock(db, change)
    if change.took_effect_at is not None or change.undone_at is not None:
        return False
    if writes_rule(change):
        _restate(db, change, at)
    if switches(change):
        _switch_all(db, change, at)
    change.took_effect_at = at
    db.flush()
    day = local_day(at, ZONE)
    audit.note(db, None, AuditVerb.CHANGE_TAKES_EFFECT, subject_of(change), day, rule=change.rule_id)
    return True


def subject_of(change: RuleChange) -> str:
    """Return the name of a rule change in the audit log."""
    return f"rule change:{change.id}"


def writes_rule(change: RuleChange) -> bool:
    """Return whether a change alters the rules: what is in force stays so until something else takes effect."""
    return switches(change) or RuleState(change.state_from) in NOT_YET


# ---------------------------------------------------------------------------------------------------------- the rule


def restated(change: RuleChange, rules: str) -> str:
    """Return the rules as they are from the day of a change on; raises NoRule."""
    return restate_rule(rules, change.rule_id, _values(change))


def _restate(db: Session, change: RuleChange, at: datetime) -> None:
    document = catalogue_documents.document_of(db, RULES)
    catalogue_documents.lock(db, document)
    before = db.get_one(Version, document.published_id)
    try:
        # A savepoint: a rule that cannot be restated leaves the rest of the day's changes standing.
        with db.begin_nested():
            text = restated(change, before.text)
            version = publishing.publish_beside_draft(db, document, text, VersionChange.MEANING, at, change.proposed_by)
    except (NoRule, *Refused):
        return
    change.rules_before_id, change.rules_after_id = before.id, version.id
    with suppress(NoRule, BrokenText):  # What somebody is writing must not take the change back unawares.
        if document.draft is not None:
            catalogue_documents.read_text(document, document.draft)
            document.draft = restated(change, document.draft)


def _values(change: RuleChange) -> Mapping[str, str | date]:
    read_on = local_day(change.decided_at or change.proposed_at, ZONE)
    values: dict[str, str | date] = {
        "state": change.state_to,
        "address": change.address,
        "read_on": read_on,
        # Whoever accepts a change has read the page that tells it.
        "manner": ReadingManner.LIVE,
        # Counted from the day itself: read again before it begins, the rule would only be its announcement.
        "review_by": max(read_on, change.holds_from or read_on) + RULE_AGAIN,
    }
    if change.state_to == RuleState.IN_FORCE and change.holds_from:
        values["valid_from"] = change.holds_from
    if change.state_to == RuleState.IN_FORCE and change.holds_until:
        values["valid_until"] = change.holds_until
    return values


# ---------------------------------------------------------------------------------------------------------- the texts


class Touched(NamedTuple):
    """A document that a change touches, what is decided of it, and its questions that rest on the rule."""

    document: Document
    row: RuleChangeText | None
    questions: tuple[str, ...]


def touched(db: Session, change: RuleChange) -> list[Touched]:
    """Return what a change touches, originals before their twins."""
    rows = for_the_day.texts(db, change)
    resting = {one.document.id: one.questions for one in concerned(db, change.rule_id)}
    documents = sorted((catalogue_documents.document_of(db, name) for name in {*rows, *resting}), key=in_order)
    return [Touched(one, rows.get(one.id), resting.get(one.id, ())) for one in documents]


def stays(row: RuleChangeText) -> bool:
    """Return whether two people have found that nothing is to change in a document."""
    return row.read_by is not None and row.text is None and row.written_by is not None


def becoming(db: Session, document: Document, base: Version, row: RuleChangeText) -> Module | None:
    """Return the module of a document on the day; None if unwritten, unread or no longer fitting."""
    # Written for another version: what was read no longer stands on what is in force.
    if row.text is None or row.read_by is None or row.base_id != base.id or document.status != DocumentStatus.PUBLISHED:
        return None
    try:
        return draft_reading.read_draft(db, document, row.text)
    except Refused:
        return None


def word_of(db: Session, change: RuleChange, document: Document) -> str:
    """Return what has changed, for those who had learned: the name of the rule."""
    rule = in_force.rules(db).get(change.rule_id)
    return rule.name[document.language or "fr"] if rule else ""


def _switch_all(db: Session, change: RuleChange, at: datetime) -> None:
    for document, row, questions in touched(db, change):
        catalogue_documents.lock(db, document)
        base = catalogue_documents.in_force_of(db, document)
        if base is not None:
            _switch(db, change, document, base, row or _undecided(db, change, document, base, at), questions, at)
    db.flush()


def _undecided(db: Session, change: RuleChange, document: Document, base: Version, at: datetime) -> RuleChangeText:
    row = RuleChangeText(change_id=change.id, document_id=document.id, base_id=base.id, written_at=at)
    db.add(row)
    return row


def _switch(
    db: Session,
    change: RuleChange,
    document: Document,
    base: Version,
    row: RuleChangeText,
    questions: Iterable[str],
    at: datetime,
) -> None:
    """Put the day's text in force where it is read and still fits; else hold back what rests on the rule."""
    if stays(row):
        row.outcome = ChangeOutcome.UNCHANGED
    elif module := becoming(db, document, base, row):
        row.outcome, row.version_id = ChangeOutcome.IN_FORCE, _put_in_force(db, change, document, base, row, module, at)
    else:
        row.outcome, row.base_id = ChangeOutcome.HELD, base.id
        hold_back(db, document, base, questions, at)


def hold_back(db: Session, document: Document, version: Version, questions: Iterable[str], at: datetime) -> None:
    """Hold back questions in a version and those before; who had one on her page before may answer it."""
    withholding.withhold(db, version, questions, WithholdingReason.RULE, at, by=None)
    coming_into_force.let_be_found(db, catalogue_documents.module_id_of(document))


def _put_in_force(
    db: Session,
    change: RuleChange,
    document: Document,
    base: Version,
    row: RuleChangeText,
    module: Module,
    at: datetime,
) -> int:
    text, word = row.text or "", word_of(db, change, document)
    if row.read_by is not None:
        parts = attestations.parts_of(document, text, AttestationKind.LAW, AttestationKind.PLAIN)
        attestations.vouch(db, parts, row.written_at, row.read_by)
    withholding.withhold(
        db, base, changed(catalogue_documents.parse_module(base.text), module), WithholdingReason.RULE, at, by=None
    )
    publish = publishing.publish_beside_draft
    return publish(db, document, text, VersionChange.MEANING, at, row.written_by, word).id
