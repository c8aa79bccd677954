"""What a browser sends of a form, the fields that it stands for, and what a button does to its rows."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from content.errors import N_, Malformed

DEEPEST, LONGEST_NUMBER, MOST_ROWS = 9, 4, 200

Fields = TypeVar("Fields", bound=tuple[Any, ...])
Path = tuple[str | int, ...]
"""The way to a field or to a row of it: names, and places from 0."""


class MalformedForm(Malformed):
    """What was sent has not come from a page of ours."""

    what = N_("Ce formulaire n'est pas arrivé tel que nos pages l'envoient.")
    then = N_("Revenez en arrière et rechargez la page : votre dernier brouillon est gardé dans l'atelier.")

    def __init__(self, odd: object = "") -> None:
        super().__init__()
        self.odd = odd


class NotInForm(ValueError):
    """A text holds what no form shows, and sending the form would drop it; `sentence` says what, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


UNREAD = N_("Le formulaire ne peut pas montrer ce texte sans en perdre : corrigez d'abord ce qui est listé dessous.")


class WrittenForm(NamedTuple):
    """A text, and the name of the field that each of its lines comes from."""

    text: str
    names: tuple[str, ...]

    def field_at(self, line: int) -> str:
        """Return the name of the field of a line, from 1; of one that belongs to none, that of the next that does."""
        return next((name for name in self.names[max(line - 1, 0) :] if name), "title")


@dataclass(slots=True)
class _Node:
    values: list[str] = field(default_factory=list)
    below: dict[str, "_Node"] = field(default_factory=dict)


class PostedForm:
    """What was sent, as a tree of names."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._top = _Node()
        for name, value in pairs:
            node = self._top
            for step in name.split("-", DEEPEST):
                node = node.below.setdefault(step, _Node())
            node.values.append(value.replace("\r\n", "\n").replace("\r", "\n"))

    def fields(self, kind: type[Fields]) -> Fields:
        """Return the fields that were sent; raises MalformedForm."""
        return _read(kind, self._top, _Node(), "")

    def rows(self, *names: str) -> list[str]:
        """Return the numbers of the rows of a field, in the order in which they were sent."""
        node = self._top
        for name in names:
            node = node.below.get(name, _Node())
        return _rows(node)

    def path(self, name: str) -> Path:
        """Return the way to what a name stands for, with places for numbers; raises MalformedForm where it is not."""
        found: list[str | int] = []
        node = self._top
        for step in name.split("-", DEEPEST):
            rows = _rows(node)
            if step.isdecimal() and step not in rows:
                raise MalformedForm(name)
            found.append(rows.index(step) if step in rows else step)
            node = node.below.get(step, _Node())
        return tuple(found)


def posted(fields: tuple[Any, ...], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of fields."""
    for name, value in fields._asdict().items():  # type: ignore[attr-defined]  # every NamedTuple has it
        full = f"{above}{name}"
        if isinstance(value, bool):
            yield from [(full, "1")] if value else []
        elif isinstance(value, str):
            yield full, value.replace("\n", "\r\n")
        else:
            for number, one in enumerate(value):
                yield from [(full, one)] if isinstance(one, str) else posted(one, f"{full}-{number}-")


def name_of(path: Path) -> str:
    """Return the name of a field or a row on a page that has just been shown."""
    return "-".join(map(str, path))


def path_of(name: str) -> Path:
    """Return the way to what a name stands for on a page that has just been shown."""
    steps = name.split("-")
    return tuple(int(step) if step.isdecimal() and len(step) <= LONGEST_NUMBER else step for step in steps)


@cache
def _kinds(kind: type[tuple[Any, ...]]) -> dict[str, Any]:
    """Return the type of each field; of those that repeat, in a tuple of one."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name in kind._fields}  # type: ignore[attr-defined]
    return {name: (get_args(hint)[0],) if get_args(hint) else hint for name, hint in hints.items()}


def _read(kind: type[Fields], node: _Node, above: _Node, number: str) -> Fields:
    return kind(**{name: _value(name, hint, node, above, number) for name, hint in _kinds(kind).items()})


def _value(name: str, hint: Any, node: _Node, above: _Node, number: str) -> Any:
    here = node.below.get(name, _Node())
    match hint:
        case (repeated,) if repeated is str:
            return tuple(value for value in here.values if value.strip())
        case (repeated,):
            return tuple(_read(repeated, here.below[row], here, row) for row in _rows(here))
    if hint is bool:
        return bool(here.values) or number in above.below.get(name, _Node()).values
    return here.values[0] if here.values else ""


def _rows(node: _Node) -> list[str]:
    rows = [number for number in node.below if number.isdecimal()]
    if len(rows) > MOST_ROWS or any(len(number) > LONGEST_NUMBER for number in rows):
        raise MalformedForm
    return rows


class RowChange(NamedTuple):
    """What a button of a form does to a row, or to the rows of a field."""

    verb: str
    """add, remove, up, down; or begin, of a text that has something to begin from."""
    path: Path
    what: str = ""
    """Of a row to add, which kind of it."""


# ----------------------------------------------------------------------------- what a button of a form does to its rows


RowsOf = tuple[Any, ...]
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


def changed_rows(fields: Fields, change: RowChange, begun: Begun) -> tuple[Fields, Path]:
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


def rows_after(rows: RowsOf, change: RowChange) -> tuple[RowsOf, int]:
    """Return rows after one of them was removed or moved, and the place of that which one goes on with."""
    place = change.path[-1] if change.path else ""
    if not isinstance(place, int) or place >= len(rows):
        raise MalformedForm(change)
    if change.verb == "remove":
        return (*rows[:place], *rows[place + 1 :]), max(place - 1, 0)
    to = min(max(place + (-1 if change.verb == "up" else 1), 0), len(rows) - 1)
    return moved_row(rows, place, to), to


def moved_row(rows: RowsOf, place: int, to: int) -> RowsOf:
    """Return rows with one of them at another place."""
    others = (*rows[:place], *rows[place + 1 :])
    return (*others[:to], rows[place], *others[to:])


def rows_at(fields: tuple[Any, ...], path: Path) -> RowsOf:
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
