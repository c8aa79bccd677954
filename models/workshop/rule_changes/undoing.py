"""The undoing of a rule change: before its day nothing has happened; after it, texts, keys and belief go back."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText, Conflict
from content.text.redating import NoRule, put_back_rule
from models.catalogue import coming_into_force, documents, translations, withholding
from models.catalogue.documents import RULES
from models.learning import answer_log
from models.tables.answers import CheckReason, DueCheck
from models.tables.documents import Document, Version, VersionChange, Withholding, WithholdingReason
from models.tables.rule_changes import ChangeDecision, ChangeOutcome, RuleChange
from models.workshop import publishing
from models.workshop.rule_changes import for_the_day, planning
from models.workshop.rule_changes.about import changed, in_order, lock

REASON = "rule change undone"


def undo(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    """Take an accepted rule change back. Raises Conflict.

    After its day: the rule and the texts before it are in force again, the checks that it queued are gone, answers to
    the questions that it had changed count no more, and whoever gave them is told once. What was written on top of its
    text stays, and its changed questions wait until a trainer has mended them.
    """
    lock(db, change)
    if change.decision != ChangeDecision.ACCEPTED or change.undone_at is not None:
        raise Conflict(
            N_("Ce changement n'est pas accepté, ou il est déjà annulé."),
            N_("Rechargez la page pour voir ce qu'il est devenu."),
        )
    if change.took_effect_at is not None:
        _check_latest(db, change)
        rows = [(documents.document_of(db, name), row) for name, row in for_the_day.texts(db, change).items()]
        documents.lock(db, *(document for document, _ in rows))
        _restore_rule(db, change, at, by)
        # Originals first: a twin is held against what its original says again.
        for document, row in sorted(rows, key=lambda pair: in_order(pair[0])):
            _let_go(db, change, document, at, by)
            if row.outcome == ChangeOutcome.IN_FORCE and row.version_id is not None:
                _take_back(db, document, db.get_one(Version, row.base_id), db.get_one(Version, row.version_id), at, by)
            if row.outcome in {ChangeOutcome.IN_FORCE, ChangeOutcome.HELD}:
                row.outcome = ChangeOutcome.UNDONE
            translations.withdraw(db, document, (), at, by)
    change.undone_at, change.undone_by = at, by
    planning.plan(db)


def _check_latest(db: Session, change: RuleChange) -> None:
    later = select(RuleChange.id).where(RuleChange.rule_id == change.rule_id, RuleChange.id != change.id)
    later = later.where(RuleChange.took_effect_at.is_not(None), RuleChange.undone_at.is_(None))
    after = (RuleChange.took_effect_at > change.took_effect_at) | (
        (RuleChange.took_effect_at == change.took_effect_at) & (RuleChange.id > change.id)
    )
    if db.scalar(later.where(after).limit(1)) is not None:
        raise Conflict(
            N_("Un changement plus récent de la même règle est en vigueur."),
            N_("Rien n'est annulé. Annulez d'abord le plus récent, puis celui-ci."),
        )


def _restore_rule(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    if change.rules_before_id is None:
        return
    document, before = documents.document_of(db, RULES), db.get_one(Version, change.rules_before_id)
    with suppress(NoRule):
        text = put_back_rule(documents.published_text(db, document) or "", before.text, change.rule_id)
        publishing.publish_beside_draft(db, document, text, VersionChange.MEANING, at, by)
    with suppress(NoRule, BrokenText):
        if document.draft is not None:
            documents.parse_rules(document.draft)
            document.draft = put_back_rule(document.draft, before.text, change.rule_id)


def _let_go(db: Session, change: RuleChange, document: Document, at: datetime, by: UUID) -> None:
    """Release, in every language, what was held back because of this change."""
    family = [one.id for one in documents.family(db, document)]
    held = select(Withholding).where(Withholding.document_id.in_(family), Withholding.released_at.is_(None))
    mine = held.where(Withholding.change_id == change.id)
    for row in db.scalars(mine.where(Withholding.why.in_([WithholdingReason.RULE, WithholdingReason.TWIN]))):
        row.released_at, row.released_by = at, by
    db.flush()


def _take_back(db: Session, document: Document, base: Version, version: Version, at: datetime, by: UUID) -> None:
    """Put the text of before in force again; what was answered to what had changed is annulled, and belief replayed."""
    last = documents.in_force_of(db, document) or version
    questions = changed(documents.parse_module(version.text), documents.parse_module(base.text))
    withholding.withhold(db, last, questions, WithholdingReason.KEY, at, by)
    queued = delete(DueCheck).where(DueCheck.version_id == version.id, DueCheck.reason == CheckReason.MEANING)
    # A check that was answered stays: the answer is in the log.
    db.execute(queued.where(DueCheck.done_at.is_(None)))
    since_then = Version.document_id == document.id, Version.number >= version.number
    given = publishing.given(db, questions, *since_then)
    # Somebody has built on it since: her text is not thrown away, its changed questions wait.
    if last.text == version.text:
        # put_in_force ends the draft, which is somebody's work.
        written = document.draft, document.draft_at, document.draft_by
        restored = coming_into_force.put_in_force(db, document, base.text, VersionChange.MEANING, at, by)
        document.draft, document.draft_at, document.draft_by = written
        withholding.keep_held(db, base, restored)
        publishing.tell(db, given, version, restored, at)
    answer_log.annul_all(db, given, REASON, at, by)
