"""Records: fields that belong together, as a text, a row or a mapping within one; and the fields that hold them."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any

from content.schema.fields import MISSING, Columns, Field, Line, NoteField, Row, held, is_said, taken
from content.schema.posted_form import UNREAD, MalformedForm, NotInForm
from content.schema.yaml_fields import Fields
from content.schema.yaml_tree import NOTE, Said, tree_of

Parts = Callable[[Any], Mapping[str, Any]]
"""What a value holds of each field, by the field's `of`."""


class Record:
    """Fields that belong together; `build` makes a value of what is read of them, by their `of`."""

    def __init__(
        self,
        build: Callable[..., Any],
        *fields: Field,
        parts: Parts | None = None,
        check: Callable[[Fields, dict[str, Any]], None] | None = None,
        opens: bool = False,
        note_at: int | None = 1,
        holds_note: bool = False,
    ) -> None:
        """Declare a record.

        `parts`: where a value is no object with these attributes; `check` notes what is wrong about the fields
        together; `opens`: a row of it is closed until somebody opens it, and travels as its lines; `note_at`: how many
        fields stand before its note, None where it has none; `holds_note`: whether a value holds that.
        """
        self._build, self._parts, self._check, self.opens = build, parts, check, opens
        note = () if note_at is None else (NoteField(),)
        self.fields: tuple[Field, ...] = (*fields[: note_at or 0], *note, *fields[note_at or 0 :])
        # What a value does not hold is read, for what is wrong about it, and goes.
        self._held = [field for field in self.fields if field.holds or (holds_note and field.name == NOTE)]

    def read(self, fields: Fields) -> Any:
        """Return the value; notes every field that is wrong or unknown."""
        fields.expect(*(name for field in self.fields for name in field.known(fields)))
        found = {field.of: field.read(fields) for field in self.fields}
        if self._check:
            self._check(fields, found)
        return self._build(**{field.of: found[field.of] for field in self._held})

    def said(self, value: Any) -> dict[str, Said]:
        """Return what one would type for a value."""
        parts = self._parts(value) if self._parts else {}
        found: dict[str, Said] = {}
        for field in self._held:
            if field.of in parts or hasattr(value, field.of):
                found |= field.said(parts[field.of] if field.of in parts else getattr(value, field.of))
        return found

    # ---------------------------------------------------------------------------------------------------- the form

    @cached_property
    def columns(self) -> Columns:
        """The fields of a form."""
        closed: Columns = {"source": (str, ""), "open": (bool, False)} if self.opens else {}
        return {**closed, **{name: column for field in self.fields for name, column in field.columns.items()}}

    @cached_property
    def kind(self) -> type[Any]:
        """The NamedTuple of a row of the form."""
        defaults = [first for _, first in self.columns.values()]
        made = namedtuple("RowFields", self.columns, defaults=defaults)  # type: ignore[misc]  # by declaration
        made.__annotations__ = {name: kind for name, (kind, _) in self.columns.items()}
        return made

    def shown(self, said: dict[str, Said]) -> dict[str, Any]:
        """Return what stands in the fields of a form; raises NotInForm where something was typed that it has not."""
        left = dict(said)
        found = {column: value for field in self.fields for column, value in field.shown(left).items()}
        if left:
            raise NotInForm(UNREAD)
        return found

    def row(self, said: Said) -> Row:
        """Return a row of the form, open; raises NotInForm."""
        if not isinstance(said, dict):
            raise NotInForm(UNREAD)
        row = self.kind(**self.shown(said))
        return row._replace(open=True) if self.opens else row

    def closed(self, row: Row) -> Row:
        """Return a row of the form with it, and each row in it, closed; one that was changed is written anew."""
        below = {rows.column: tuple(map(rows.record.closed, getattr(row, rows.column))) for rows in self.rows}
        row = row._replace(**below)
        if not self.opens or not row.open:
            return row
        return row._replace(open=False, source="".join(f"{line}\n" for _, line in _dashed(self._own(row))))

    @cached_property
    def rows(self) -> "tuple[Rows, ...]":
        """The lists of the record, those of its groups too."""
        groups = (rows for field in self.fields if isinstance(field, Group) for rows in field.record.rows)
        return (*(field for field in self.fields if isinstance(field, Rows)), *groups)

    def opened(self, source: str) -> Row:
        """Return a row of the form, open, from the lines that it has while it is closed; raises MalformedForm."""
        try:
            return self.row(tree_of("\n".join(line[2:] for line in self._lines_of(source))))
        except NotInForm:
            raise MalformedForm(source) from None

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield the lines of a form."""
        for field in self.fields:
            yield from field.lines(row)

    def item(self, row: Row) -> Iterator[Line]:
        """Yield the lines of a row behind its dash; of one that is closed as they are. Raises MalformedForm."""
        if not self.opens:
            return _dashed(self.lines(row))
        own = _dashed(self._own(row)) if row.open else (("", line) for line in self._lines_of(row.source))
        return _joined(own, _deeper(line for field in self._opening for line in field.lines(row)))

    def _own(self, row: Row) -> Iterator[Line]:
        """Yield the lines of a row, without those rows in it that are opened by themselves."""
        for field in self.fields:
            if field not in self._opening:
                yield from field.lines(row)

    @cached_property
    def _opening(self) -> tuple["Rows", ...]:
        return tuple(field for field in self.fields if isinstance(field, Rows) and field.record.opens)

    @staticmethod
    def _lines_of(source: str) -> list[str]:
        first, *others = source.rstrip("\n").split("\n")
        # Each row of a list stands behind its dash and nowhere else: what was sent is no more than a row.
        if not first.startswith("- ") or any(line and not line.startswith("  ") for line in others):
            raise MalformedForm(source)
        return [first, *others]


def _dashed(lines: Iterator[Line]) -> Iterator[Line]:
    for place, (column, line) in enumerate(lines):
        yield column, f"- {line}" if not place else line and f"  {line}"


def _deeper(lines: Iterator[Line]) -> Iterator[Line]:
    return ((column, line and f"  {line}") for column, line in lines)


def _joined(*parts: Iterator[Line]) -> Iterator[Line]:
    for part in parts:
        yield from part


@dataclass(eq=False)
class Group(Field):
    """A mapping within another, whose fields are fields of the same form."""

    record: Record = None  # type: ignore[assignment]  # every group has one
    _: KW_ONLY
    needed: bool = False
    tall: bool = False
    absent: Callable[[], Any] = lambda: None
    """What a value holds where it is not there."""

    def value(self, fields: Fields) -> Any:
        """Return its value; notes where it is there twice, or needed and not there."""
        if (found := fields.single(self.name)) is not None:
            return self.record.read(found)
        if self.needed:
            fields.note(self.name, MISSING)
        return self.absent()

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {self.name: self.record.said(value)} if value is not None else {}

    @cached_property
    def columns(self) -> Columns:
        """Those of its fields."""
        return self.record.columns

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return what stands in its fields; raises NotInForm."""
        return self.record.shown(taken(said, self.name, dict))

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield its line, or its lines; none where nothing is said in it."""
        if self.needed or is_said(row, self.columns):
            yield from held(self.name, self.record.lines(row), tall=self.tall)


@dataclass(eq=False)
class Rows(Field):
    """A list of records."""

    record: Record = None  # type: ignore[assignment]  # all rows have one
    _: KW_ONLY
    needed: bool = True
    """Whether it is written where it has none."""
    apart: bool = False
    """Whether an empty line stands before each."""
    fixed: bool = False
    """Whether no form adds, moves or removes one."""
    first: str = ""
    """The field of the form in which one begins to write in a new row."""
    begun: Callable[[str, str], Said] = lambda text, what: {}
    """What stands in a row that begins, by the text that it comes into and what was asked for; raises MalformedForm."""

    def value(self, fields: Fields) -> tuple[Any, ...]:
        """Return the values of its rows."""
        return tuple(map(self.record.read, fields.entries(self.name)))

    def said(self, value: Any) -> Mapping[str, Said]:
        """Return what one would type."""
        return {self.name: [*map(self.record.said, value)]}

    @cached_property
    def columns(self) -> Columns:
        """The rows."""
        return {self.column: (tuple[self.record.kind, ...], ())}  # type: ignore[name-defined]  # made by declaration

    def shown(self, said: dict[str, Said]) -> Mapping[str, Any]:
        """Return the rows; raises NotInForm."""
        return {self.column: tuple(map(self.record.row, taken(said, self.name, list)))}

    def lines(self, row: Row) -> Iterator[Line]:
        """Yield the lines of its rows."""
        rows = getattr(row, self.column)
        if rows or self.needed:
            yield self.column, f"{self.name}:{'' if rows else ' []'}"
        for place, one in enumerate(rows):
            if self.apart:
                yield "", ""
            for column, line in self.record.item(one):
                yield f"{self.column}-{place}" + (column and f"-{column}"), line and f"  {line}"
