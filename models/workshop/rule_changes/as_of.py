"""Rule changes read as of their day, before anybody has written them: a dead clock leaves no law of yesterday."""

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from sqlalchemy.orm import Session

from content.module import Module
from content.problems import BrokenText
from content.redating import NoRule
from content.translations import moved
from models.catalogue import attestations, documents, translations, withholding
from models.catalogue.documents import RULES
from models.catalogue.of_the_day import Pending
from models.tables.attestations import AttestationKind
from models.tables.documents import Document, Version, VersionChange, WithholdingReason
from models.tables.rule_changes import RuleChange, RuleChangeText
from models.workshop.rule_changes.about import beginning, changed, switches
from models.workshop.rule_changes.taking_effect import becoming, restated, stays, touched, word_of, writes_rule


def find(db: Session, found: Pending, changes: Iterable[RuleChange]) -> None:
    """Add what follows from changes that are due and that nobody has written.

    Decided as taking_effect decides it, one change and one document after the other. What can be searched, checks,
    and the audit log follow when it takes effect.
    """
    for change in changes:
        found.changes.add(change.id)
        if writes_rule(change):
            _restate(db, found, change)
        for document, row, questions in touched(db, change) if switches(change) else ():
            base = documents.in_force_of(db, document)
            # « Rien à changer », found by two people.
            if base is None or (row is not None and stays(row)):
                continue
            module = becoming(db, document, base, row) if row is not None else None
            if row is not None and module is not None:
                _switch(db, found, change, document, base, row, module)
            else:
                found.withholdings += withholding.withholdings(
                    db, base, questions, WithholdingReason.RULE, beginning(change), by=None
                )


def _restate(db: Session, found: Pending, change: RuleChange) -> None:
    document = documents.document_of(db, RULES)
    base = documents.in_force_of(db, document)
    if base is None:
        return
    with suppress(NoRule, BrokenText):
        text = restated(change, base.text)
        documents.read_text(document, text)
        # In the order of writing: a later change of the day builds on this one.
        found.versions.append(_version(base, text, change, change.proposed_by))


def _switch(
    db: Session,
    found: Pending,
    change: RuleChange,
    document: Document,
    base: Version,
    row: RuleChangeText,
    module: Module,
) -> None:
    old, since = documents.parse_module(base.text), beginning(change)
    if row.read_by is not None:
        parts = attestations.parts_of(document, row.text or "", AttestationKind.LAW, AttestationKind.PLAIN)
        found.readings += attestations.new_rows(db, parts, row.written_at, row.read_by)
    found.withholdings += withholding.withholdings(
        db, base, changed(old, module), WithholdingReason.RULE, since, by=None
    )
    word = word_of(db, change, document)
    version = _version(base, row.text or "", change, row.written_by, word)
    unread = attestations.unread(db, attestations.dialogue_parts(document.id, module))
    found.withholdings += withholding.withholdings(
        db, version, [part.name for part in unread], WithholdingReason.CONCERNED, since, row.written_by
    )
    found.versions.append(version)
    elsewhere = moved(old, module) if document.original_id is None else ()
    for version, questions in translations.to_withdraw(db, document, elsewhere):
        found.withholdings += withholding.withholdings(
            db, version, questions, WithholdingReason.TWIN, since, row.written_by
        )


def _version(base: Version, text: str, change: RuleChange, by: UUID | None, word: str = "") -> Version:
    return Version(
        document_id=base.document_id,
        number=base.number + 1,
        text=text,
        change=VersionChange.MEANING,
        changes={},
        word=word,
        published_at=beginning(change),
        published_by=by,
    )
