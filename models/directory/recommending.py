"""Whether a tool may be recommended: one that asks for an account only once the data protection officer has spoken."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from content.directory.entry import EntryKind
from content.errors import N_, Conflict
from models.tables.directory import ListedEntry, ToolFinding, ToolSpeaker, ToolStatement, ToolTest

LAPSES = timedelta(days=182)
"""After how long a test is to be done again: tools change without saying so."""


def may_be_recommended(db: Session, document_id: str, day: date) -> bool:
    """Return whether an entry may be found in place, printed and copied; lists mark it. What is not listed may not.

    Services and measures always may.
    """
    one = select(ListedEntry.document_id).where(ListedEntry.document_id == document_id, recommendable(day))
    return db.scalar(one) is not None


def expect(db: Session, listed: ListedEntry, day: date) -> None:
    """Raise Conflict where an entry may not be."""
    if listed.kind == EntryKind.TOOL and not may_be_recommended(db, listed.document_id, day):
        raise Conflict(
            N_("Cet outil ne s'imprime ni ne se copie encore : il demande un compte, ou on ne le sait pas."),
            N_("Un essai qui dit qu'il s'ouvre sans compte, ou l'avis sur la protection des données, lève la réserve."),
        )


def recommendable(day: date) -> ColumnElement[bool]:
    """Return the condition on `ListedEntry` under which an entry may be recommended on a day."""
    spoken = (ToolStatement.document_id == ListedEntry.document_id, ToolStatement.speaker == ToolSpeaker.PROTECTION)
    line = exists().where(*spoken)
    return or_(ListedEntry.kind != EntryKind.TOOL, line, opens_without_account(day))


def opens_without_account(day: date) -> ColumnElement[bool]:
    """Return the condition on `ListedEntry` under which a tool is known to work without an account.

    The last test that stands tells it, before what the entry says; an entry that says that one is needed is believed.
    What nobody knows counts as needed.
    """
    own = case((ListedEntry.without_account, ToolFinding.YES), else_=ToolFinding.UNKNOWN)
    tested = select(ToolTest.without_account).where(
        ToolTest.document_id == ListedEntry.document_id, ToolTest.tested_on > day - LAPSES
    )
    last = tested.order_by(ToolTest.tested_on.desc(), ToolTest.id.desc()).limit(1).correlate(ListedEntry)
    return ~ListedEntry.asks_account & (func.coalesce(last.scalar_subquery(), own) == ToolFinding.YES)
