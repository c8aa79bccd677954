"""The rows of a YAML text in a form: one is open at a time, the others stay as they are written, byte for byte.

A long text has more fields than a browser sends; so the rows that are closed travel as their own lines. What is not
changed in an open row stays as it stands too, with what is said beside it to those who read the text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from content.form.changing import value_at, with_rows
from content.form.in_place import NotInPlace, Path, put, spans, top, words
from content.form.posted import UNREAD, MalformedForm, NotInForm, WrittenForm
from content.form.posted import Path as Way
from content.yaml_lines import one_line

Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True)
class RowShape:
    """How the fields of a row stand in its lines: `places` leads from the name of a field to its way in the text."""

    places: Mapping[str, Path]
    """In the order in which a new field is put in."""
    prose: frozenset[str] = frozenset()
    """Fields of several lines."""
    lists: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()
    """Fields that are there, and true, or not."""

    @property
    def order(self) -> list[Path]:
        """The ways to the fields, and to what they stand in."""
        return list(dict.fromkeys(path[: depth + 1] for path in self.places.values() for depth in range(len(path))))

    def read(self, source: str) -> dict[str, Any]:
        """Return what each field holds; raises NotInPlace where one is written otherwise than it is to be."""
        return {name: self._value(name, said) for name, said in self._words(source).items()}

    def written(self, source: str, typed: Mapping[str, Any]) -> str:
        """Return the lines of a row with what was typed; where nothing has changed, as they were."""
        before = self._words(source)
        new = {name: self._said(name, value) for name, value in typed.items()}
        changed = {self.places[name]: said for name, said in new.items() if said != self._said(name, before[name])}
        return put(source, changed, self.order, [self.places[name] for name in self.lists])

    def names(self, source: str, above: str) -> list[str]:
        """Return the name of the field that each line comes from; `above` stands before it, and for all others."""
        places = {path: field for field, path in self.places.items()}
        here = {source.count("\n", 0, span.key): places[path] for path, span in spans(source).items() if path in places}
        before = f"{above}-" if above else ""
        return [f"{before}{here[number]}" if number in here else above for number in range(source.count("\n"))]

    def _words(self, source: str) -> dict[str, str]:
        found, said = spans(source), words(source)
        for name, path in self.places.items():
            if path in found and found[path].kind != ("list" if name in self.lists else "text"):
                raise NotInPlace
        return {name: said.get(path, "") for name, path in self.places.items()}

    def _value(self, name: str, said: str) -> str | bool | tuple[str, ...]:
        if name in self.lists:
            return tuple(filter(None, said.split("\n")))
        return said == "true" if name in self.flags else said

    def _said(self, name: str, value: str | bool | tuple[str, ...]) -> str:
        if isinstance(value, bool):
            return "true" if value else ""
        if isinstance(value, tuple):
            return "\n".join(map(one_line, value))
        if name in self.flags:
            return value if value == "true" else ""
        return value if name in self.prose or name in self.lists else one_line(value)


class SplitText(NamedTuple):
    """A text in three: what stands before a list, the lines of each of its rows, what stands after."""

    before: str
    rows: tuple[str, ...]
    after: str


def split(text: str, way: Path) -> SplitText:
    """Return a text around the rows of a list in it; raises NotInPlace.

    Remarks that stand right above a row go with it, and the empty lines above these. Of a list without rows its `[]` is
    left out (`without_rows`).
    """
    starts = list(_starts(text, way))
    if not starts:
        return _without_sign(text, _list_at(text, way))
    end = _end_of_list(text, way)
    edges = [*starts, end]
    rows = tuple(text[start:stop] for start, stop in zip(edges, edges[1:], strict=False))
    return SplitText(text[: starts[0]], rows, text[end:])


def without_rows(before: str) -> str:
    """Return what stands before a list of which no row is left: `[]` says so, for nothing at all would be no list."""
    lines = before.splitlines(keepends=True)
    for place in reversed(range(len(lines))):
        if (said := lines[place].strip()) and not said.startswith("#"):
            lines[place] = lines[place].replace(":", ": []", 1)
            break
    return "".join(lines)


def ended(source: str) -> str:
    """Return lines that another row can follow."""
    return source if source.endswith("\n") or not source else f"{source}\n"


def whole(text: str, fields: Row, write: Callable[[Row], WrittenForm]) -> Row:
    """Return the fields of a text that they give back byte for byte; raises NotInForm."""
    if write(fields).text != text:
        raise NotInForm(UNREAD)
    return fields


def opened_at(fields: Row, way: Way) -> Row:
    """Return fields with the row open that a way leads to or through; as they are where it leads nowhere."""
    for depth in range(len(way), 0, -1):
        try:
            row = value_at(fields, way[:depth])
        except MalformedForm:
            continue
        if hasattr(row, "open"):
            return with_rows(fields, way[:depth], row._replace(open=True))
    return fields


# ---------------------------------------------------------------------------------------------------------- the list


def _starts(text: str, way: Path) -> Iterator[int]:
    rows = _list_at(text, way).value
    if any(row.id != "mapping" or row.flow_style for row in rows):
        raise NotInPlace
    for row in rows:
        item = row.start_mark.index
        place = text.rfind("\n", 0, item) + 1
        if text[place:item].strip() != "-":
            raise NotInPlace
        for goes_along in (_is_remark, _is_empty):
            while place and goes_along(text[(above := text.rfind("\n", 0, place - 1) + 1) : place]):
                place = above
        yield place


def _is_remark(line: str) -> bool:
    return line.lstrip().startswith("#")


def _is_empty(line: str) -> bool:
    return not line.strip()


def _without_sign(text: str, node: Any) -> SplitText:
    start, end = node.start_mark.index, node.end_mark.index
    line = text.find("\n", end) + 1 or len(text)
    before, after = text[:start].removesuffix(" ") + text[end:line], text[line:]
    return SplitText(before, (), after) if after.strip() else SplitText(before + after, (), "")


def _list_at(text: str, way: Path) -> Any:
    node: Any = top(text)
    for step in way:
        found = [value for key, value in node.value if key.value == step] if node.id == "mapping" else []
        if len(found) != 1:
            raise NotInPlace
        (node,) = found
    if node.id != "sequence" or (node.flow_style and node.value):
        raise NotInPlace
    return node


def _end_of_list(text: str, way: Path) -> int:
    """Return where the line after a list begins: that of the next field, or the end of the text."""
    end = _list_at(text, way).end_mark.index
    start = text.rfind("\n", 0, end) + 1
    return start if not text[start:end].strip() and end < len(text) else len(text)
