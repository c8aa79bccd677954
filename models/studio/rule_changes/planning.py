"""What accepted rule changes bring: versions written before their day, and what follows once that day has come."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content.errors import BrokenText
from content.module import Module
from content.readings import ReadingManner
from content.rules import RuleState
from content.text.redating import NoRule, restate_rule
from content.text.translations import moved_on
from models.catalogue import (
    attestations,
    coming_into_force,
    documents,
    draft_reading,
    in_force,
    suspensions,
    translations,
)
from models.catalogue.documents import RULES
from models.catalogue.published import DAY, day_of, forget_planned, read_on
from models.ground import audit
from models.ground.calendar import local_day
from models.studio import publishing
from models.studio.publishing import Refused
from models.studio.rereading import RULE_AGAIN
from models.studio.rule_changes import prepared_texts
from models.studio.rule_changes.stages import (
    AWAITED,
    NOT_YET,
    ZONE,
    beginning,
    changed,
    concerned,
    in_order,
    lock,
    switches,
)
from models.tables.attestations import AttestationKind
from models.tables.audit import AuditVerb
from models.tables.documents import Document, DocumentStatus, SuspensionReason, Version, VersionChange
from models.tables.rule_changes import ChangeOutcome, RuleChange, RuleChangeText


def plan(db: Session) -> None:
    """Write what accepted changes bring on days to come, anew."""
    documents.lock(db)
    forget_planned(db)
    said, today = db.info.get(DAY), day_of(db)
    # Two who plan at once: the second one plans on what the first has left.
    to_come = AWAITED.where(RuleChange.holds_from > today, ~RuleChange.is_planned)
    for change in db.scalars(to_come.order_by(RuleChange.holds_from, RuleChange.id).with_for_update()).all():
        # As it will be then: a later change builds on an earlier one.
        read_on(db, change.holds_from)
        bring(db, change)
    read_on(db, said)


def bring(db: Session, change: RuleChange) -> None:
    """Write what a change brings from its day on, one document after the other."""
    # What is in force stays so until something else takes effect.
    if switches(change) or RuleState(change.state_from) in NOT_YET:
        _restate(db, change)
    for document, row, questions in texts_touched(db, change) if switches(change) else ():
        base = documents.in_force_of(db, document)
        # « Rien à changer », found by two people.
        if base is None or (row is not None and stays(row)):
            continue
        module = _becoming(db, document, base, row) if row is not None else None
        if row is not None and module is not None:
            _switch(db, change, document, base, row, module)
        else:
            _hold_back(db, change, base, questions, SuspensionReason.RULE)
    change.is_planned = True
    db.flush()


# ------------------------------------------------------------------------------------------------------------- the rule


def restated(change: RuleChange, rules: str) -> str:
    """Return the rules as they are from the day of a change on; raises NoRule."""
    return restate_rule(rules, change.rule_id, _values(change))


def _restate(db: Session, change: RuleChange) -> None:
    document = documents.document_of(db, RULES)
    base = documents.in_force_of(db, document)
    if base is None:
        return
    # A rule that cannot be restated leaves the rest of the day's changes standing.
    with suppress(NoRule, BrokenText):
        text = restated(change, base.text)
        documents.parse_rules(text)
        after = _add_version(db, document, text, change, change.proposed_by)
        change.rules_before_id, change.rules_after_id = base.id, after.id


def _values(change: RuleChange) -> Mapping[str, str | date]:
    read_on = local_day(change.decided_at or change.proposed_at, ZONE)
    values: dict[str, str | date] = {
        "state": change.state_to,
        "address": change.address,
        "read_on": read_on,
        # Anyone who accepts a change has read the page that tells it.
        "manner": ReadingManner.LIVE,
        # Counted from the day itself: read again before it begins, the rule would only be its announcement.
        "review_by": max(read_on, change.holds_from or read_on) + RULE_AGAIN,
    }
    if change.state_to == RuleState.IN_FORCE and change.holds_from:
        values["valid_from"] = change.holds_from
    if change.state_to == RuleState.IN_FORCE and change.holds_until:
        values["valid_until"] = change.holds_until
    return values


# ------------------------------------------------------------------------------------------------------------ the texts


def texts_touched(db: Session, change: RuleChange) -> list[tuple[Document, RuleChangeText | None, tuple[str, ...]]]:
    """Return the documents that a change touches, originals before their translations.

    With each comes what is decided of it, and its questions that rest on the rule.
    """
    rows = prepared_texts.texts(db, change)
    resting = {one.document.id: one.questions for one in concerned(db, change.rule_id)}
    found = sorted((documents.document_of(db, name) for name in {*rows, *resting}), key=in_order)
    return [(one, rows.get(one.id), resting.get(one.id, ())) for one in found]


def stays(row: RuleChangeText) -> bool:
    """Return whether two people have found that nothing is to change in a document."""
    return row.read_by is not None and row.text is None and row.written_by is not None


def _becoming(db: Session, document: Document, base: Version, row: RuleChangeText) -> Module | None:
    """Return the module of a document on the day; None if unwritten, unread or no longer fitting."""
    # Written for another version: what was read no longer stands on what is in force.
    if row.text is None or row.read_by is None or row.base_id != base.id or document.status != DocumentStatus.PUBLISHED:
        return None
    try:
        return draft_reading.read_draft(db, document, row.text)
    except Refused:
        return None


def _switch(
    db: Session, change: RuleChange, document: Document, base: Version, row: RuleChangeText, module: Module
) -> None:
    old, text = documents.parse_module(base.text), row.text or ""
    if row.read_by is not None:
        parts = attestations.parts_of(document, text, AttestationKind.LAW, AttestationKind.PLAIN)
        attestations.note_read(db, parts, row.written_at, row.read_by, change.holds_from)
    _hold_back(db, change, base, changed(old, module), SuspensionReason.RULE)
    # What has changed, for those who had learned: the name of the rule.
    rule = in_force.rules(db).get(change.rule_id)
    word = rule.name[document.language or "fr"] if rule else ""
    version = _add_version(db, document, text, change, row.written_by, word)
    row.version_id = version.id
    unread = attestations.unread(db, attestations.dialogue_parts(document.id, module))
    _hold_back(db, change, version, [one.name for one in unread], SuspensionReason.CONCERNED, row.written_by)
    elsewhere = moved_on(old, module) if document.original_id is None else ()
    for other, questions in translations.to_withdraw(db, document, elsewhere):
        _hold_back(db, change, other, questions, SuspensionReason.TRANSLATION, row.written_by)


def _hold_back(
    db: Session,
    change: RuleChange,
    version: Version,
    questions: Iterable[str],
    why: SuspensionReason,
    by: UUID | None = None,
) -> None:
    suspensions.suspend(db, version, questions, why, beginning(change), by, change.holds_from, change.id)


def _add_version(
    db: Session, document: Document, text: str, change: RuleChange, by: UUID | None, word: str = ""
) -> Version:
    version = Version(
        document_id=document.id,
        number=coming_into_force.latest_number(db, document) + 1,
        text=text,
        change=VersionChange.MEANING,
        changes={},
        word=word,
        published_at=beginning(change),
        published_by=by,
        in_force_from=change.holds_from,
    )
    db.add(version)
    db.flush()
    return version


# ------------------------------------------------------------------ the day of a rule change, from midnight in Brussels


def bring_effect(db: Session, change: RuleChange, at: datetime) -> bool:
    """Let a change that is due take effect, once, no matter who asks; returns whether it has now."""
    # Worker and form may both come to it: the second one finds that it has taken effect.
    lock(db, change)
    if change.took_effect_at is not None or change.undone_at is not None:
        return False
    if not change.is_planned:  # accepted on its day, or later
        forget_planned(db)
        bring(db, change)
    touched = texts_touched(db, change) if switches(change) else []
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
            document.draft = restated(change, document.draft)


def _follow(db: Session, change: RuleChange, document: Document, row: RuleChangeText | None, at: datetime) -> None:
    """Note what has become of a document: its text of the day is in force, or what rests on the rule is held back."""
    base = documents.in_force_of(db, document)
    if base is None:
        return
    if row is None:
        row = RuleChangeText(change_id=change.id, document_id=document.id, base_id=base.id, written_at=at)
        db.add(row)
    if stays(row):
        row.outcome = ChangeOutcome.UNCHANGED
    elif row.version_id is not None:
        row.outcome = ChangeOutcome.IN_FORCE
        publishing.follow(db, document, db.get_one(Version, row.version_id), at)
    else:
        row.outcome, row.base_id = ChangeOutcome.HELD, base.id
        coming_into_force.let_be_found(db, documents.module_id_of(document))
