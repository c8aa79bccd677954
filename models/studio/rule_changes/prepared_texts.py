"""The texts prepared for the day of a rule change: another text, or nothing to change; a second person reads them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, BrokenText, Conflict, Forbidden
from models.catalogue import documents, draft_reading, drafts
from models.catalogue.published import forget_planned
from models.studio.rule_changes.stages import Stage, lock, stage_of, switches
from models.tables.documents import Document
from models.tables.rule_changes import RuleChange, RuleChangeText


class TooLate(Conflict):
    """The day of this rule change has come, or it was refused, withdrawn or undone."""

    what = N_("Ce changement a déjà pris effet, ou il a pris fin.")
    then = N_("Rien n'est gardé. Corrigez le module dans l'atelier ; revenez en arrière pour reprendre votre texte.")


def require_marking(change: RuleChange) -> None:
    """Raise Conflict where a change asks for no text."""
    if not switches(change):
        raise Conflict(
            N_("Ce qui est annoncé, adopté ou publié ne change aucune réponse attendue."),
            N_("Il n'y a pas de texte à préparer avant que la règle change vraiment."),
        )


def texts(db: Session, change: RuleChange) -> dict[str, RuleChangeText]:
    """Return what is decided so far, by document."""
    mine = select(RuleChangeText).where(RuleChangeText.change_id == change.id).order_by(RuleChangeText.document_id)
    return {row.document_id: row for row in db.scalars(mine)}


def write(
    db: Session, change: RuleChange, document: Document, text: str, opened: str, at: datetime, by: UUID
) -> RuleChangeText:
    """Keep the text of a document for the day, readable or not; it waits for its second reader.

    `opened` is the fingerprint of the text that the writer started from: raises drafts.DraftMoved when another has
    been kept since, Invalid, Conflict, TooLate.
    """
    row = _row(db, change, document, at)
    kept = text.replace("\r\n", "\n")
    drafts.check_length(kept)
    if opened not in {drafts.fingerprint(prepared(db, row, document)), drafts.fingerprint(kept)}:
        raise drafts.DraftMoved
    return _written(db, row, kept, at, by)


def leave(db: Session, change: RuleChange, document: Document, at: datetime, by: UUID) -> RuleChangeText:
    """Decide « Rien à changer »: what a document asks stays right on the day. Raises Conflict, TooLate."""
    return _written(db, _row(db, change, document, at), None, at, by)


def prepared(db: Session, row: RuleChangeText | None, document: Document) -> str:
    """Return the text for the day as far as it is written, else the one in force."""
    written = row.text if row else None
    return written if written is not None else documents.published_text(db, document) or ""


def has_moved(db: Session, row: RuleChangeText, document: Document) -> bool:
    """Return whether another version is in force than the one for which this was decided, or that it became."""
    found = documents.in_force_of(db, document)
    return found is None or found.id not in {row.base_id, row.version_id}


def _row(db: Session, change: RuleChange, document: Document, at: datetime) -> RuleChangeText:
    lock(db, change)
    require_marking(change)
    if stage_of(change) not in {Stage.VERIFYING, Stage.TO_COME}:
        raise TooLate
    base = documents.in_force_of(db, document)
    if base is None:
        raise documents.UnknownModule
    row = texts(db, change).get(document.id)
    row = row or RuleChangeText(change_id=change.id, document_id=document.id, written_at=at)
    row.base_id = base.id
    return row


def _written(db: Session, row: RuleChangeText, text: str | None, at: datetime, by: UUID) -> RuleChangeText:
    row.text = text
    row.written_by, row.written_at, row.read_by, row.read_at = by, at, None, None
    db.add(row)
    forget_planned(db)
    db.flush()
    return row


def read(db: Session, change: RuleChange, row: RuleChangeText, at: datetime, by: UUID) -> None:
    """Vouch, as a second reader, for what becomes of a document. Raises Forbidden, TooLate, BrokenText…"""
    lock(db, change)
    if stage_of(change) not in {Stage.VERIFYING, Stage.TO_COME}:
        raise TooLate
    if row.written_by == by:
        raise Forbidden(
            N_("C'est votre propre texte : une autre personne doit le relire."),
            N_("Rien n'est changé. Le texte est gardé."),
        )
    check(db, change, row)
    row.read_by, row.read_at = by, at
    forget_planned(db)
    db.flush()


def read_all(db: Session, change: RuleChange, at: datetime, by: UUID) -> None:
    """Vouch for all that others have written and that can be published; what is broken waits."""
    for row in texts(db, change).values():
        if row.read_by is None and row.written_by != by and is_sound(db, change, row):
            row.read_by, row.read_at = by, at
    db.flush()


def seal(db: Session, change: RuleChange) -> str:
    """Return a short name for all that is prepared, so that nobody vouches for what she has not seen."""
    rows = texts(db, change).values()
    return drafts.fingerprint("\0".join(f"{row.document_id}\0{row.text}\0{row.base_id}" for row in rows))


def is_sound(db: Session, change: RuleChange, row: RuleChangeText) -> bool:
    """Return whether a text could be published as it is, if its original is by then."""
    try:
        check(db, change, row)
    except (BrokenText, draft_reading.OtherId, draft_reading.QuestionTaken, documents.UnknownModule):
        return False
    return True


def check(db: Session, change: RuleChange, row: RuleChangeText) -> None:
    """Raise what keeps a text from being published: BrokenText, OtherId, QuestionTaken, UnknownModule."""
    if row.text is not None:
        document = documents.document_of(db, row.document_id)
        # A translation is held against what its original says on the day, where that is written.
        then = texts(db, change).get(document.original_id or "")
        original = documents.parse_module(then.text) if then and then.text is not None else None
        draft_reading.read_draft(db, document, row.text, original=original)
