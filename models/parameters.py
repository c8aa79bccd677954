"""The sets of parameters in the database: which one is in force, and how another takes its place."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_, Unavailable
from models.estimates import Estimates
from models.ground.store import once
from models.tables.parameters import ParameterSet, Promotion, PromotionKind


class NoParametersInForce(Unavailable):
    """The database holds no promoted set: it was never set up."""

    what = N_("Le portail n'est pas encore installé.")
    then = N_("Lancez « make run » une fois.")


class NoSuchSet(LookupError):
    """No set has that number."""


class NothingToRollBack(Exception):
    """No other set was in force before this one."""


class ParametersInForce(NamedTuple):
    """One set, ready for use."""

    id: int
    estimates: Estimates


@once
def in_force(db: Session) -> ParametersInForce:
    """Return the set that the latest promotion names; raises NoParametersInForce."""
    row = db.execute(_IN_FORCE).first()
    return ready(db, *row) if row else ready(db, None, None)


def ready(db: Session, set_id: int | None, fingerprint: str | None) -> ParametersInForce:
    """Return the set that LATEST has named, for use; raises NoParametersInForce where it has named none."""
    if set_id is None or fingerprint is None:
        raise NoParametersInForce
    return ParametersInForce(set_id, _estimates(db, set_id, fingerprint))


@once
def of(db: Session, set_id: int) -> ParametersInForce:
    """Return a set, in force or not; raises NoSuchSet."""
    if (row := db.execute(_fingerprints.where(ParameterSet.id == set_id)).first()) is None:
        raise NoSuchSet(set_id)
    return ParametersInForce(row.id, _estimates(db, row.id, row.fingerprint))


# By id, not by time: the last row that was added is in force, whatever clocks say.
LATEST = select(Promotion.parameters_id).order_by(Promotion.id.desc()).limit(1).scalar_subquery()
"""The number of the set in force, for a statement that asks for more."""
_fingerprints = select(ParameterSet.id, ParameterSet.fingerprint)
_IN_FORCE = _fingerprints.where(ParameterSet.id == LATEST)


def _estimates(db: Session, set_id: int, fingerprint: str) -> Estimates:
    parsed = _shelf(fingerprint)
    if not parsed:
        row = db.get_one(ParameterSet, set_id)
        parsed.append(Estimates.from_plain({"shared": row.shared, "skills": row.skills, "questions": row.questions}))
    return parsed[0]


# An empty list to fill: the fingerprint is asked for each time, the large set behind it is read once.
@lru_cache(maxsize=8)
def _shelf(fingerprint: str) -> list[Estimates]:
    """Return the place of the one parsed set of that fingerprint."""
    return []


def add_set(
    db: Session,
    estimates: Estimates,
    model: str,
    origin: str,
    at: datetime,
    seed: int | None = None,
    **notes: dict[str, Any],
) -> ParameterSet:
    """Keep a set, not in force yet; `notes` are its `window` and its `metrics`."""
    plain, kept = estimates.plain(), {"created_at": at, "seed": seed, **notes}
    row = ParameterSet(model=model, origin=origin, fingerprint=_fingerprint(estimates), **plain, **kept)
    db.add(row)
    db.flush()
    return row


def _fingerprint(estimates: Estimates) -> str:
    # Sorted keys: the same set has the same name, in whatever order it was built.
    return hashlib.sha256(json.dumps(estimates.plain(), sort_keys=True).encode()).hexdigest()


def promote(db: Session, set_id: int, at: datetime, by: str) -> None:
    """Put a set in force; the one who promotes has the log replayed (`promotion.replay_due`). Raises NoSuchSet."""
    if db.get(ParameterSet, set_id) is None:
        raise NoSuchSet(set_id)
    _change(db, set_id, PromotionKind.PROMOTED, at, by)


def rollback(db: Session, at: datetime, by: str) -> int:
    """Put the set back that was in force before this one, as often as one likes; returns its number.

    Raises NothingToRollBack.
    """
    before = in_turn(db)[:-1]
    if not before:
        raise NothingToRollBack
    _change(db, before[-1].parameters_id, PromotionKind.ROLLED_BACK, at, by)
    return before[-1].parameters_id


def in_turn(db: Session) -> list[Promotion]:
    """Return how each set came into force, one after the other, without those taken back: the last is in force."""
    turns: list[Promotion] = []
    for change in db.scalars(select(Promotion).order_by(Promotion.id)):
        if change.kind == PromotionKind.ROLLED_BACK:
            turns.pop()
        # A set promoted twice in a row is one turn, or a rollback would seem to do nothing.
        elif not turns or change.parameters_id != turns[-1].parameters_id:
            turns.append(change)
    return turns


def is_held(db: Session) -> bool:
    """Return whether a person has put the set in force back, so that only a person may promote another."""
    return db.scalar(select(Promotion.kind).order_by(Promotion.id.desc()).limit(1)) == PromotionKind.ROLLED_BACK


def _change(db: Session, set_id: int, kind: PromotionKind, at: datetime, by: str) -> None:
    db.add(Promotion(parameters_id=set_id, kind=kind, at=at, by=by))
    db.flush()


DEFAULT = "default"


def ensure_defaults(db: Session, at: datetime) -> None:
    """Put the default parameters in force where no set is, or the default of an earlier version.

    Not where a person has put that one back: what she decided stands.
    """
    defaults, standing = Estimates(), db.scalar(select(ParameterSet).where(ParameterSet.id == LATEST))
    if standing is None:
        due = db.scalar(select(ParameterSet.id).limit(1)) is None
    else:
        earlier = standing.origin == DEFAULT and standing.fingerprint != _fingerprint(defaults)
        due = earlier and not is_held(db)
    if due:
        promote(db, add_set(db, defaults, "classic", DEFAULT, at).id, at, "set-up")
