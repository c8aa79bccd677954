"""Keepsakes of a place that a learner keeps for herself: a bookmark, a private note."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from content.errors import N_, Conflict, Invalid, NotFound
from models.ground.lookups import Lookup
from models.learning import learners
from models.tables.keepsakes import Keepsake, KeepsakeKind

LONGEST_NOTE, LONGEST_NAME = 10_000, 300
"""Characters of a note; of a title or an id."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place, and its title as it stands there; raises NotFound."""

    kind: str
    id: str
    title: str
    language: str

    def __post_init__(self) -> None:
        if self.kind not in set(KeepsakeKind) or not 0 < len(self.id) <= LONGEST_NAME or not self.title:
            raise NotFound(N_("Cela ne peut pas être gardé."))


class KeptPlace(NamedTuple):
    """What a learner keeps of a place; `edition` is a mark of the note's text."""

    target: Target
    bookmarked: bool = False
    note: str = ""

    @property
    def edition(self) -> str:
        """A mark of the text of the note, to tell whether it has changed since."""
        # A hash and no counter: two tabs that write the same words do not conflict.
        return hashlib.sha256(self.note.encode()).hexdigest()[:16]


def kept(db: Session, learner_key: UUID, target: Target) -> KeptPlace:
    """Return what a learner keeps of one place."""
    row = db.get(Keepsake, (learner_key, target.kind, target.id))
    return KeptPlace(target, row.bookmarked, row.note) if row else KeptPlace(target)


def everything(db: Session, learner_key: UUID) -> Sequence[Keepsake]:
    """Return all that a learner keeps, what was changed last first."""
    mine = select(Keepsake).where(Keepsake.learner_key == learner_key)
    return db.scalars(mine.order_by(Keepsake.changed_at.desc(), Keepsake.kind, Keepsake.target)).all()


BOOKMARKED = Lookup(
    select(Keepsake.target).where(
        Keepsake.learner_key == bindparam("learner_key"), Keepsake.bookmarked, Keepsake.kind == bindparam("kind")
    ),
    lambda rows: frozenset(target for (target,) in rows),
)


def bookmarked(db: Session, learner_key: UUID, kind: KeepsakeKind) -> frozenset[str]:
    """Return the ids of all places of a kind that a learner keeps."""
    return BOOKMARKED.ask(db, learner_key=learner_key, kind=kind)


def bookmark(db: Session, learner_key: UUID, target: Target, wanted: bool, at: datetime) -> None:
    """Keep a place, or keep it no longer; its note stays."""
    row = _row(db, learner_key, target)
    if row.bookmarked != wanted:
        row.bookmarked = wanted
        _settle(db, row, target, at)


def write(db: Session, learner_key: UUID, target: Target, text: str, edition: str, at: datetime) -> None:
    """Write the note of a place over the edition that was read; an empty text takes it away.

    Raises Invalid, Conflict.
    """
    # Browsers send CRLF; the edition must be that of the text as it is kept.
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_NOTE:
        raise Invalid(
            N_("Cette note est trop longue."),
            N_("Dix mille caractères au plus. Revenez en arrière : ce que vous avez écrit y est encore."),
        )
    row = _row(db, learner_key, target)
    # The same form sent twice changes nothing, and is no conflict with itself.
    if row.note == text:
        return
    if KeptPlace(target, note=row.note).edition != edition:  # not written over unseen
        raise Conflict(
            N_("Cette note a changé entre-temps, dans une autre fenêtre."),
            N_("Revenez en arrière, copiez ce que vous avez écrit, rechargez la page et complétez la note."),
        )
    row.note = text
    _settle(db, row, target, at)


def _row(db: Session, learner_key: UUID, target: Target) -> Keepsake:
    """Return the row of a place, there or yet to be added; the learner's other writers wait."""
    learners.lock(db, learner_key)
    there = db.get(Keepsake, (learner_key, target.kind, target.id))
    return there or Keepsake(
        learner_key=learner_key, kind=target.kind, target=target.id, title="", bookmarked=False, note=""
    )


def _settle(db: Session, row: Keepsake, target: Target, at: datetime) -> None:
    row.title, row.language, row.changed_at = target.title[:LONGEST_NAME], target.language, at
    if row.bookmarked or row.note:
        db.add(row)
    elif row in db:
        db.delete(row)
    db.flush()
