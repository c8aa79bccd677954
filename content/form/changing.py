"""What a button of a form does to its rows: one more, one less, one moved past its neighbour."""

from collections.abc import Callable
from typing import Any, TypeVar

from content.form.posted import Fields, MalformedForm, Path, PostedForm, RowChange

Rows = tuple[Any, ...]
VERBS = ("add", "remove", "up", "down", "begin")
Begun = Callable[[Path, str], Any]
"""The row that begins, of the field at a path, of some kind."""
_T = TypeVar("_T", bound=tuple[Any, ...])


def change_of(said: str, form: PostedForm) -> RowChange | None:
    """Return what a button says, `add:cards`, `add:questions:text`, `remove:cards-0`; nothing where it is no such.

    Raises MalformedForm where there is no such row.
    """
    verb, *rest = said.split(":")
    if verb not in VERBS or not rest:
        return None
    return RowChange(verb, form.path(rest[0]), "".join(rest[1:2]))


def changed(fields: Fields, change: RowChange, begun: Begun) -> tuple[Fields, Path]:
    """Return the fields after a change, and the way to the row that one goes on with; raises MalformedForm.

    Of a list of which one row is open, the row to begin in is that to be opened.
    """
    if change.verb == "begin":
        return fields, _opened(fields, change)
    if change.verb == "add":
        rows = rows_at(fields, change.path)
        after = with_rows(fields, change.path, (*rows, begun(change.path, change.what)))
        return after, (*change.path, len(rows))
    way = change.path[:-1]
    rows, place = rows_after(rows_at(fields, way), change)
    return with_rows(fields, way, rows), (*way, place)


def _opened(fields: Fields, change: RowChange) -> Path:
    rows, place = rows_at(fields, change.path[:-1]), change.path[-1] if change.path else ""
    if not isinstance(place, int) or place >= len(rows) or not hasattr(rows[place], "open"):
        raise MalformedForm(change)
    return change.path


def rows_after(rows: Rows, change: RowChange) -> tuple[Rows, int]:
    """Return rows after one of them was removed or moved, and the place of that which one goes on with."""
    place = change.path[-1] if change.path else ""
    if not isinstance(place, int) or place >= len(rows):
        raise MalformedForm(change)
    if change.verb == "remove":
        return (*rows[:place], *rows[place + 1 :]), max(place - 1, 0)
    to = min(max(place + (-1 if change.verb == "up" else 1), 0), len(rows) - 1)
    return moved(rows, place, to), to


def moved(rows: Rows, place: int, to: int) -> Rows:
    """Return rows with one of them at another place."""
    others = (*rows[:place], *rows[place + 1 :])
    return (*others[:to], rows[place], *others[to:])


def rows_at(fields: tuple[Any, ...], path: Path) -> Rows:
    """Return the rows of a field; raises MalformedForm where the path leads to none."""
    found = value_at(fields, path)
    if not isinstance(found, tuple) or hasattr(found, "_fields") or any(isinstance(row, str) for row in found):
        raise MalformedForm(path)
    return found


def value_at(fields: Any, path: Path) -> Any:
    """Return what a path leads to; raises MalformedForm."""
    for step in path:
        names = getattr(fields, "_fields", None)
        if isinstance(step, int) and names is None and isinstance(fields, tuple) and step < len(fields):
            fields = fields[step]
        elif isinstance(step, str) and step in (names or ()):
            fields = getattr(fields, step)
        else:
            raise MalformedForm(path)
    return fields


def with_rows(fields: _T, path: Path, rows: Any) -> _T:
    """Return fields with what a path leads to in place of what was there."""
    if not path:
        return rows  # type: ignore[no-any-return]
    step, *rest = path
    if isinstance(step, int):
        below = with_rows(fields[step], tuple(rest), rows)
        return (*fields[:step], below, *fields[step + 1 :])  # type: ignore[return-value]
    return fields._replace(**{step: with_rows(getattr(fields, step), tuple(rest), rows)})  # type: ignore[attr-defined,no-any-return]
