"""Revisions: how often stories were changed, by which a process sees whether what it keeps of them is still true.

Each transaction that changes one raises the number by its last statement: nobody waits for it while others work, and
who sees the number sees what it counts. The counts of published.py would not do: stories are changed and deleted.
"""

from itertools import chain
from typing import Any

from sqlalchemy import event, inspect, select, text
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from models.tables.jobs import Revision
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill

STORIES = "stories"
CHANGED = "changed stories"
TOLD = (Story, StorySkill, Article)

# The same words on both databases; a row that is not there, as in tables that were emptied, is put there.
_RAISED = text(
    "INSERT INTO revision (name, number) VALUES (:what, 1)"
    " ON CONFLICT (name) DO UPDATE SET number = revision.number + 1"
)
NUMBER = select(Revision.number).where(Revision.name == STORIES).scalar_subquery()
"""The revision of stories, for a statement that asks for more."""


def note_changed(db: Session) -> None:
    """Note that a session changes stories: its commit raises their revision.

    Only statements on bare tables need it; what goes through a mapped class is noted by itself.
    """
    db.info[CHANGED] = True


def has_changed(db: Session) -> bool:
    """Return whether a session has changed stories: what it sees is not what others may keep."""
    # As a query would: what is still to be written counts.
    if db.autoflush:
        db.flush()
    return CHANGED in db.info


@event.listens_for(Session, "after_flush")
def _written(db: Session, _: UOWTransaction) -> None:
    if CHANGED not in db.info and any(map(_tells, chain(db.new, db.dirty, db.deleted))):
        note_changed(db)


def _tells(row: object) -> bool:
    if not isinstance(row, Source):
        return isinstance(row, TOLD)
    # Each visit writes its source too, and nothing of what is told.
    seen = inspect(row).attrs
    return any(seen[name].history.has_changes() for name in ("learner_key", "name", "nature", "right_to_show"))


@event.listens_for(Session, "do_orm_execute")
def _sent(sent: ORMExecuteState) -> None:
    mapper = sent.bind_mapper if sent.is_insert or sent.is_update or sent.is_delete else None
    if mapper and issubclass(mapper.class_, (*TOLD, Source)):
        note_changed(sent.session)


@event.listens_for(Session, "before_commit")
def _raise(db: Any) -> None:
    if has_changed(db):
        db.execute(_RAISED, {"what": STORIES})
