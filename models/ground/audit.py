"""The audit log: on which day what was done to what is shared, and by whom.

What a transaction notes is appended by its commit, under one lock that is held no longer; a transaction that comes to
nothing notes nothing.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, event, insert, select, update
from sqlalchemy.orm import Session, joinedload

from models.ground.audit_chain import HEAD, ChainEnd, Told, commitment, link, lock_end, new_nonce
from models.tables.audit import Audit, AuditHead, AuditParty, AuditRole, AuditVerb
from models.tables.people import Learner

NOTED, FORGOTTEN = "noted", "forgotten"
ACCOUNT = "account"
"""The subject of what is done to somebody's account: whose it is, her part of the entry says."""


def note(
    db: Session,
    actor: UUID | None,
    verb: AuditVerb,
    subject: str,
    day: date,
    parties: Mapping[AuditRole, UUID | None] = {},
    **detail: Any,
) -> None:
    """Note what this transaction does: its commit appends it.

    `actor` is none when the system acts; whom else it concerns is in `parties`, and nobody is named in `detail`.
    """
    assert not db.in_nested_transaction(), "a savepoint that is rolled back would leave its deed noted"
    # As a database gives it back: what is chained must be what is read.
    kept = json.loads(json.dumps(detail))
    there = {role: key for role, key in {AuditRole.ACTOR: actor, **parties}.items() if key is not None}
    db.info.setdefault(NOTED, []).append(((day, verb, subject, kept), there))


def forget(db: Session, learner_key: UUID) -> None:
    """Take a person out of all entries, with the commit of this transaction; what was done to what stays."""
    db.info.setdefault(FORGOTTEN, set()).add(learner_key)


# First of all that is done before a commit: anyone who holds the chain waits for nobody who waits for it.
@event.listens_for(Session, "before_commit", insert=True)
def _append_all(db: Session) -> None:
    # The release of a savepoint is no commit.
    if db.in_nested_transaction() or not (NOTED in db.info or FORGOTTEN in db.info):
        return
    # Who is erased in this transaction is gone from here on.
    db.flush()
    end, noted = lock_end(db), db.info.pop(NOTED, [])
    # Looked at under the lock: an erasure that is under way will find what is appended here, one that is over has
    # taken the learner away.
    keys = {key for _, parties in noted for key in parties.values()}
    there = set(db.scalars(select(Learner.key).where(Learner.key.in_(keys)))) if keys else set()
    for told, parties in noted:
        end = _append(db, end, told, parties, there)
    db.execute(update(AuditHead).where(AuditHead.id == HEAD).values(place=end.place, link=end.link))
    for key in db.info.pop(FORGOTTEN, ()):
        hers = update(AuditParty).where(AuditParty.learner_key == key)
        db.execute(hers.values(learner_key=None, nonce=None), execution_options={"synchronize_session": False})


def _append(
    db: Session, end: ChainEnd, told: Told, parties: Mapping[AuditRole, UUID], there: Collection[UUID]
) -> ChainEnd:
    place = end.place + 1
    nonces = {role: new_nonce() for role in parties}
    commitments: dict[str, str] = {role: commitment(nonces[role], role, key) for role, key in parties.items()}
    end = ChainEnd(place, link(end.link, place, told, commitments))
    values = dict(zip(("day", "verb", "subject", "detail"), told, strict=True))
    db.execute(insert(Audit).values(id=place, link=end.link, **values))
    rows = [
        {"entry_id": place, "role": role, "commitment": commitments[role]}
        | ({"learner_key": key, "nonce": nonces[role]} if key in there else {"learner_key": None, "nonce": None})
        for role, key in parties.items()
    ]
    if rows:
        db.execute(insert(AuditParty), rows)
    return end


# ----------------------------------------------------------------------------------------------------------------- read


def trail(db: Session, subject: str, verbs: Collection[str]) -> Sequence[Audit]:
    """Return what was done to a subject, as far as it is one of these verbs; the latest first, none past its term."""
    mine = select(Audit).where(Audit.subject == subject, Audit.verb.in_(verbs))
    return _read(db, mine.order_by(Audit.id.desc()))


def latest(db: Session, verbs: Collection[str], skipped: int, most: int) -> Sequence[Audit]:
    """Return what was done to anything, as far as it is one of these verbs; the latest first, after so many others."""
    found = select(Audit).where(Audit.verb.in_(verbs)).order_by(Audit.id.desc())
    return _read(db, found.offset(skipped).limit(most))


def _read(db: Session, found: Select[Audit]) -> Sequence[Audit]:
    return db.scalars(found.options(joinedload(Audit.parties))).unique().all()


def of(db: Session, learner_key: UUID) -> list[dict[str, Any]]:
    """Return the entries in which a person has a part, in order: her role, the day, what was done to what.

    Nobody else's part. Nor her nonces: who found such a file could tell her entries from others' when she is erased.
    """
    hers = select(AuditParty.role, Audit.day, Audit.verb, Audit.subject, Audit.detail)
    hers = hers.join(Audit, AuditParty.entry_id == Audit.id).where(AuditParty.learner_key == learner_key)
    return [dict(row) for row in db.execute(hers.order_by(Audit.id, AuditParty.role)).mappings()]
