"""Who does what is due: leases on rows, slots of periodic work. The same statements on SQLite and PostgreSQL.

A claim is a conditional UPDATE, and only the worker whose UPDATE changed the row does the work. A lease is its own
token: those of one row only ever grow, so that the instant at which it ends tells whose it is.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Executable,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    inspect,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from models.tables.base import Base
from models.tables.jobs import Slot

if TYPE_CHECKING:
    from sqlalchemy.dialects.sqlite import Insert as Upsert

LEASE = timedelta(minutes=5)
"""Longer than any piece of work may last; what a killed worker held is free after that."""
TURN = "turn"
TICK, TIDY, REFIT, REFIT_DIED, FIGURES = "tick", "tidy", "refit", "refit died", "figures"
"""The periodic jobs; that a refit has died is a turn of its own, taken after the one that began it."""


class LeaseLost(Exception):
    """The work took longer than its lease and somebody else has it now: nothing of it may be kept."""


def free(table: type[Base], at: datetime) -> ColumnElement[bool]:
    """Return whether nobody holds a row."""
    lease = table.__table__.c.lease_until
    return or_(lease.is_(None), lease < at)


def claim(
    db: Session, table: type[Base], key: object, at: datetime, ready: ColumnElement[bool], **values: object
) -> datetime | None:
    """Take a row that is ready, and set values in it; returns the lease, or None when it is not ready or not free."""
    lease = at + LEASE
    taking = update(_table(table)).where(_key(table) == key, free(table, at), ready)
    # The count of changed rows is the answer: only one of two UPDATEs at once finds the row free.
    return lease if _changes(db, taking.values(lease_until=lease, **values)) == 1 else None


def claim_all(
    db: Session, table: type[Base], keys: Collection[Any], at: datetime, ready: ColumnElement[bool], **values: object
) -> set[Any]:
    """Take, until `at + LEASE`, those rows that are ready and that nobody else is about to take; returns their keys."""
    key = _key(table)
    # PostgreSQL: SKIP LOCKED, so that two workers share the rows; SQLite has one writer and leaves the clause out.
    takeable = select(key).where(key.in_(keys), free(table, at), ready).with_for_update(skip_locked=True)
    mine = set(db.scalars(takeable)) if keys else set()
    if mine:
        _changes(db, update(_table(table)).where(key.in_(mine)).values(lease_until=at + LEASE, **values))
    return mine


def finish(db: Session, table: type[Base], key: object, lease: datetime, **values: object) -> None:
    """Give a row back with what became of it; raises LeaseLost when somebody else holds it now.

    What was done is kept in the same transaction, so that the exception undoes it.
    """
    told = {"held_key": key, "held_until": lease, "lease_until": None, **values}
    # The lease stands in the WHERE: a worker that was too slow changes nothing (docs/decisions/0003).
    if _changes(db, _giving_back(table), told) != 1:
        raise LeaseLost(f"{table.__tablename__} {key}")


def insert_new(db: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those rows that break no unique constraint; returns how many."""
    return _changes(db, _inserting_new(table, db.get_bind().dialect.name), rows) if rows else 0


def insert_found(db: Session, table: type[Base], found: "Select[*tuple[Any, ...]]", **same: Any) -> int:
    """Insert a row for each that a statement finds, unless it breaks a unique constraint; returns how many.

    The columns of the statement are named as the table's; `same`: values that all rows share.
    """
    columns = _table(table).c
    rows = found.add_columns(*(literal(value, columns[name].type).label(name) for name, value in same.items()))
    names = [column.name for column in rows.selected_columns]
    return _changes(db, _inserting_new(table, db.get_bind().dialect.name).from_select(names, rows))


def add_to(db: Session, table: type[Base], place: Mapping[str, Any], number: int = 1) -> None:
    """Count something once more, or so many times more, in the row of a place, which is begun where there is none."""
    insert_new(db, table, [{**place, "number": 0}])
    # In one statement: of those who count at once, none is lost.
    count = _table(table).c.number
    here = (_table(table).c[name] == value for name, value in place.items())
    db.execute(update(_table(table)).where(*here).values(number=count + number))


def take_slot(db: Session, kind: str, slot: str, at: datetime) -> bool:
    """Return whether this turn of a periodic job is ours: of those who ask for one slot, only one gets it."""
    return insert_new(db, Slot, [{"kind": kind, "slot": slot, "taken_at": at}]) == 1


def is_taken(db: Session, kind: str, slot: str) -> bool:
    """Return whether somebody has, or has had, this turn."""
    return db.get(Slot, (kind, slot)) is not None


def forget_slots(db: Session, kind: str, before: datetime) -> None:
    """Forget old turns."""
    db.execute(delete(Slot).where(Slot.kind == kind, Slot.taken_at < before))


def forget(db: Session, kind: str, slots: Collection[str]) -> None:
    """Forget these turns: they may be taken again."""
    db.execute(delete(Slot).where(Slot.kind == kind, Slot.slot.in_(slots)))


def wait_turn(db: Session, what: str, at: datetime) -> None:
    """Lock something until the end of the transaction; others wait here."""
    # A row that is there can be locked: the first who waits puts it there.
    # https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS
    take_slot(db, TURN, what, at)
    db.execute(select(Slot).where(Slot.kind == TURN, Slot.slot == what).with_for_update())


# To build a statement takes longer than to run it: those of every visit are built once.


@cache
def _giving_back(table: type[Base]) -> Update:
    mine = table.__table__.c.lease_until == bindparam("held_until")
    return update(_table(table)).where(_key(table) == bindparam("held_key"), mine)


@cache
def _inserting_new(table: type[Base], dialect: str) -> Insert:
    return upsert_into(table, dialect).on_conflict_do_nothing()


def upsert_into(table: type[Base], dialect: str) -> "Upsert":
    """Return an INSERT that takes ON CONFLICT, on either database: both write the same text."""
    # SQLAlchemy has this clause in its dialects only, and each is slow to load.
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]
    return insert(_table(table))


def _table(table: type[Base]) -> Table:
    """Return the table of a statement that leaves the objects of the session alone."""
    return cast(Table, table.__table__)


def _key(table: type[Base]) -> ColumnElement[Any]:
    (column,) = inspect(table).primary_key
    return column


def _changes(
    db: Session, statement: Executable, told: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
) -> int:
    # SQLAlchemy keeps no count of an INSERT unless it is told to.
    options = {"preserve_rowcount": True}
    return cast(CursorResult[Any], db.execute(statement, told, execution_options=options)).rowcount
