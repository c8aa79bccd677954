"""The chain of the audit log: links over commitments, verified from the checkpoint to the head, ended at a term.

A person stands in an entry under a commitment, an HMAC of her key under a nonce that nobody else's entries share. The
links are made over commitments alone: with her key and nonces gone, the chain verifies as before, and anyone who still
knows her key has nothing to test it by. What is proved, and what is not: docs/decisions/0022-accounts-and-audit.md.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session, selectinload

from models.tables.audit import Audit, AuditCheckpoint, AuditHead, AuditParty

BEGINNING = "0" * 64
"""The link before the first."""
HEAD = 1
Told = tuple[date, str, str, Mapping[str, Any]]
"""What an entry says beside who has a part in it: its day, verb, subject and details."""
AT_ONCE = 500
"""Entries that are read together: however long the log has grown, memory holds these."""


class BreakKind(StrEnum):
    """What is wrong at a place of the chain."""

    CHECKPOINT = "checkpoint"
    """It is not signed by this house's key."""
    MISSING = "missing"
    """Another entry stands where this one stood, or none, though there are later ones."""
    CHANGED = "changed"
    """It is not what was noted: the entry, its place, or one before it."""
    PERSON = "person"
    """It names somebody else than was noted."""
    END = "end"
    """From here on entries were taken away, or put there past the chain."""


class BrokenChain(Exception):
    """The audit log is not what was noted; carries the place of the first entry that does not hold."""

    def __init__(self, place: int, kind: BreakKind) -> None:
        super().__init__(f"entry {place}: {kind}")
        self.place, self.kind = place, kind


class ChainEnd(NamedTuple):
    """The end of the chain: the one who writes it down can hold us to it."""

    place: int
    """Of the last entry: how many there have ever been."""
    link: str


def new_nonce() -> bytes:
    """Return 256 bits of chance."""
    return secrets.token_bytes(32)


def commitment(nonce: bytes, role: str, learner_key: UUID) -> str:
    """Return what binds us to a person's part in an entry without telling it: HMAC-SHA256 under its nonce."""
    return hmac.new(nonce, _plain([role, str(learner_key)]), hashlib.sha256).hexdigest()


def link(before: str, place: int, told: Told, parties: Mapping[str, str]) -> str:
    """Return the link of an entry: over the link before, its place, what is told of it, and role → commitment."""
    day, *rest = told
    return hashlib.sha256(_plain([before, place, day.isoformat(), *rest, sorted(parties.items())])).hexdigest()


def _plain(value: object) -> bytes:
    # One text for one value, whatever the order of its keys and the database that kept it.
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def lock_end(db: Session) -> ChainEnd:
    """Lock the end of the chain until this transaction is over, and return it."""
    return ChainEnd(*db.execute(_LOCK_END, {"id": HEAD, "beginning": BEGINNING}).one())


# One statement for both: it locks the row, and puts it there where there is none yet. SQLite has locked all before.
_LOCK_END = text(
    "INSERT INTO audit_head (id, place, link) VALUES (:id, 0, :beginning)"
    " ON CONFLICT (id) DO UPDATE SET place = audit_head.place RETURNING place, link"
)

# ------------------------------------------------------------------------------------------------------------- verified


def verify(db: Session, secret_keys: Sequence[str]) -> ChainEnd:
    """Follow the chain from its checkpoint to its end, and return the end. Raises BrokenChain.

    `secret_keys`: those of the house, the one in use last.
    """
    end = _begun(_checkpoint(db), secret_keys)
    for entry in _entries(db, end.place):
        end = _followed(end, entry)
    head = db.get(AuditHead, HEAD)
    noted = ChainEnd(head.place, head.link) if head else ChainEnd(0, BEGINNING)
    if noted != end:
        raise BrokenChain(min(noted.place, end.place) + 1, BreakKind.END)
    return end


def passes(db: Session, noted: ChainEnd) -> bool | None:
    """Return whether the chain goes through an end that was written down; None when its term is over.

    Of a chain that verifies, this also shows that it was not written anew since.
    """
    checkpoint = _checkpoint(db)
    if checkpoint and noted.place <= checkpoint.through:
        return noted.link == checkpoint.link if noted.place == checkpoint.through else None
    if noted.place == 0:
        return noted.link == BEGINNING
    return db.scalar(select(Audit.link).where(Audit.id == noted.place)) == noted.link


