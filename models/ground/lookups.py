"""Small questions about a learner, each said where its table is, sent together where a page needs many.

To send a statement costs more than to answer it: a page that names its lookups first sends one for all of them
(docs/design.md, law 15).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import iterate

from models.ground.store import ANSWERED

V = TypeVar("V")
Slot = tuple[str, int]
"""A column of rows that are sent together: a type, and a number among the columns of that type."""


@dataclass(frozen=True, eq=False)
class Lookup(Generic[V]):
    """A statement on columns with named parameters, and what is made of its rows, which nobody changes.

    Sent together with others, rows come in any order.
    """

    statement: "Select[*tuple[Any, ...]]"
    make: Callable[[Sequence[Any]], V]

    def ask(self, db: Session, **parameters: object) -> V:
        """Return what the database answers; in a session that only reads it is asked once."""
        answered: dict[Any, Any] = db.info.get(ANSWERED, {})
        key = self.key(parameters)
        if key not in answered:
            answered[key] = self.make(rows(db, self.statement, parameters))
        found: V = answered[key]
        return found

    def key(self, parameters: Mapping[str, object]) -> tuple[object, ...]:
        """Return under what the answer to these parameters is kept."""
        return self, *(parameters[name] for name in self._names)

    @cached_property
    def _names(self) -> Sequence[str]:
        parts = (part for part in iterate(self.statement) if isinstance(part, BindParameter))
        return sorted({part.key for part in parts if part.required})


def rows(
    db: Session, statement: "Select[*tuple[Any, ...]] | CompoundSelect[Any]", parameters: Mapping[str, object]
) -> Sequence[Any]:
    """Return the rows of a statement on columns, past the mapper, which takes longer than the database."""
    if db.autoflush:
        db.flush()
    return db.connection().execute(statement, parameters).all()


def ask_together(db: Session, lookups: Sequence[Lookup[Any]], **parameters: object) -> None:
    """Ask what these lookups will be asked, in one statement, in a session that only reads.

    In one that writes each asks for itself, for it must see what has just been written.
    """
    answered: dict[Any, Any] | None = db.info.get(ANSWERED)
    new = tuple(one for one in lookups if answered is not None and one.key(parameters) not in answered)
    if answered is None or not new:
        return
    statement, places = _together(new)
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows(db, statement, parameters):
        found[row[0]].append(row)
    for number, (lookup, own) in enumerate(zip(new, places, strict=True)):
        answered[lookup.key(parameters)] = lookup.make([tuple(row[place] for place in own) for row in found[number]])


@cache
def _together(lookups: tuple[Lookup[Any], ...]) -> tuple[CompoundSelect[Any], Sequence[Sequence[int]]]:
    """Return the statements as one, and by lookup the places of its columns in a row; the first tells whose it is."""
    # A subquery each: SQLite knows no ORDER BY in a part of a UNION.
    parts = [_slots(list(lookup.statement.subquery().c)) for lookup in lookups]
    slots = {slot: column for part in parts for slot, column in part.items()}
    # To PostgreSQL, NULL by itself is text: https://www.postgresql.org/docs/current/typeconv-union-case.html
    empty = {slot: cast(null(), column.type) for slot, column in slots.items()}
    filled = [
        [part.get(slot, nothing).label(f"c{place}") for place, (slot, nothing) in enumerate(empty.items())]
        for part in parts
    ]
    selects = [select(literal_column(str(number)), *columns) for number, columns in enumerate(filled)]
    places = {slot: 1 + place for place, slot in enumerate(empty)}
    return union_all(*selects), [[places[slot] for slot in part] for part in parts]


def _slots(columns: Sequence[ColumnElement[Any]]) -> dict[Slot, ColumnElement[Any]]:
    """Return columns by type and number, in their order."""
    given: Counter[str] = Counter()
    found = {}
    for column in columns:
        kind = type(column.type).__name__
        found[kind, given[kind]] = column
        given[kind] += 1
    return found
