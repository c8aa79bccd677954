"""What a browser sends of a form, and the fields that it stands for: nested NamedTuples, whatever they hold.

A field is called by its way from the top, `cards-0-title`; a row by a number that need not be its place: rows stand in
the order in which they are sent, so that whoever moves a row on the page moves no name. Types are `str`, `bool` (sent
when ticked, or by a radio button of its list: `options-right` says the number of the row), `tuple[str, ...]` (sent once
each, what is empty is left out) and a tuple of other fields.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_args, get_type_hints

from content.errors import Malformed
from content.problems import N_

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