def first_day(db: Session) -> date | None:
    """Return the day of the first entry that is there."""
    return db.scalar(select(Audit.day).order_by(Audit.id).limit(1))


def _begun(checkpoint: AuditCheckpoint | None, secret_keys: Sequence[str]) -> ChainEnd:
    if checkpoint is None:
        return ChainEnd(0, BEGINNING)
    if not any(_is_signed(checkpoint, key) for key in secret_keys):
        raise BrokenChain(checkpoint.through, BreakKind.CHECKPOINT)
    return ChainEnd(checkpoint.through, checkpoint.link)


def _checkpoint(db: Session) -> AuditCheckpoint | None:
    return db.scalar(select(AuditCheckpoint).order_by(AuditCheckpoint.through.desc()).limit(1))


def _entries(db: Session, after: int, before: date | None = None) -> Iterator[Audit]:
    """Yield the entries after a place, in order; up to the first that is not from before a day, where one is given."""
    found = select(Audit).options(selectinload(Audit.parties)).order_by(Audit.id).limit(AT_ONCE)
    while rows := db.scalars(found.where(Audit.id > after)).all():
        for row in rows:
            if before is not None and row.day >= before:
                return
            yield row
        after = rows[-1].id


def _followed(end: ChainEnd, entry: Audit) -> ChainEnd:
    place = end.place + 1
    if entry.id != place:
        raise BrokenChain(place, BreakKind.MISSING)
    commitments = {one.role: one.commitment for one in entry.parties}
    told = (entry.day, entry.verb, entry.subject, entry.detail)
    if link(end.link, place, told, commitments) != entry.link:
        raise BrokenChain(place, BreakKind.CHANGED)
    if not all(map(_holds, entry.parties)):
        raise BrokenChain(place, BreakKind.PERSON)
    return ChainEnd(place, entry.link)


def _holds(party: AuditParty) -> bool:
    if party.learner_key is None or party.nonce is None:
        return party.learner_key is None and party.nonce is None
    return hmac.compare_digest(commitment(party.nonce, party.role, party.learner_key), party.commitment)


# ---------------------------------------------------------------------------------------------------- ended at its term


def end_before(db: Session, day: date, secret_keys: Sequence[str]) -> int:
    """End the entries from before a day; a checkpoint stands for them. Returns how many. Raises BrokenChain.

    They are followed first: a checkpoint is never signed for what does not hold. The signature, an HMAC under the key
    of the house, shows that this house ended them here; it shows nothing of what they said, and nothing to anyone who
    does not have the key. One under a key of before is made anew under the one in use, the last of `secret_keys`.
    """
    # Nobody appends, and nobody else ends, before this transaction is over.
    lock_end(db)
    checkpoint = _checkpoint(db)
    begun = end = _begun(checkpoint, secret_keys)
    last_day = checkpoint.day if checkpoint else None
    for entry in _entries(db, begun.place, before=day):
        end, last_day = _followed(end, entry), entry.day
    if last_day and not (checkpoint and end == begun and _is_signed(checkpoint, secret_keys[-1])):
        db.execute(delete(AuditParty).where(AuditParty.entry_id <= end.place))
        db.execute(delete(Audit).where(Audit.id <= end.place))
        db.execute(delete(AuditCheckpoint))
        signature = _signature(secret_keys[-1], end.place, last_day, end.link)
        db.add(AuditCheckpoint(through=end.place, day=last_day, link=end.link, signature=signature))
        db.flush()
    return end.place - begun.place


def name_nobody_before(db: Session, day: date) -> None:
    """Take everybody out of the entries from before a day, which stay: for a chain that is broken, and cannot end."""
    older = select(Audit.id).where(Audit.day < day)
    theirs = update(AuditParty).where(AuditParty.entry_id.in_(older), AuditParty.learner_key.is_not(None))
    db.execute(theirs.values(learner_key=None, nonce=None), execution_options={"synchronize_session": False})


def _is_signed(checkpoint: AuditCheckpoint, secret_key: str) -> bool:
    signature = _signature(secret_key, checkpoint.through, checkpoint.day, checkpoint.link)
    return hmac.compare_digest(signature, checkpoint.signature)


def _signature(secret_key: str, through: int, day: date, link: str) -> str:
    key = hmac.new(secret_key.encode(), b"audit checkpoint", hashlib.sha256).digest()
    return hmac.new(key, _plain([through, day.isoformat(), link]), hashlib.sha256).hexdigest()
